import { redactSecrets } from '../secrets/secrets.ts';

/** One step into a JSON value: a key or an index. */
export type Segment = string | number;
export type Path = readonly Segment[];

const plainKey = /^[A-Za-z_$][\w$-]*$/;

/** `text` shortened for a message, without control characters and secrets. */
export function clip(text: string, length = 60): string {
  const safe = redactSecrets(text.length > 10_000 ? text.slice(0, 10_000) : text);
  const cut = safe.length > length ? `${safe.slice(0, length).toWellFormed()}…` : safe.toWellFormed();
  return cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(char: string): string {
  const hex = char.codePointAt(0)?.toString(16) ?? '';
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** A path as text: `skills[0].id`, `env["a key"]`. `''` is the whole document. */
export function formatPath(path: Path): string {
  let text = '';
  for (const segment of path.slice(0, 70)) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (plainKey.test(segment) && segment.length <= 64) {
      const key = redactSecrets(segment);
      text += text === '' ? key : `.${key}`;
    } else text += `["${clip(segment)}"]`;
  }
  return text;
}
