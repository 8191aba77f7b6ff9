import * as z from 'zod';
import { items, ownProperty } from '../values/jsonValue.ts';
import { coded, Line } from './fields.ts';

const fingerprint = coded('invalid_fingerprint', 'Must be the fingerprint of a change: 16 hexadecimal digits.');
const tooMany = coded('too_long', 'Must contain at most 100 entries.');

/** A breaking change that the author reviewed and allows, although the version number does not. */
export const AllowedChange = z
  .strictObject({
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/, fingerprint)
      .meta({ description: 'Fingerprint from the message about the change.', examples: ['0f9e8d7c6b5a4938'] }),
    reason: Line(300).meta({
      description: 'Why the change does not break any consumer.',
      examples: ['The variable was never read.'],
    }),
  })
  .meta({ description: 'An allowed breaking change.' });

export const AllowChanges = z
  .array(AllowedChange)
  .refine((list) => list.length <= 100, tooMany)
  .meta({ description: 'Breaking changes since the earlier release that were reviewed and are allowed.' });

/** The fingerprints of `allowChanges` in a manifest of any shape. */
export const allowedChangesOf = (manifest: unknown): string[] =>
  items(ownProperty(manifest, 'allowChanges'))
    .slice(0, 100)
    .flatMap((entry) => AllowedChange.safeParse(entry).data?.fingerprint ?? []);
