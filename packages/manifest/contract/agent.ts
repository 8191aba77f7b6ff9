import * as z from 'zod';
import { AllowChanges } from './allowChanges.ts';
import { AllowFindings } from './allowFindings.ts';
import { EnvVariable } from './envVariable.ts';
import {
  Category,
  coded,
  Description,
  JsonObject,
  Line,
  Metadata,
  Name,
  Owner,
  Ranges,
  SchemaReference,
  Slug,
  Status,
  Tags,
  Version,
  Visibility,
} from './fields.ts';
import { ResourceProfile } from './resourceProfile.ts';
import { Skill } from './skill.ts';

const promptPath = coded(
  'invalid_prompt_path',
  'Must be the path of a Markdown file under prompts/, such as "prompts/system.md".',
);

/** The contract of agents/<id>/agent.json. Strict: an unknown key is a typo, not a feature. */
export const AgentManifest = z
  .strictObject({
    $schema: SchemaReference.optional(),
    agentId: Slug.meta({ description: 'Id of the agent, unique in its namespace.', examples: ['support-triage'] }),
    name: Name,
    description: Description,
    version: Version,
    status: Status.optional(),
    skills: z.array(Skill).max(100).meta({ description: 'What the agent can do. Skill ids are unique.' }).optional(),
    entryPrompt: z
      .string()
      .max(400)
      .regex(/^prompts\/.+\.md$/, promptPath)
      .meta({ description: 'Path of the prompt that the agent starts with.', examples: ['prompts/system.md'] })
      .optional(),
    model: z
      .union([Line(120), JsonObject])
      .meta({
        description: 'The model that the agent is made for, or an object with its settings.',
        examples: ['claude-sonnet-4-5'],
      })
      .optional(),
    resourceProfile: ResourceProfile.optional(),
    env: z
      .array(EnvVariable)
      .max(100)
      .meta({ description: 'The environment variables that the agent reads.' })
      .optional(),
    dependencies: Ranges.meta({
      description: 'Other agents that this agent calls, each with a version range.',
      examples: [{ 'code-reviewer': '^1.0.0' }],
    }).optional(),
    tags: Tags.optional(),
    category: Category.optional(),
    visibility: Visibility.optional(),
    owner: Owner.optional(),
    repository: Line(300)
      .meta({ description: 'URL of the source repository.', examples: ['https://github.com/example/agents'] })
      .optional(),
    metadata: Metadata.optional(),
    allowFindings: AllowFindings.optional(),
    allowChanges: AllowChanges.optional(),
  })
  .meta({ title: 'agent.json', description: 'An agent definition of the NOFX registry.' });
export type AgentManifest = z.infer<typeof AgentManifest>;
