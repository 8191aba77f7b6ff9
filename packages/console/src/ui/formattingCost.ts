/** The maximum size of a text that is formatted, in characters. */
export const maxFormatted = 50_000;

/** Above this, a text is shown as it is. */
export const maxCost = 16_000_000;

/** Quotes and lists inside of one another, on one line or by indentation: what is deeper takes the cube of its depth. */
const deep = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){20}|^[ \t]{60,}(?:[-+*]|\d{1,9}[.)])[ \t]/m;
/** Between blocks: a blank line, or a list item, which begins a paragraph of its own. */
const betweenBlocks = /\n[ \t]*\n|\n(?= {0,3}[-+*][ \t]+\S)/;
/** A line that makes a heading of the one before it. */
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/gm;
const delimiters = /[*_~[\]`<]/g;

/**
 * An estimate of the time that the Markdown parser needs, before it runs: it takes the square of the number of delimiters
 * in a block, so that a file of some ten kilobytes would hold up the page for minutes. Infinite for one that is nested
 * too deeply.
 */
export function formattingCost(text: string): number {
  if (deep.test(text)) return Number.POSITIVE_INFINITY;
  const headings = count(text, underline);
  return text
    .split(betweenBlocks)
    .map((block) => count(block, delimiters) ** 2)
    .reduce((sum, cost) => sum + cost, (8 * headings) ** 2);
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** For the texts of one page, which of them are formatted: together, too, they must not hold it up. */
export function formattedOf(texts: readonly string[]): boolean[] {
  let length = 0;
  let cost = 0;
  return texts.map((text) => {
    if (text.length > maxFormatted) return false;
    const own = formattingCost(text);
    if (length + text.length > 2 * maxFormatted || cost + own > maxCost) return false;
    length += text.length;
    cost += own;
    return true;
  });
}
