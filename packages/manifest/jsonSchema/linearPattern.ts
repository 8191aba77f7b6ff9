import { RE2JS } from 're2js';
import { re2Pattern } from './re2Pattern.ts';

const maxPatternLength = 500;

/** A pattern that is matched in linear time. */
export interface LinearPattern {
  test(text: string): boolean;
}

const repeat = /\{(\d{1,6})(?:,(\d{0,6}))?\}/g;

/** The counted repetitions of a pattern multiply what it compiles to; RE2 itself stops at 1,000 of one. */
export function repetitions(pattern: string): number {
  let total = 0;
  for (const [, least = '0', most] of pattern.matchAll(repeat)) total += Math.max(Number(least), Number(most ?? 0));
  return total;
}

/**
 * Compiles a pattern of JSON Schema with RE2, which has neither lookaround nor back references.
 * Throws RangeError, with what to change, for a pattern that is invalid, unsupported or too large.
 */
export function linearPattern(pattern: string): LinearPattern {
  if (pattern.length > maxPatternLength)
    throw new RangeError(`A pattern must have at most ${maxPatternLength} characters.`);
  if (repetitions(pattern) > 2_000) throw new RangeError('The repetitions in a pattern must add up to at most 2000.');
  const translated = re2Pattern(pattern);
  try {
    return RE2JS.compile(translated);
  } catch {
    throw new RangeError(
      'The pattern uses a feature that RE2 does not support. Avoid lookaround and back references, and use smaller repetitions.',
    );
  }
}
