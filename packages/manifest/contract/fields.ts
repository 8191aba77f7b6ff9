import * as z from 'zod';
import { isRange, isVersion, maxVersionLength, versionPattern } from '../semver/version.ts';
import { isVisible } from '../values/hiddenText.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isChannel } from './channel.ts';
import { slugPattern, slugProblem } from './names.ts';

/** Issue codes by the message that carries them: zod keeps the message of a check, not a code. */
const codes = new Map<string, IssueCode>();

/** The code of a message made by `coded`, if it was. */
export const codeOf = (message: string): IssueCode | undefined => codes.get(message);

/** Registers the issue code of a zod check's message, and returns the message. */
export function coded(code: IssueCode, message: string): string {
  codes.set(message, code);
  return message;
}

const blank = coded('blank_text', 'Must contain a visible character.');

const oneLine = coded('invalid_text', 'Must be a single line without leading or trailing spaces.');
/** Whether a string is a single line without spaces at its ends. */
export const isOneLine = (text: string): boolean => text.trim() === text && !/[\t\n\r\u2028\u2029]/.test(text);

/** A string on one line. */
export const Line = (max: number) =>
  z.string().min(1, { abort: true }).max(max).refine(isOneLine, oneLine).refine(isVisible, blank);

/** A string of any number of lines with a visible character. */
export const Prose = (max: number) => z.string().min(1, { abort: true }).max(max).refine(isVisible, blank);

const invalidId = coded('invalid_id', slugProblem('')?.message ?? '');

export const Slug = z
  .string()
  .regex(slugPattern, { error: invalidId, abort: true })
  .check((context) => {
    const problem = slugProblem(context.value);
    if (problem)
      context.issues.push({ code: 'custom', input: context.value, message: coded(problem.code, problem.message) });
  })
  .meta({ description: 'An id: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.' });

const invalidVersion = coded(
  'invalid_version',
  'Must be a SemVer 2.0 version such as "1.4.0" or "2.0.0-beta.1": three numbers, no "v", no leading zeros.',
);
const hugeVersion = coded('invalid_version', 'Each number in a version must be at most 9007199254740991.');

export const Version = z
  .string()
  .max(maxVersionLength)
  .regex(versionPattern, { error: invalidVersion, abort: true })
  .refine(isVersion, hugeVersion)
  .meta({ description: 'SemVer 2.0. A published version never changes.', examples: ['1.0.0', '2.0.0-beta.1'] });

const invalidRange = coded(
  'invalid_range',
  'Must be a version range such as "^1.2.0", ">=1.0.0 <3.0.0" or "*", or the name of a channel such as "stable".',
);

export const Range = z
  .string()
  .refine((text) => isRange(text) || isChannel(text), invalidRange)
  .meta({
    description: 'A version range as in npm, or the name of a channel.',
    examples: ['^1.0.0', '>=1.2.0 <2.0.0', '*', 'stable'],
  });

const tooManyEntries = coded('too_long', 'Must contain at most 100 entries.');

/** `{ "<id>": "<range>" }` */
export const Ranges = z.record(Slug, Range).refine((ranges) => Object.keys(ranges).length <= 100, tooManyEntries);

const unique = coded('duplicate_tag', 'Tags must be unique.');

export const Tags = z
  .array(Line(40))
  .max(20)
  .refine((tags) => new Set(tags).size === tags.length, unique)
  .meta({ description: 'Tags to find the entry by.', examples: [['support', 'triage']] });

export const Category = Line(40).meta({ description: 'Category in the catalog.', examples: ['engineering'] });

export const Visibility = z.enum(['private', 'public']).meta({
  description: 'Who can read the entry: "private" for its namespace only (the default), or "public" for everyone.',
});

export const Status = z.enum(['active', 'draft']).meta({
  description:
    '"active" (the default), or "draft": a version that can still be replaced and becomes current only when it is promoted.',
});

export const Owner = Line(200).meta({ description: 'The team or person to contact.', examples: ['platform-team'] });

export const Metadata = z.record(z.string(), z.unknown()).meta({
  description: 'Additional data as JSON. Must not contain secrets.',
  examples: [{ runbook: 'https://example.com/runbook' }],
});

export const JsonObject = z.record(z.string(), z.unknown());

export const SchemaReference = z
  .string()
  .max(300)
  .meta({
    description: 'Path or URL of the JSON Schema of this file, for editors.',
    examples: ['../../schemas/agent.schema.json'],
  });

/** The `name` and `description` of any part of a manifest. */
export const Name = Line(80).meta({ description: 'Display name.', examples: ['Support triage'] });
export const Description = Prose(2000).meta({
  description: 'What it does and when to use it, in one or two sentences.',
});
