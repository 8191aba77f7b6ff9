import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../../../packages/manifest/index.ts';
import { parseJsonText } from '../../../packages/manifest/values/jsonText.ts';

const codes = (text: string) => parseJsonText(text).problems.map(({ code }) => code);

describe('parsing JSON text', () => {
  it('gives the value of JSON.parse for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const { value, problems } = parseJsonText(text);
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts exactly the texts that JSON.parse accepts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '.5',
      '0',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '\\u0041',
      '\\x',
      '\u0001',
      '\u007f',
      'é',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let taken = true;
        try {
          JSON.parse(text);
        } catch {
          taken = false;
        }
        expect([text, !codes(text).includes('invalid_json')]).toEqual([text, taken]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"a": 1,}', 'Line 1, column 9: expected a key in double quotes; remove the comma before it.'],
    ['{\n  // note\n  "a": 1\n}', 'Line 2, column 3: expected a key in double quotes; JSON does not allow comments.'],
    ["{\n  'a': 1}", 'Line 2, column 3: expected a key in double quotes; JSON uses double quotes.'],
    ['{"a": NaN}', 'Line 1, column 7: expected a value; this is not a JSON value.'],
    ['{"a": 01}', 'Line 1, column 7: invalid number.'],
    [
      '{"a": "b\n"}',
      'Line 1, column 9: a line break or control character inside a string; escape it as \\n or \\u00...',
    ],
    ['{"a": 1', 'Line 1, column 8: expected "," or "}".'],
    ['', 'Line 1, column 1: expected a value, found the end of the file.'],
    ['{} {}', 'Line 1, column 4: expected the end of the file.'],
    ['{"a": 1, "b": 2,\n "a": 3}', 'Line 2, column 2: duplicate key "a"; remove one.'],
  ])('reports the position and the cause: %j', (text, message) =>
    expect(parseJsonText(text).problems[0]?.message).toBe(message),
  );

  it.each([
    ['['.repeat(65) + ']'.repeat(65), ['too_deep']],
    ['['.repeat(64) + ']'.repeat(64), []],
    ['['.repeat(500_000), ['too_deep']],
    ['[1e999]', ['number_out_of_range']],
    ['[-1e999, 12345678901234567890]', ['number_out_of_range', 'number_imprecise']],
    ['[0.1234567890123456789, 1e-400, 0.1, 0.10000000000000001, 1.50, 1e22]', ['number_imprecise', 'number_imprecise']],
    ['{"\\u0061": 1, "a": 2}', ['duplicate_key']],
    ['{"__proto__": 1, "__proto__": 2}', ['duplicate_key']],
    ['\uFEFF{}', []],
  ])('%.40j: %j', (text, expected) => expect(codes(text)).toEqual(expected));
});

describe('locate', () => {
  const text = '{\n  "name": "x",\n  "skills": [\n    {"id": "a"},\n    {"id": "b", "a key": 1}\n  ]\n}\n';
  it.each([
    ['', { line: 1, column: 1 }],
    ['name', { line: 2, column: 11 }],
    ['skills[1].id', { line: 5, column: 12 }],
    ['skills[1]["a key"]', { line: 5, column: 26 }],
    ['skills[0].name', { line: 4, column: 5 }],
    ['description', { line: 1, column: 1 }],
  ])('finds %j', (path, place) => expect(locate(text, path)).toEqual(place));

  it('finds keys as well', () => expect(locate(text, 'skills[1].id', 'key')).toEqual({ line: 5, column: 6 }));
  it('works up to the error in an invalid text', () =>
    expect(locate('{"a": {"b": 1}, "c": ', 'a.b')).toEqual({ line: 1, column: 13 }));
});
