import { describe, expect, it } from 'vitest';
import { parseAgent } from '../../../packages/manifest/index.ts';
import { hiddenTextProblems, isVisible } from '../../../packages/manifest/values/hiddenText.ts';
import { agent } from '../../support/definitions.ts';

const found = (text: string) => hiddenTextProblems(text).map(({ code, severity }) => `${severity} ${code}`);
const of = (codePoint: number, times = 1) => String.fromCodePoint(codePoint).repeat(times);
const smuggled = [...'ignore'].map((char) => of(0xe0100 + char.charCodeAt(0) - 16)).join('');

describe('hidden text', () => {
  it.each([
    ['variation selectors after a letter', `a${of(0xe0101)}b`],
    ['a text in variation selectors after an emoji', `😀${smuggled}`],
    ['a text in variation selectors after an ideograph', `葛${smuggled}`],
    ['a chain of short variation selectors', `a${of(0xfe01)}${of(0xfe02)}b`],
    ['tag characters', `a${of(0xe0061)}b`],
    ['unterminated tag characters after a flag', `🏴${of(0xe0061, 40)}`],
    ['a chain of zero-width characters', `a${of(0x200b)}${of(0x200c)}${of(0x200b)}b`],
    ['zero-width characters between all letters', [...'abcdefgh'].join(of(0x200b))],
    ['joiners in a chain after Arabic', `ب${of(0x200d, 3)}`],
    ['invisible operators', `f${of(0x2061)}(x)${of(0x2062)}`],
    ['a Hangul filler', `a${of(0x3164)}b`],
    ['a half-width Hangul filler', `a${of(0xffa0)}b`],
    ['another Hangul filler', `a${of(0x115f)}b`],
    ['a braille blank', `a${of(0x2800)}b`],
    ['interlinear annotation', `a${of(0xfff9)}b`],
    ['a zero-width space after a heart', `❤️${of(0x200b)}`],
    ['a chain of soft hyphens', `a${of(0xad, 2)}b`],
  ])('%s', (_, text) => expect(found(text)).toEqual(['error invisible_text']));

  it.each([0x202a, 0x202b, 0x202c, 0x202d, 0x202e])('is refused for an override or embedding: %i', (codePoint) =>
    expect(found(`a${of(codePoint)}b`)).toEqual(['error bidi_control']),
  );
});

describe('ordinary text', () => {
  it.each([
    ['a family', '👨‍👩‍👧‍👦 and 👩🏽‍⚕️ and 🏳️‍🌈'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a keycap and a heart', '1️⃣ ❤️ ✔︎'],
    ['Persian', 'می‌خواهم کتاب‌ها را بخوانم'],
    ['Hindi', 'क्‍ष और क्‌ष'],
    ['Hebrew with marks', `שלום${of(0x200f)}!`],
    ['Arabic with isolates', `${of(0x2067)}مرحبا${of(0x2069)} abc${of(0x061c)}`],
    ['Japanese with a shape of an ideograph', `葛${of(0xe0100)}飾区`],
    ['braille', '⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙'],
    ['an old Korean syllable', of(0x115f) + of(0x1161)],
    ['a soft hyphen', `Donau${of(0xad)}dampf`],
    ['plain text', 'a\r\n\tb'],
  ])('%s', (_, text) => expect(found(text)).toEqual([]));

  it.each([
    ['a right-to-left mark alone', `abc${of(0x200f)}def`, 'warning bidi_mark'],
    ['isolates alone', `${of(0x2066)}abc${of(0x2069)} and more`, 'warning bidi_mark'],
    ['one zero-width space', `some words ${of(0x200b)}here`, 'warning invisible_character'],
    ['a byte order mark inside', `some words ${of(0xfeff)}here`, 'warning invisible_character'],
  ])('%s is a warning', (_, text, expected) => expect(found(text)).toEqual([expected]));
});

describe('a problem of a text', () => {
  it.each([
    [`a${of(0x202e)}b`, 'contains a bidirectional override or embedding (U+202A to U+202E); remove it.'],
    [`ab${of(0x200f)}cd`, 'contains a bidirectional mark or isolate, but no right-to-left text; remove it.'],
    [`a${of(0xe0061)}b`, 'contains invisible characters that can hide text (U+E0061); remove them.'],
    [`a${of(0xad, 2)}b`, 'contains invisible characters that can hide text (U+00AD); remove them.'],
    [
      `some words ${of(0x200b)}here`,
      'contains an invisible character (U+200B); remove it unless the language needs it.',
    ],
  ])('of %j says what to do', (text, message) => expect(hiddenTextProblems(text)).toMatchObject([{ message }]));

  it('of two kinds is reported for both', () =>
    expect(found(`a${of(0x202e)}${of(0xe0061)}`)).toEqual(['error bidi_control', 'error invisible_text']));

  it('is that every fourth character is invisible', () => {
    expect(found(`abc${of(0x200b)}`)).toEqual(['warning invisible_character']);
    expect(found(`ab${of(0x200b)}`)).toEqual(['error invisible_text']);
  });
});

describe('a name', () => {
  it.each([0x3164, 0x2800, 0x200b, 0x115f, 0x1160, 0xffa0, 0x2063, 0xe0100, 0x00ad, 0x034f, 0x2060, 0x0301])(
    'made only of U+%i is not visible',
    (codePoint) => {
      expect(isVisible(of(codePoint))).toBe(false);
      expect(parseAgent(agent({ name: of(codePoint), entryPrompt: undefined }) as never).definition).toBeNull();
    },
  );
  it.each(['a', '1', '葛', '😀', '+', 'ب'])('made of %s is visible', (text) => expect(isVisible(text)).toBe(true));
});

describe('a definition', () => {
  const utf8 = new TextEncoder();
  const hidden = `a${of(0x2062, 2)}b`;
  const read = (manifest: object, prompt = 'Fine.', options = {}) =>
    parseAgent(
      {
        manifest: { ...agent().manifest, ...manifest },
        files: [{ path: 'prompts/system.md', bytes: utf8.encode(prompt) }],
      },
      options,
    );

  it.each([
    ['name', { name: hidden }],
    ['description', { description: hidden }],
    ['tags[0]', { tags: [hidden] }],
    ['skills[0].description', { skills: [{ id: 'a', name: 'A', description: hidden }] }],
    ['metadata.note', { metadata: { note: hidden } }],
  ])('is refused for hidden text in its %s', (path, manifest) => {
    const { definition, issues } = read(manifest);
    expect(definition).toBeNull();
    expect(issues).toMatchObject([{ path, code: 'invisible_text', severity: 'error' }]);
    expect(issues[0]?.message).toContain('U+2062');
  });

  it('is refused for hidden text in a prompt, unless it is already published', () => {
    expect(read({}, `Be kind.${smuggled}`).issues).toMatchObject([
      { file: 'prompts/system.md', code: 'invisible_text' },
    ]);
    expect(read({}, `Be kind.${smuggled}`, { lenientContent: true }).definition).not.toBeNull();
  });
});
