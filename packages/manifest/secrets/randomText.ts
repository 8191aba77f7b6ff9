import { blankReferences, entropy, isMixed, isPlaceholder, sortsOf } from './placeholderValues.ts';
import type { SecretFinding } from './secretRules.ts';

/** Public values and digests, which look random but are not secrets. */
const publicForms: readonly RegExp[] = [
  /data:[\w/+.;=-]{0,200};base64,[A-Za-z0-9+/=]*/g,
  /\bsha\d{3}[-:][A-Za-z0-9+/=]+/g,
  /-----BEGIN (?:[A-Z0-9 ]{0,30} )?(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST)-----[A-Za-z0-9+/=\s]{0,20000}-----END/g,
  /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]{1,20}) [A-Za-z0-9+/=]{0,10000}/g,
  /\beyJ[\w-]{8,500}\.eyJ[\w-]{4,8000}\.[\w-]{10,2000}/g,
  /\bhttps?:\/\/[^\s"'`<>)\]]{0,4000}/g,
];

const blank = (text: string): string => ' '.repeat(text.length);

/**
 * Strings that look random: at least 24 base64 characters of three sorts that alternate often.
 * Identifiers, links, UUIDs, hex digests, integrity hashes, public keys and images do not count. A guess, so only a warning.
 */
export function randomTexts(text: string): SecretFinding[] {
  if (text.length < 24) return [];
  const bare = publicForms.reduce((rest, form) => rest.replace(form, blank), blankReferences(text));
  return [...bare.matchAll(/[A-Za-z0-9_+/=-]{24,}/g)]
    .filter(([word]) => word.length <= 4096 && isRandomWord(word))
    .map(({ 0: value, index }) => ({
      rule: 'high-entropy',
      what: 'a random string such as a key',
      confidence: 'low' as const,
      value,
      at: index,
    }));
}

/** Whether `randomTexts` finds anything. */
export const looksRandom = (text: string): boolean => randomTexts(text).length > 0;

/** Beginnings of PNG, JPEG, GIF, WebP, SVG and SSH public keys in base64. */
const publicBase64 = /^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|PHN2Zy|PD94bWw|AAAA[BCE]3?Nza)/;

function isRandomWord(word: string): boolean {
  if (/^[0-9a-f-]+$/i.test(word) || isPlaceholder(word) || publicBase64.test(word)) return false;
  if (!isMixed(word) || isIdentifier(word)) return false;
  const kinds = sortsOf(word);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes / word.length >= 0.4 && entropy(word) >= Math.min(4.2, Math.log2(word.length) - 0.9);
}

/** Words run together, as in `ProjectV2ItemFieldTextValue` and `AS6C62256-23-March-2016`: at least half is words. */
function isIdentifier(word: string): boolean {
  const words = word.match(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g) ?? [];
  return words.join('').length >= word.length / 2;
}
