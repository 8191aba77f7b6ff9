import type { IssueCode } from './issueCodes.ts';
import { losesDigits } from './numberText.ts';
import { clip, formatPath, type Path, type Segment } from './path.ts';

/** The maximum nesting of JSON. Deeper JSON is refused before anything walks it. */
export const maxDepth = 64;

export interface TextPosition {
  line: number;
  column: number;
}

export interface JsonProblem extends TextPosition {
  path: Path;
  code: IssueCode;
  message: string;
  severity: 'error' | 'warning';
  offset: number;
}

/** Where a value (and its key, inside an object) starts, as offsets. */
type Visit = (path: Path, value: number, key: number) => void;

class Stop extends Error {}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
const chunk = /[^"\\\p{Cc}]+/uy;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Scans the grammar of RFC 8259 without building values, so that duplicate keys and lost digits are detected. */
class Scanner {
  at = 0;
  readonly path: Segment[] = [];
  readonly problems: JsonProblem[] = [];
  readonly text: string;
  readonly visit: Visit | undefined;
  readonly depth: number;

  constructor(text: string, visit?: Visit, depth = maxDepth) {
    this.text = text;
    this.visit = visit;
    this.depth = depth;
  }

  document(): void {
    try {
      this.value(0, 0);
      this.skip();
      if (this.at < this.text.length) this.stop('expected the end of the file');
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  }

  value(depth: number, key: number): void {
    this.skip();
    this.visit?.(this.path, this.at, key);
    const char = this.text[this.at];
    if (char === '{') this.object(depth + 1);
    else if (char === '[') this.array(depth + 1);
    else if (char === '"') this.endOfString();
    else if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) this.number();
    else if (!this.word('true') && !this.word('false') && !this.word('null'))
      this.stop(`expected a value${this.hint()}`);
  }

  object(depth: number): void {
    this.open(depth);
    if (this.close('}')) return;
    let keys: Set<string> | undefined;
    let only: string | undefined;
    for (;;) {
      this.skip();
      const start = this.at;
      if (this.text[start] !== '"') this.stop(`expected a key in double quotes${this.hint()}`);
      const key = this.string();
      this.path.push(key);
      if (key === only || keys?.has(key)) {
        this.report(start, 'duplicate_key', `duplicate key "${clip(key)}"; remove one`);
      }
      if (only === undefined) only = key;
      else keys = (keys ?? new Set()).add(key);
      this.skip();
      if (this.text[this.at] !== ':') this.stop('expected ":" after the key');
      this.at += 1;
      this.value(depth, start);
      this.path.pop();
      if (this.close('}')) return;
      if (this.text[this.at] !== ',') this.stop('expected "," or "}"');
      this.at += 1;
    }
  }

  array(depth: number): void {
    this.open(depth);
    if (this.close(']')) return;
    for (let index = 0; ; index += 1) {
      this.path.push(index);
      this.skip();
      this.value(depth, this.at);
      this.path.pop();
      if (this.close(']')) return;
      if (this.text[this.at] !== ',') this.stop('expected "," or "]"');
      this.at += 1;
    }
  }

  string(): string {
    const start = this.at;
    this.endOfString();
    const inner = this.text.slice(start + 1, this.at - 1);
    return inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner;
  }

  endOfString(): void {
    this.at += 1;
    for (;;) {
      this.match(chunk);
      const char = this.text[this.at];
      if (char === '"') break;
      if (char === undefined) this.stop('a string is not closed');
      if (char !== undefined && char >= '\x7f') this.at += 1;
      else if (char === '\\') {
        if (!this.match(escaped)) this.stop('invalid escape sequence');
      } else this.stop('a line break or control character inside a string; escape it as \\n or \\u00..');
    }
    this.at += 1;
  }

  number(): void {
    const start = this.at;
    if (!this.match(number)) this.stop('invalid number');
    const text = this.text.slice(start, this.at);
    const next = this.text[this.at] ?? ',';
    if (next !== ',' && /[\w.+]/.test(next)) {
      this.at = start;
      this.stop('invalid number');
    }
    if (text.length < 4) return;
    const value = Number(text);
    if (!Number.isFinite(value))
      this.report(start, 'number_out_of_range', 'the number is too large; write it as a string');
    else if (/^-?\d+$/.test(text) && !Number.isSafeInteger(value)) {
      this.report(start, 'number_imprecise', 'an integer beyond 2^53 loses digits; write it as a string', 'warning');
    } else if (losesDigits(text)) {
      this.report(
        start,
        'number_imprecise',
        'a number with this many digits loses precision; write it as a string',
        'warning',
      );
    }
  }

  word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  open(depth: number): void {
    if (depth > this.depth) {
      this.path.splice(8);
      this.report(this.at, 'too_deep', `JSON must have at most ${this.depth} levels of nesting`);
      throw new Stop();
    }
    this.at += 1;
  }

  close(char: string): boolean {
    this.skip();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  skip(): void {
    if (this.text.charCodeAt(this.at) <= 32) this.match(space);
  }

  match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  hint(): string {
    const rest = this.text.slice(this.at, this.at + 9);
    if (/^\/[/*]/.test(rest)) return '; JSON does not allow comments';
    if (/^[}\]]/.test(rest)) return '; remove the comma before it';
    if (/^(NaN|-?Infinity|undefined)/.test(rest)) return '; this is not a JSON value';
    if (rest.startsWith("'")) return '; JSON uses double quotes';
    return rest === '' ? ', found the end of the file' : '';
  }

  stop(message: string): never {
    this.report(this.at, 'invalid_json', message);
    throw new Stop();
  }

  report(offset: number, code: IssueCode, message: string, severity: JsonProblem['severity'] = 'error'): void {
    if (this.problems.length > 100) return;
    const { line, column } = positionAt(this.text, offset);
    const text = `Line ${line}, column ${column}: ${message}.`;
    this.problems.push({ path: [...this.path], code, message: text, severity, line, column, offset });
  }
}

/** Line and column, both from 1, of an offset in a text. Columns count UTF-16 code units, as editors do. */
function positionAt(text: string, offset: number): TextPosition {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}

/**
 * The value of a JSON text, and every problem of the text: grammar (RFC 8259), nesting beyond 64,
 * duplicate keys, numbers that lose precision. `value` is undefined when the text cannot be parsed.
 */
export function parseJsonText(text: string): { value: unknown; problems: JsonProblem[] } {
  const scanner = new Scanner(text.startsWith('\uFEFF') ? text.slice(1) : text);
  scanner.document();
  const broken = scanner.problems.some(({ code }) => code === 'invalid_json' || code === 'too_deep');
  return { value: broken ? undefined : JSON.parse(scanner.text), problems: scanner.problems };
}

/**
 * What is lost when a JSON text is parsed: duplicate keys, and numbers that change. Unlike a
 * file, the text may be a request, so integers beyond 2^53 that keep their digits are allowed.
 *
 * @param depth the maximum nesting of the text
 */
export function jsonLosses(text: string, depth: number): JsonProblem[] {
  const scanner = new Scanner(text, undefined, depth);
  scanner.document();
  return scanner.problems.filter(
    ({ code, offset }) => code !== 'number_imprecise' || losesDigits(numberAt(text, offset)),
  );
}

function numberAt(text: string, offset: number): string {
  number.lastIndex = offset;
  return number.exec(text)?.[0] ?? '';
}

/**
 * The position of an issue's `path` in a JSON text, for editors and for compiler-style messages.
 * A missing part has the position of its deepest existing parent; `at: 'key'` is the key of the last segment.
 */
export function locate(text: string, path: string, at: 'key' | 'value' = 'value'): TextPosition | null {
  let found: { offset: number; length: number } | null = null;
  const scanner = new Scanner(text, (segments, value, key) => {
    const here = formatPath(segments);
    const inside = path === here || here === '' || path.startsWith(`${here}.`) || path.startsWith(`${here}[`);
    if (!inside || (found !== null && here.length < found.length)) return;
    found = { offset: at === 'key' && path === here && segments.length > 0 ? key : value, length: here.length };
  });
  scanner.document();
  const place = found as { offset: number } | null;
  return place && positionAt(text, place.offset);
}
