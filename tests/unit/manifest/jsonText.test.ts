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
    ['[1 2]', 'Line 1, column 4: expected "," or "]".'],
    ['[1,]', 'Line 1, column 4: expected a value; remove the comma before it.'],
    ['{"a" 1}', 'Line 1, column 6: expected ":" after the key.'],
    ['{"a": }', 'Line 1, column 7: expected a value; remove the comma before it.'],
    ['{"a": -Infinity}', 'Line 1, column 7: invalid number.'],
    ['{"a": Infinity}', 'Line 1, column 7: expected a value; this is not a JSON value.'],
    ['{"a": undefined}', 'Line 1, column 7: expected a value; this is not a JSON value.'],
    ['{"a": +1}', 'Line 1, column 7: expected a value.'],
    ['{"a": 1.5.5}', 'Line 1, column 7: invalid number.'],
    ['[1a]', 'Line 1, column 2: invalid number.'],
    ['[1+]', 'Line 1, column 2: invalid number.'],
    ['[/* a */ 1]', 'Line 1, column 2: expected a value; JSON does not allow comments.'],
    ['["a', 'Line 1, column 4: a string is not closed.'],
    ['["\\x"]', 'Line 1, column 3: invalid escape sequence.'],
    ['[x //]', 'Line 1, column 2: expected a value.'],
    ['[x NaN]', 'Line 1, column 2: expected a value.'],
    ['{a: 1}', 'Line 1, column 2: expected a key in double quotes.'],
    ['{"a": {"b": {"c": x}}}', 'Line 1, column 19: expected a value.'],
    ['[1e999]', 'Line 1, column 2: the number is too large; write it as a string.'],
    ['[12345678901234567890]', 'Line 1, column 2: an integer beyond 2^53 loses digits; write it as a string.'],
    [
      '[0.12345678901234567891]',
      'Line 1, column 2: a number with this many digits loses precision; write it as a string.',
    ],
    [`${'['.repeat(65)}1`, 'Line 1, column 65: JSON must have at most 64 levels of nesting.'],
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
    ['{"a":'.repeat(65), ['too_deep']],
    [`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`, []],
    ['["\u007f\u0080"]', []],
    ['[1e999]', ['number_out_of_range']],
    ['[-1e999, 12345678901234567890]', ['number_out_of_range', 'number_imprecise']],
    ['[0.1234567890123456789, 1e-400, 0.1, 0.10000000000000001, 1.50, 1e22]', ['number_imprecise', 'number_imprecise']],
    ['{"\\u0061": 1, "a": 2}', ['duplicate_key']],
    ['{"__proto__": 1, "__proto__": 2}', ['duplicate_key']],
    ['\uFEFF{}', []],
    ['[999, 1e9, 1e999, 9e9]', ['number_out_of_range']],
    ['[9007199254740991, -9007199254740991, 9007199254740992]', ['number_imprecise']],
    ['{"a": 1, "b": 2, "c": 3, "b": 4, "c": 5, "a": 6}', ['duplicate_key', 'duplicate_key', 'duplicate_key']],
    ['{"a": {"a": 1}, "b": {"a": 1}}', []],
    ['[{"a": [1, {"b": "\\\\"}]} , {"a" : "\\"\\/\\b\\f\\n\\r\\t"} ]', []],
  ])('%.40j: %j', (text, expected) => expect(codes(text)).toEqual(expected));

  it('says which problems only warn, and where each is', () => {
    expect(parseJsonText('{"a": [1, 12345678901234567890],\n "a": 1e999}')).toEqual({
      value: { a: Number.POSITIVE_INFINITY },
      problems: [
        {
          path: ['a', 1],
          code: 'number_imprecise',
          message: 'Line 1, column 11: an integer beyond 2^53 loses digits; write it as a string.',
          severity: 'warning',
          ...{ line: 1, column: 11, offset: 10 },
        },
        {
          path: ['a'],
          code: 'duplicate_key',
          message: 'Line 2, column 2: duplicate key "a"; remove one.',
          severity: 'error',
          ...{ line: 2, column: 2, offset: 34 },
        },
        {
          path: ['a'],
          code: 'number_out_of_range',
          message: 'Line 2, column 7: the number is too large; write it as a string.',
          severity: 'error',
          ...{ line: 2, column: 7, offset: 39 },
        },
      ],
    });
  });

  it('only warns of digits that are lost', () =>
    expect(parseJsonText('[0.12345678901234567891]').problems).toMatchObject([{ severity: 'warning' }]));

  it('gives no value of a text that cannot be parsed, and the first eight places of one that is too deep', () => {
    expect(parseJsonText('[1,')).toMatchObject({ value: undefined, problems: [{ path: [1], severity: 'error' }] });
    expect(parseJsonText(`${'[1, '.repeat(64)}[]`)).toMatchObject({
      value: undefined,
      problems: [{ path: Array(8).fill(1), code: 'too_deep', severity: 'error' }],
    });
  });

  it('reports 101 problems', () => expect(codes(`[${'1e999,'.repeat(200)}1]`)).toHaveLength(101));
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

  it('finds a part only inside its own name', () => {
    const names = '{"a": {"b": 1}, "ab": {"b": 2}, "a_b": [3]}';
    expect(locate(names, 'ab.b')).toEqual({ line: 1, column: 29 });
    expect(locate(names, 'a_b[0]')).toEqual({ line: 1, column: 41 });
    expect(locate(names, 'a.c')).toEqual({ line: 1, column: 7 });
    expect(locate(names, 'a_b[1]')).toEqual({ line: 1, column: 40 });
    expect(locate('[[1, 2], 3]', '[0][1]')).toEqual({ line: 1, column: 6 });
    expect(locate('', 'a')).toEqual({ line: 1, column: 1 });
    expect(locate('{"a": 1, "a": 2}', 'a')).toEqual({ line: 1, column: 15 });
    expect(locate('{"a": 1}', '', 'key')).toEqual({ line: 1, column: 1 });
    expect(locate('  {"a": 1}', '', 'key')).toEqual({ line: 1, column: 3 });
    expect(locate('{"a": {"b": 1}}', 'a.c', 'key')).toEqual({ line: 1, column: 7 });
    expect(locate('{"a": {"b": 1}, "a": 2}', 'a.b')).toEqual({ line: 1, column: 13 });
    expect(locate('[1,  2]', '[1]', 'key')).toEqual({ line: 1, column: 6 });
  });

  it('finds keys as well', () => expect(locate(text, 'skills[1].id', 'key')).toEqual({ line: 5, column: 6 }));
  it('works up to the error in an invalid text', () =>
    expect(locate('{"a": {"b": 1}, "c": ', 'a.b')).toEqual({ line: 1, column: 13 }));
});
