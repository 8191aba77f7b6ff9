import * as z from 'zod';
import { coded, JsonObject, Name, Slug } from './fields.ts';

const stepId = coded(
  'invalid_step_id',
  'Must be a step id: 1 to 64 letters, digits, "_" and "-", starting with a letter.',
);
const outputName = coded(
  'invalid_output_name',
  'Must be an output name: 1 to 64 letters, digits, "_" and "-", starting with a letter or "_".',
);

const environmentName = coded(
  'invalid_environment_name',
  'Must be an environment name: 1 to 64 letters, digits, "_" and "-", starting with a letter.',
);

/** The name of an environment. */
export const EnvironmentName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, environmentName);

/** A template that a step uses: its plan takes the place of the step. */
export const StepTemplate = z
  .strictObject({
    id: Slug.meta({ description: 'Id of the template. Its version range is in dependencies.' }),
    environment: EnvironmentName.meta({ description: 'Environment of that template. Defaults to none.' }).optional(),
    variables: JsonObject.meta({
      description: 'Variables of that template. {{ variables.x }} is replaced at instantiation.',
      examples: [{ repository: '{{ variables.repository }}' }],
    }).optional(),
  })
  .meta({ description: 'A template whose plan takes the place of this step.' });
export type StepTemplate = z.infer<typeof StepTemplate>;

const StepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, stepId);

const stepFields = {
  id: StepId.meta({ description: 'Id of the step, unique in the plan.', examples: ['triage'] }),
  name: Name.optional(),
  agent: Slug.meta({
    description: 'Id of the agent that executes the step. Its version range is in supportedAgents.',
  }).optional(),
  template: StepTemplate.optional(),
  dependsOn: z
    .array(StepId)
    .max(200)
    .meta({ description: 'Ids of the steps that must succeed before this one starts.' })
    .optional(),
  inputs: JsonObject.meta({
    description:
      'Inputs of the agent. {{ variables.x }} is replaced at instantiation, {{ steps.<id>.outputs.<name> }} during the run.',
    examples: [{ ticket: '{{ variables.ticket }}' }],
  }).optional(),
  outputs: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, outputName), z.unknown())
    .meta({
      description: 'Outputs of the step, by name, each with a description or a JSON Schema.',
      examples: [{ summary: 'What the ticket is about.' }],
    })
    .optional(),
};

/** A step as authored. */
export const PlanStep = z.strictObject(stepFields).meta({
  description: 'A step: one agent and its task, or a template that is included.',
  oneOf: [
    { required: ['agent'], properties: { agent: {} } },
    { required: ['template'], properties: { template: {} } },
  ],
});
export type PlanStep = z.infer<typeof PlanStep>;

/** The changes of an environment to the step with the same id, or a step that it adds. */
export const StepPatch = z
  .strictObject({ ...stepFields, template: StepTemplate.partial({ id: true }).optional() })
  .meta({
    description:
      'Changes to the step with this id. Inputs, outputs and the variables of an included template are merged by name. A new id adds a step.',
  });
export type StepPatch = z.infer<typeof StepPatch>;

export const Plan = z
  .strictObject({ steps: z.array(PlanStep).min(1).max(200) })
  .meta({ description: 'The steps of a run and their dependencies.' });
export type Plan = z.infer<typeof Plan>;
