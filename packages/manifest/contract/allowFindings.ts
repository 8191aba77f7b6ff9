import * as z from 'zod';
import { items, ownProperty } from '../values/jsonValue.ts';
import { coded, Line } from './fields.ts';

const fingerprint = coded('invalid_fingerprint', 'Must be the fingerprint of a finding: 16 hexadecimal digits.');
const tooMany = coded('too_long', 'Must contain at most 50 entries.');

/** A finding of the secret rules that the author reviewed and allows; reviewers can see it. */
export const AllowedFinding = z
  .strictObject({
    rule: Line(40).meta({ description: 'Rule of the finding.', examples: ['assigned-secret'] }),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/, fingerprint)
      .meta({ description: 'Fingerprint from the message of the finding.', examples: ['0f9e8d7c6b5a4938'] }),
    reason: Line(300).meta({
      description: 'Why the finding is not a secret.',
      examples: ['A documented example password.'],
    }),
  })
  .meta({ description: 'An allowed finding of the secret rules.' });
export type AllowedFinding = z.infer<typeof AllowedFinding>;

export const AllowFindings = z
  .array(AllowedFinding)
  .refine((list) => list.length <= 50, tooMany)
  .meta({
    description: 'Findings of the secret rules that were reviewed and are allowed. A private key cannot be allowed.',
  });

/** The well-formed entries of `allowFindings` in a manifest of any shape. */
export const allowedFindingsOf = (manifest: unknown): AllowedFinding[] =>
  items(ownProperty(manifest, 'allowFindings'))
    .slice(0, 50)
    .flatMap((entry) => AllowedFinding.safeParse(entry).data ?? []);
