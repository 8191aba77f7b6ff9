import type { IssueCode } from './issueCodes.ts';
/** Something that a reader does not see. An error hides text; a warning may be how a language is written. */
export interface HiddenTextProblem {
  code: IssueCode;
  message: string;
  severity: 'error' | 'warning';
}

const mayHide = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800\uFFF9-\uFFFB\u{1D173}-\u{1D17A}]/u;

// Text that reads otherwise than it runs (CVE-2021-42574).
const bidiOverride = /[\u202A-\u202E]/;
const bidiMark = /[\u200E\u200F\u061C\u2066-\u2069]/;
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Invisible characters that a language or an emoji needs. They are removed before the rest is checked. */
const legitimateUses: readonly RegExp[] = [
  // The flags of England, Scotland and Wales.
  /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,32}\u{E007F}/gu,
  // A family, a profession: emoji joined to one.
  /(?<=[\uFE0F\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200D(?=\p{Extended_Pictographic})/gu,
  // A shape of the character before: one variation selector, or one of an ideograph.
  /(?<![\uFE00-\uFE0F\u{E0100}-\u{E01EF}\s]|^)[\uFE00-\uFE0F](?![\uFE00-\uFE0F\u{E0100}-\u{E01EF}])/gu,
  /(?<=\p{Ideographic})[\u{E0100}-\u{E01EF}](?![\uFE00-\uFE0F\u{E0100}-\u{E01EF}])/gu,
  // Joiners inside words of scripts whose letters join.
  /(?<=[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Myanmar}\p{scx=Khmer}\p{scx=Tibetan}])[\u200C\u200D](?![\u200B-\u200D\u2060\uFEFF])/gu,
  // Mongolian variation selectors, inherent vowels of Khmer, and fillers of old Korean syllables.
  /(?<=\p{Script=Mongolian})[\u180B-\u180F]|(?<=\p{Script=Khmer})[\u17B4\u17B5]/gu,
  /\u115F(?=[\u1160-\u11FF])|(?<=[\u1100-\u115E])\u1160/g,
];

const alwaysInvisible =
  /[\u{E0000}-\u{E0FFF}\u2061-\u2065\u206A-\u206F\u3164\u115F\u1160\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u180E]/u;
const zeroWidth = /[\uFE00-\uFE0F]|\u034F|[\u180B-\u180F]|[\u00AD\u200B-\u200D\u2060\uFEFF]/gu;
const consecutive = /(?:[\uFE00-\uFE0F]|\u034F|[\u180B-\u180F]|[\u00AD\u200B-\u200D\u2060\uFEFF]){2}/u;
const brailleBlank = /\u2800/;
const braille = /[\u2801-\u28FF]/;

/** What a text hides from its readers, at most one problem per code. Linear in the length of the text. */
export function hiddenTextProblems(text: string): HiddenTextProblem[] {
  if (!mayHide.test(text)) return [];
  const problems: HiddenTextProblem[] = [];
  if (bidiOverride.test(text)) {
    const message = 'contains a bidirectional override or embedding (U+202A to U+202E); remove it.';
    problems.push({ code: 'bidi_control', message, severity: 'error' });
  } else if (bidiMark.test(text) && !rightToLeft.test(text)) {
    const message = 'contains a bidirectional mark or isolate, but no right-to-left text; remove it.';
    problems.push({ code: 'bidi_mark', message, severity: 'warning' });
  }
  const rest = legitimateUses.reduce((left, form) => left.replace(form, ''), text);
  const strays = rest.match(zeroWidth)?.length ?? 0;
  const hides =
    alwaysInvisible.test(rest) ||
    consecutive.test(rest) ||
    strays * 4 > rest.length ||
    (brailleBlank.test(rest) && !braille.test(rest));
  if (hides) {
    const message = `contains invisible characters that can hide text (${firstOf(rest)}); remove them.`;
    problems.push({ code: 'invisible_text', message, severity: 'error' });
  } else if (/[\u034F\u200B-\u200D\u2060\uFEFF]/.test(rest)) {
    const message = `contains an invisible character (${firstOf(rest)}); remove it unless the language needs it.`;
    problems.push({ code: 'invisible_character', message, severity: 'warning' });
  }
  return problems;
}

/** `U+200B`, to find it in an editor. */
function firstOf(text: string): string {
  const first =
    /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{1D173}-\u{1D17A}]/u.exec(text)?.[0].codePointAt(0) ?? 0;
  return `U+${first.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a text shows anything: a letter, a digit, a sign, not only spaces and invisible characters. */
export const isVisible = (text: string): boolean =>
  /[^\s\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{M}\u2800]/u.test(text);
