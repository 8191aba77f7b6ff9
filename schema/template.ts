import type { Environment, StepTemplate } from '../packages/manifest/index.ts';
import type { SupportedAgent as SupportedAgentRow } from '../src/db/template.ts';
import * as dependency from '../src/resolvers/dependency.ts';
import * as entry from '../src/resolvers/entry.ts';
import * as resolvers from '../src/resolvers/template.ts';
import * as version from '../src/resolvers/version.ts';
import { diff } from '../src/resolvers/versionDiff.ts';
import { builder } from './builder.ts';
import {
  AgentConnection,
  RegistryEventConnection,
  TemplateConnection,
  TemplateVersionConnection,
} from './connections.ts';
import { currentVersionField, seenNamespaceField, versionOrChannelField } from './describe.ts';
import { RegistryEntry, RegistryFilter, RegistryOrder } from './entry.ts';
import { VersionStatus } from './enums.ts';
import { Agent, AgentVersion, isEntry, isVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { TemplateTestReport } from './templateTests.ts';
import { RegistryVersion, ResourceProfile } from './version.ts';
import { VersionDiff } from './versionDiff.ts';

const IncludedTemplate = builder.objectRef<StepTemplate>('IncludedTemplate').implement({
  description: 'A template whose plan takes the place of a step.',
  fields: (t) => ({
    templateId: t.exposeString('id', { description: 'Id of the template. Its version range is in `dependencies`.' }),
    environment: t.string({
      nullable: true,
      description: 'Environment of that template. Null for none.',
      resolve: ({ environment }) => environment ?? null,
    }),
    variables: t.field({
      type: 'JSON',
      description: 'Variables of that template, with `{{ }}` references to variables of this one.',
      resolve: ({ variables }) => variables ?? {},
    }),
  }),
});

const PlanStep = builder.node(builder.objectRef<resolvers.PlanStepOf>('PlanStep'), {
  description:
    "One agent's part of a plan, or a template whose plan takes its place. It starts after the steps that it depends on.",
  id: { resolve: ({ planStepOf, id }) => `${planStepOf}:${id}` },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'planStepOf' in value,
  fields: (t) => ({
    stepId: t.exposeString('id', { description: 'Id of the step in the manifest. Unique in the plan.' }),
    name: t.string({ description: 'Display name. Defaults to `stepId`.', resolve: (step) => step.name ?? step.id }),
    agent: t.string({
      nullable: true,
      description: 'The agentId of the agent that executes the step. Null for a step that includes a template.',
      resolve: ({ agent }) => agent ?? null,
    }),
    template: t.field({
      type: IncludedTemplate,
      nullable: true,
      description: 'Template that the step includes. Null for a step with an agent.',
      resolve: ({ template }) => template ?? null,
    }),
    dependsOn: t.stringList({
      description: 'The `stepId` of each step that must succeed first.',
      resolve: (step) => step.dependsOn ?? [],
    }),
    inputs: t.field({
      type: 'JSON',
      description: 'Inputs by name, with `{{ }}` references to variables and outputs of other steps.',
      resolve: (step) => step.inputs ?? {},
    }),
    outputs: t.field({
      type: 'JSON',
      description: 'Expected outputs by name, each a description or a JSON Schema.',
      resolve: (step) => step.outputs ?? {},
    }),
  }),
});

const Plan = builder.objectRef<{ steps: resolvers.PlanStepOf[] }>('Plan').implement({
  description: 'The plan of a template.',
  fields: (t) => ({
    steps: t.expose('steps', { type: [PlanStep], description: 'Steps in the order of the manifest.' }),
  }),
});

const SupportedAgent = builder.objectRef<SupportedAgentRow>('SupportedAgent').implement({
  description: 'An agent that a template version supports, in a range of versions.',
  fields: (t) => ({
    agentId: t.exposeString('slug', { description: 'Id of the agent.' }),
    range: t.exposeString('range', { description: 'SemVer range of supported versions, or name of a channel.' }),
    agent: t.field({
      type: Agent,
      nullable: true,
      description: 'The agent. Null if you do not have access to it.',
      resolve: resolvers.supportedAgent,
    }),
    resolvedVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'Published version that the range or channel resolves to now. Null if there is none.',
      resolve: resolvers.resolvedAgentVersion,
    }),
  }),
});

const TemplateDependency = builder.objectRef<resolvers.Dependency>('TemplateDependency').implement({
  description: 'A template that a template version depends on, in a range of versions.',
  fields: (t) => ({
    templateId: t.exposeString('slug', { description: 'Id of the template.' }),
    range: t.exposeString('range', { description: 'SemVer range of the dependency, or name of a channel.' }),
    template: t.field({
      type: Template,
      nullable: true,
      description: 'The template. Null if you do not have access to it.',
      resolve: resolvers.dependencyTemplate,
    }),
    resolvedVersion: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'Published version that the range or channel resolves to now. Null if there is none.',
      resolve: resolvers.resolvedTemplateVersion,
    }),
  }),
});

const TemplateEnvironment = builder.objectRef<{ name: string } & Environment>('TemplateEnvironment').implement({
  description: 'An environment of a template: the values that it overrides.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the environment.' }),
    variables: t.field({
      type: 'JSON',
      description: 'Values of variables.',
      resolve: ({ variables }) => variables ?? {},
    }),
    resourceProfile: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Overrides of the resource profile.',
      resolve: ({ resourceProfile }) => resourceProfile,
    }),
    steps: t.field({ type: 'JSON', description: 'Overrides of steps.', resolve: ({ steps }) => steps ?? [] }),
  }),
});

builder.node(Template, {
  description: 'A template: a plan of steps for agents under one id, in versions.',
  interfaces: [RegistryEntry],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isEntry(value, 'TEMPLATE'),
  fields: (t) => ({
    templateId: t.exposeString('slug', { description: 'Id of the template. Unique in its namespace.' }),
    currentVersion: t.field({
      type: TemplateVersion,
      nullable: true,
      description: currentVersionField,
      resolve: entry.currentVersion,
    }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'The version with this number or in this channel. Null if it is not found.',
      args: { version: t.arg.string({ required: true, description: versionOrChannelField }) },
      resolve: entry.version,
    }),
    versions: t.connection(
      {
        type: TemplateVersion,
        description: 'Versions of the template, highest SemVer precedence first.',
        args: { status: t.arg({ type: VersionStatus, description: 'Only versions with this status.' }) },
        resolve: entry.versions,
      },
      TemplateVersionConnection,
    ),
    agents: t.connection(
      {
        type: Agent,
        description: 'Agents that the current version supports, ordered by name.',
        resolve: resolvers.agents,
      },
      AgentConnection,
    ),
    dependencies: t.connection(
      {
        type: Template,
        description: 'Templates that the current version depends on and that you can see, ordered by name.',
        resolve: dependency.dependencies,
      },
      TemplateConnection,
    ),
    dependents: t.connection(
      {
        type: Template,
        description: 'Templates whose current version depends on this template, ordered by name.',
        resolve: dependency.dependents,
      },
      TemplateConnection,
    ),
    events: t.connection(
      { type: RegistryEvent, description: 'Events of the template, oldest first.', resolve: entry.events },
      RegistryEventConnection,
    ),
  }),
});

builder.node(TemplateVersion, {
  description: 'A version of a template. A published version never changes.',
  interfaces: [RegistryVersion],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isVersion(value, 'TEMPLATE'),
  fields: (t) => ({
    template: t.field({ type: Template, description: 'The template.', resolve: version.entry }),
    variables: t.field({
      type: 'JSON',
      description: 'JSON Schema of the variables.',
      resolve: resolvers.written((manifest) => manifest.variables ?? {}),
    }),
    defaultPlan: t.field({
      type: Plan,
      description: 'The plan, before an environment is applied.',
      resolve: resolvers.defaultPlan,
    }),
    expectedOutputs: t.field({
      type: 'JSON',
      description: 'Outputs of a run by name, and the step that each comes from.',
      resolve: resolvers.written((manifest) => manifest.expectedOutputs),
    }),
    rollbackAdvice: t.string({
      description: 'What to consider when the template is rolled back.',
      resolve: resolvers.written((manifest) => manifest.rollbackAdvice),
    }),
    resourceProfile: t.field({
      type: ResourceProfile,
      description: 'Resources that a run needs, and its limits.',
      resolve: resolvers.written((manifest) => manifest.resourceProfile),
    }),
    supportedAgents: t.field({
      type: [SupportedAgent],
      description: 'Agents that the template supports, with their version ranges.',
      resolve: resolvers.supportedAgents,
    }),
    dependencies: t.field({
      type: [TemplateDependency],
      description: 'Templates that this version depends on.',
      resolve: resolvers.dependencies,
    }),
    environments: t.field({
      type: [TemplateEnvironment],
      description: 'Environments of the template.',
      resolve: resolvers.environments,
    }),
    tests: t.field({
      type: TemplateTestReport,
      nullable: true,
      description: 'Results of the tests at publish. Null for a version that was published before tests were run.',
      resolve: version.tests,
    }),
    dependents: t.connection(
      {
        type: TemplateVersion,
        description:
          'Published template versions that depend on this template in a range that this version satisfies, most recently published first.',
        resolve: dependency.dependentVersions,
      },
      TemplateVersionConnection,
    ),
    diff: t.field({
      type: VersionDiff,
      description: 'Differences from another version of the template to this one.',
      args: {
        against: t.arg.string({
          required: true,
          description: 'Version number to compare with, such as 1.2.0, or the name of a channel.',
        }),
      },
      complexity: { field: 200, multiplier: 1 }, // Two whole versions are read and compared.
      resolve: diff,
    }),
  }),
});

builder.queryFields((t) => ({
  template: t.field({
    type: Template,
    nullable: true,
    description: 'Find a template by its id. Null if it is not found or you do not have access to it.',
    args: {
      templateId: t.arg.string({ required: true, description: 'Id of the template in its namespace.' }),
      namespace: t.arg.string({ description: seenNamespaceField }),
    },
    resolve: resolvers.template,
  }),
  templates: t.connection(
    {
      type: Template,
      description: 'Templates that you can see.',
      args: {
        filter: t.arg({ type: RegistryFilter, description: 'Filter for the list.' }),
        orderBy: t.arg({ type: RegistryOrder, description: 'Order of the list. Defaults to NAME, ascending.' }),
      },
      resolve: entry.entries('TEMPLATE'),
    },
    TemplateConnection,
  ),
}));
