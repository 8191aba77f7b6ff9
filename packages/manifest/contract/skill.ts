import * as z from 'zod';
import { coded, Line, Prose, Tags } from './fields.ts';

const skillId = coded(
  'invalid_skill_id',
  'A skill id has letters, digits, ".", "_" and "-", starts with a letter, and has at most 64 characters.',
);

/** One thing an agent can do. */
export const Skill = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, skillId)
      .meta({ description: 'Unique in this agent.', examples: ['triage-ticket'] }),
    name: Line(80).meta({ description: 'What people call it.', examples: ['Triage a ticket'] }),
    description: Prose(2000).meta({ description: 'What it does.' }).optional(),
    tags: Tags.optional(),
  })
  .meta({ description: 'One thing the agent can do.' });
export type Skill = z.infer<typeof Skill>;
