/** References, which name a secret without its value. */
const reference = /\$\{(?:(?:secret:|env:)?[A-Za-z_][A-Za-z0-9_]*(?::-)?|input:[\w.-]{1,100})\}|\{\{[^{}]{0,200}\}\}/g;

/** A text without its references. */
export const withoutReferences = (text: string): string => (text.includes('{') ? text.replace(reference, ' ') : text);

/** A text with its references as spaces, so that every other character stays where it is. */
export const blankReferences = (text: string): string =>
  text.includes('{') ? text.replace(reference, (found) => ' '.repeat(found.length)) : text;

const sorts = [/[a-z]/, /[A-Z]/, /[0-9]/];

/** Whether a text has lower-case letters, capitals and digits. */
export const isMixed = (text: string): boolean => sorts.every((sort) => sort.test(text));

/** Which sort each character is of: 0 lower case, 1 capital, 2 digit, -1 anything else. */
export const sortsOf = (text: string): number[] => [...text].map((char) => sorts.findIndex((sort) => sort.test(char)));

const placeholder =
  /your|example|placeholder|change[-_ ]?me|redacted|dummy|sample|insert|replace|<[^<>]*>|\.\.\.|…|\*{3}|x{5}|todo|none|null|undefined/i;

/** Placeholders for a secret: `your-api-key`, `<token>`, `xxxxxxxx`, `AKIAIOSFODNN7EXAMPLE`. */
export const isPlaceholder = (text: string): boolean =>
  new Set(text).size <= 2 ||
  /EXAMPLE(?:KEY)?$/.test(text) ||
  (placeholder.test(text) && !(isMixed(text) && /^[A-Za-z0-9+/=]{20,}$/.test(text)));

const sequences =
  /0?123456(?:7890)?|abcdefghij|abcdef|abc|def|ghi|jkl|mno|pqr|stu|vwx|xyz|qwerty|asdf|123|456|789|012|321|xxx|000|111/gi;

/** A body that is counting or the alphabet: `abc123def456`, `1234567890abcdef`. */
export const isSequence = (text: string): boolean => text.replace(sequences, '').length <= text.length / 5;

const everydayWords =
  /password|passwd|passphrase|passcode|pass|p@ssw0rd|secret|secure|testing|tester|test|username|user|admin|guest|root|example|demo|wrong|invalid|valid|correct|strong|weak|new|old|my|your|token|key|login|letmein|welcome|default|dummy|fake|sample|changeme|hello|world|foo|bar|baz|dev|prod|staging|local|postgres|mysql|redis/g;

/** A password for documentation and tests: `password123`, `Test@123`, `securepass`. */
export const isExamplePassword = (text: string): boolean =>
  text
    .toLowerCase()
    .replace(everydayWords, '')
    .replace(/[\d\W_]/g, '').length <= 2;

/** Shannon entropy of a text, in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
