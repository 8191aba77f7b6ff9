/** The white space of ECMA-262, which is more than that of RE2, and everything else. */
const space = '\\t-\\r\\x20\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}';
const noSpace =
  '\\x00-\\x08\\x0E-\\x1F\\x21-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}';
const lineEnd = '\\n\\r\\x{2028}\\x{2029}';
const controls: Readonly<Record<string, string>> = {
  t: '\\x09',
  n: '\\x0A',
  v: '\\x0B',
  f: '\\x0C',
  r: '\\x0D',
  '0': '\\x00',
};

/** Long names of the general categories that patterns use most. */
const categories: Readonly<Record<string, string>> = {
  ...{ Letter: 'L', Uppercase_Letter: 'Lu', Lowercase_Letter: 'Ll', Titlecase_Letter: 'Lt', Modifier_Letter: 'Lm' },
  ...{ Other_Letter: 'Lo', Mark: 'M', Number: 'N', Decimal_Number: 'Nd', digit: 'Nd', Letter_Number: 'Nl' },
  ...{ Other_Number: 'No', Punctuation: 'P', punct: 'P', Symbol: 'S', Separator: 'Z', Space_Separator: 'Zs' },
};
const category = /^(?:(?:General_Category|gc)=)?(\w{1,40})$/;

const hex = (code: number): string => `\\x{${code.toString(16).toUpperCase()}}`;

/** Syntax that has another meaning in RE2, or none. */
class Unsupported extends RangeError {}

const refuse = (what: string): never => {
  throw new Unsupported(`${what} is not supported: patterns must run in linear time.`);
};

/** The RE2 form of the escape at the start of a string, and its length. */
function escapeOf(text: string, inClass: boolean): [written: string, length: number] {
  const next = text[1] ?? '';
  if (/[dDwW]/.test(next)) return [`\\${next}`, 2];
  if (next === 's' || next === 'S') {
    const set = next === 's' ? space : noSpace;
    return [inClass ? set : `[${set}]`, 2];
  }
  if (next === 'b' || next === 'B') return [inClass ? '\\x08' : `\\${next}`, 2];
  const control = /^\\c([A-Za-z])/.exec(text);
  if (control?.[1]) return [hex(control[1].charCodeAt(0) % 32), 3];
  const pair = /^\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(text);
  if (pair?.[1] && pair[2]) {
    const [high, low] = [Number.parseInt(pair[1], 16), Number.parseInt(pair[2], 16)];
    return [hex((high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000), 12];
  }
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(text);
  if (code) return [hex(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)), code[0].length];
  const property = /^\\([pP])\{([\w=]{1,60})\}/.exec(text);
  if (property) {
    const name = category.exec(property[2] ?? '')?.[1] ?? /^(?:Script|sc)=(\w{1,40})$/.exec(property[2] ?? '')?.[1];
    if (!name) return refuse(`The property \\${property[1]}{${property[2]}}`);
    return [`\\${property[1]}{${Object.hasOwn(categories, name) ? categories[name] : name}}`, property[0].length];
  }
  if (/[1-9k]/.test(next)) return refuse('A back reference');
  if (Object.hasOwn(controls, next) && !/^\\0\d/.test(text)) return [controls[next] ?? '', 2];
  if (/[A-Za-z0-9]/.test(next)) return refuse(`The escape \\${next}`);
  const point = text.codePointAt(1) ?? 0;
  return [hex(point), 1 + String.fromCodePoint(point).length];
}

function literalOf(text: string): [written: string, length: number] {
  const point = text.codePointAt(0) ?? 0;
  return [hex(point), String.fromCodePoint(point).length];
}

/** A character or a set of a class, at a position of a text. */
function atomOf(text: string, at: number): [written: string, length: number] {
  const rest = text.slice(at, at + 80);
  return rest.startsWith('\\') ? escapeOf(rest, true) : literalOf(rest);
}

const oneCharacter = /^\\x(?:[0-9A-F]{2}|\{[0-9A-F]+\})$/;
const isSet = (atom: string): boolean => !oneCharacter.test(atom);

/** `[…]` at the beginning of a text. */
function classOf(text: string): [written: string, length: number] {
  const negated = text[1] === '^';
  let at = negated ? 2 : 1;
  if (text[at] === ']') return [negated ? '[\\x00-\\x{10FFFF}]' : '[^\\x00-\\x{10FFFF}]', at + 1];
  let written = negated ? '[^' : '[';
  while (text[at] !== ']') {
    const [first, length] = atomOf(text, at);
    const hyphen = at + length;
    written += first;
    at = hyphen;
    if (text[hyphen] !== '-' || text[hyphen + 1] === ']') continue;
    const [last, lastLength] = atomOf(text, hyphen + 1);
    // Next to a set such as \w, a hyphen is literal, as it is at either end.
    written += (isSet(first) || isSet(last) ? hex(0x2d) : '-') + last;
    at = hyphen + 1 + lastLength;
  }
  return [`${written}]`, at + 1];
}

function isValid(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/**
 * A pattern of ECMA-262 as one of RE2 that matches the same texts. Groups capture nothing: a pattern only tests.
 *
 * @throws RangeError, with the reason, for what is not a regular expression or not supported by RE2
 */
export function re2Pattern(pattern: string): string {
  const unicode = isValid(pattern, 'u');
  if (!unicode && !isValid(pattern, '')) throw new RangeError('The pattern is not a valid regular expression.');
  // Without `u`, which the rest of the pattern does not allow, these are letters and braces.
  if (!unicode && /\\(?:[pP]|u\{)/.test(pattern))
    return refuse('A Unicode escape together with syntax that is invalid in Unicode patterns');
  let written = '';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at, at + 80);
    const [part, length] = partOf(rest, pattern.slice(at));
    written += part;
    at += length;
  }
  return written;
}

function partOf(rest: string, whole: string): [written: string, length: number] {
  const char = rest[0] ?? '';
  if (char === '\\') return escapeOf(rest, false);
  if (char === '[') return classOf(whole);
  if (char === '.') return [`[^${lineEnd}]`, 1];
  if (char === '^') return ['\\A', 1];
  if (char === '$') return ['\\z', 1];
  if (/[|)*+?]/.test(char)) return [char, 1];
  const count = /^\{\d{1,6}(?:,\d{0,6})?\}/.exec(rest)?.[0];
  if (count) return [count, count.length];
  if (char !== '(') return literalOf(rest);
  if (rest[1] !== '?') return ['(?:', 1];
  if (rest.startsWith('(?:')) return ['(?:', 3];
  if (/^\(\?(?:[=!]|<[=!])/.test(rest)) return refuse('Lookaround');
  const name = /^\(\?<[^>]{1,60}>/.exec(rest)?.[0];
  return name ? ['(?:', name.length] : refuse('A group with flags');
}
