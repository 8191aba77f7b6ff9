import * as z from 'zod';
import { coded, JsonObject, Name, Slug } from './fields.ts';

const stepId = coded(
  'invalid_step_id',
  'A step id has letters, digits, "_" and "-", starts with a letter, and has at most 64 characters.',
);
const outputName = coded(
  'invalid_output_name',
  'An output has letters, digits, "_" and "-", and starts with a letter or "_".',
);

const StepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, stepId);

const stepFields = {
  id: StepId.meta({ description: 'Unique in this plan.', examples: ['triage'] }),
  name: Name.optional(),
  agent: Slug.meta({ description: 'The agent that does it; supportedAgents says in which versions.' }),
  dependsOn: z.array(StepId).max(200).meta({ description: 'Steps that must have ended before.' }).optional(),
  inputs: JsonObject.meta({
    description:
      'What the agent gets. {{ variables.x }} is filled at instantiation, {{ steps.<id>.outputs.<name> }} during the run.',
    examples: [{ ticket: '{{ variables.ticket }}' }],
  }).optional(),
  outputs: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, outputName), z.unknown())
    .meta({
      description: 'What the step gives back, each with a description or a JSON Schema.',
      examples: [{ summary: 'What the ticket is about.' }],
    })
    .optional(),
};

/** A step as authored. */
export const PlanStep = z.strictObject(stepFields).meta({ description: 'One agent doing one thing.' });
export type PlanStep = z.infer<typeof PlanStep>;

/** What an environment changes in a step with the same id, or a step it adds. */
export const StepPatch = z.strictObject({ ...stepFields, agent: stepFields.agent.optional() }).meta({
  description: 'Changes to the step with this id; inputs and outputs are merged by name. A new id adds a step.',
});
export type StepPatch = z.infer<typeof StepPatch>;

export const Plan = z
  .strictObject({ steps: z.array(PlanStep).min(1).max(200) })
  .meta({ description: 'Steps and what they wait for.' });
export type Plan = z.infer<typeof Plan>;
