import * as z from 'zod';
import { coded, Line, Prose, Tags } from './fields.ts';

const skillId = coded(
  'invalid_skill_id',
  'Must be a skill id: 1 to 64 letters, digits, ".", "_" and "-", starting with a letter.',
);

/** A skill of an agent. */
export const Skill = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, skillId)
      .meta({ description: 'Id of the skill, unique in the agent.', examples: ['triage-ticket'] }),
    name: Line(80).meta({ description: 'Display name.', examples: ['Triage a ticket'] }),
    description: Prose(2000).meta({ description: 'What it does.' }).optional(),
    tags: Tags.optional(),
  })
  .meta({ description: 'A skill of the agent.' });
export type Skill = z.infer<typeof Skill>;
