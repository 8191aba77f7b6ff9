import { expect, it } from 'vitest';
import { quoted } from '../../../src/registry/quoted.ts';

it.each([
  ['abc', '"abc"'],
  ['', '""'],
  ['a "b" \\ \n\0', '"a \\"b\\" \\\\ \\n\\u0000"'],
  ['a\u202eb\u2028c\u2029\u200d', '"a\\u{202e}b\\u{2028}c\\u{2029}\\u{200d}"'],
  ['\u{e0061}', '"\\u{e0061}"'],
  ['a'.repeat(80), `"${'a'.repeat(80)}"`],
  ['a'.repeat(81), `"${'a'.repeat(80)}…"`],
  [`${'a'.repeat(79)}😀`, `"${'a'.repeat(79)}\ufffd…"`],
])('%j is %s in a message', (text, shown) => expect(quoted(text)).toBe(shown));
