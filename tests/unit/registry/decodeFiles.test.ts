import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../src/registry/decodeFiles.ts';

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('the files of a bundle', () => {
  it('are none if none are given', () => {
    expect(decodeFiles(undefined)).toEqual([]);
    expect(decodeFiles(null)).toEqual([]);
  });

  it('are text in UTF-8, unless they say otherwise', () => {
    for (const encoding of ['UTF8', null, undefined] as const) {
      const [file] = decodeFiles([{ path: 'prompts/a.md', content: 'Ä 😀', encoding }]);
      expect(file).toEqual({ path: 'prompts/a.md', bytes: new TextEncoder().encode('Ä 😀') });
    }
  });

  it.each([
    ['', ''],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
    ['+/+/', '\ufffd\ufffd\ufffd'],
  ])('are base64: %j', (content, text) => {
    const [file] = decodeFiles([{ path: 'assets/a', content, encoding: 'BASE64' }]);
    expect(file).toEqual({ path: 'assets/a', bytes: expect.any(Uint8Array) });
    expect(textOf(file?.bytes)).toBe(text);
  });

  it.each(['YQ', 'YQ=', 'Y===', 'YQ==\n', 'YQ_-', '=YWJ', 'YWJj!', 'YQ==YQ=='])('are not base64: %j', (content) => {
    expect(() => decodeFiles([{ path: 'assets/a\u202e', content, encoding: 'BASE64' }])).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message:
          'The content of "assets/a\\u{202e}" is not valid base64. Encode it, or use the encoding UTF8 for text.',
      }),
    );
  });

  it.each([
    ['\ud800', 1],
    ['😀\n\n\udc00 x', 3],
    ['a\n\ud83dx\n\ud83d', 2],
    ['a\n\udc00\ud83d', 2],
  ])('have a problem with half of a character: %j', (content, line) => {
    expect(decodeFiles([{ path: 'prompts/a.md', content }])).toMatchObject([
      {
        path: 'prompts/a.md',
        problem: {
          code: 'lone_surrogate',
          message: `Line ${line} contains a lone surrogate (half of a character), which UTF-8 cannot represent. Write the whole character.`,
        },
      },
    ]);
  });
});
