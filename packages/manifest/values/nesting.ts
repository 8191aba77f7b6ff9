/** The maximum depth of JSON in a request; a definition may be 64 deep. */
export const maxJsonDepth = 200;

const [quote, backslash, openList, closeList, openObject, closeObject] = new TextEncoder().encode('"\\[]{}');

/**
 * Whether a text would be JSON deeper than allowed: parsing half a million nested lists takes a third of a second,
 * scanning them a millisecond.
 */
export function isTooDeep(json: Uint8Array): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) {
      at = endOfText(json, at);
      if (at < 0) return false; // It does not end, so it is not JSON.
    } else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > maxJsonDepth) return true;
    } else if (byte === closeList || byte === closeObject) depth -= 1;
  }
  return false;
}

/** The position of the quote that ends the string starting at `start`; -1 if there is none. */
function endOfText(json: Uint8Array, start: number): number {
  for (let end = json.indexOf(quote ?? 0, start + 1); end >= 0; end = json.indexOf(quote ?? 0, end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}
