import * as z from 'zod';
import { AllowFindings } from '../secrets/allowFindings.ts';
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
import { Plan, StepPatch } from './plan.ts';
import { ResourceProfile } from './resourceProfile.ts';

const environmentName = coded(
  'invalid_environment_name',
  'An environment has letters, digits, "_" and "-", starts with a letter, and has at most 64 characters.',
);
const tooManyEnvironments = coded('too_long', 'At most 50 environments are allowed.');

/** What is different in one environment. */
export const Environment = z
  .strictObject({
    variables: JsonObject.meta({ description: 'Values of variables that are not given at instantiation.' }).optional(),
    resourceProfile: ResourceProfile.optional(),
    steps: z.array(StepPatch).max(200).optional(),
  })
  .meta({ description: 'What is different in one environment.' });
export type Environment = z.infer<typeof Environment>;

/** The contract of templates/<id>/template.json. */
export const TemplateManifest = z
  .strictObject({
    $schema: SchemaReference.optional(),
    templateId: Slug.meta({
      description: 'The id of the template, unique in its namespace.',
      examples: ['release-notes'],
    }),
    name: Name,
    description: Description,
    version: Version,
    status: Status.optional(),
    variables: JsonObject.meta({
      description: 'A JSON Schema of type object: what is asked for at instantiation.',
      examples: [{ type: 'object', required: ['repository'], properties: { repository: { type: 'string' } } }],
    }).optional(),
    defaultPlan: Plan,
    expectedOutputs: z.union([JsonObject, z.array(z.unknown()).max(1000), Prose(10_000)]).meta({
      description: 'What a run leaves behind.',
      examples: [{ notes: 'The release notes as Markdown.' }],
    }),
    rollbackAdvice: Prose(10_000).meta({
      description: 'What to do when a run went wrong.',
      examples: ['Delete the draft release.'],
    }),
    supportedAgents: Ranges.meta({
      description: 'Every agent the plan uses, each with a range of versions.',
      examples: [{ 'release-writer': '^1.0.0' }],
    }),
    resourceProfile: ResourceProfile,
    environments: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, environmentName), Environment)
      .refine((all) => Object.keys(all).length <= 50, tooManyEnvironments)
      .meta({ description: 'By name: what is different there.' })
      .optional(),
    dependencies: Ranges.meta({
      description: 'Other templates it builds on, each with a range of versions.',
    }).optional(),
    category: Category.optional(),
    tags: Tags.optional(),
    visibility: Visibility.optional(),
    owner: Owner.optional(),
    metadata: Metadata.optional(),
    allowFindings: AllowFindings.optional(),
  })
  .meta({ title: 'template.json', description: 'A template of the NOFX registry.' });
export type TemplateManifest = z.infer<typeof TemplateManifest>;
