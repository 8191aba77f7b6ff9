import * as z from 'zod';
import { AllowChanges } from './allowChanges.ts';
import { AllowFindings } from './allowFindings.ts';
import {
  Category,
  coded,
  Description,
  JsonObject,
  Metadata,
  Name,
  Owner,
  Prose,
  Ranges,
  SchemaReference,
  Slug,
  Status,
  Tags,
  Version,
  Visibility,
} from './fields.ts';
import { EnvironmentName, Plan, StepPatch } from './plan.ts';
import { ResourceProfile } from './resourceProfile.ts';

const tooManyEnvironments = coded('too_long', 'Must contain at most 50 environments.');

/** The overrides of one environment. */
export const Environment = z
  .strictObject({
    variables: JsonObject.meta({
      description: 'Values for variables that are not passed at instantiation.',
    }).optional(),
    resourceProfile: ResourceProfile.optional(),
    steps: z.array(StepPatch).max(200).optional(),
  })
  .meta({ description: 'Overrides for one environment.' });
export type Environment = z.infer<typeof Environment>;

/** The contract of templates/<id>/template.json. */
export const TemplateManifest = z
  .strictObject({
    $schema: SchemaReference.optional(),
    templateId: Slug.meta({
      description: 'Id of the template, unique in its namespace.',
      examples: ['release-notes'],
    }),
    name: Name,
    description: Description,
    version: Version,
    status: Status.optional(),
    variables: JsonObject.meta({
      description: 'JSON Schema of type "object" for the variables that are passed at instantiation.',
      examples: [{ type: 'object', required: ['repository'], properties: { repository: { type: 'string' } } }],
    }).optional(),
    defaultPlan: Plan,
    expectedOutputs: z.union([JsonObject, z.array(z.unknown()).max(1000), Prose(10_000)]).meta({
      description: 'What a run produces.',
      examples: [{ notes: 'The release notes as Markdown.' }],
    }),
    rollbackAdvice: Prose(10_000).meta({
      description: 'How to undo the effects of a failed run.',
      examples: ['Delete the draft release.'],
    }),
    supportedAgents: Ranges.meta({
      description: 'Every agent that the plan uses, each with a version range.',
      examples: [{ 'release-writer': '^1.0.0' }],
    }),
    resourceProfile: ResourceProfile,
    environments: z
      .record(EnvironmentName, Environment)
      .refine((all) => Object.keys(all).length <= 50, tooManyEnvironments)
      .meta({ description: 'Overrides per environment, by name.' })
      .optional(),
    dependencies: Ranges.meta({
      description: 'Other templates that this template builds on or includes, each with a version range.',
    }).optional(),
    category: Category.optional(),
    tags: Tags.optional(),
    visibility: Visibility.optional(),
    owner: Owner.optional(),
    metadata: Metadata.optional(),
    allowFindings: AllowFindings.optional(),
    allowChanges: AllowChanges.optional(),
  })
  .meta({ title: 'template.json', description: 'A template definition of the NOFX registry.' });
export type TemplateManifest = z.infer<typeof TemplateManifest>;
