import type { Environment } from '../packages/manifest/index.ts';
import type { SupportedAgent as SupportedAgentRow } from '../src/db/template.ts';
import * as entry from '../src/resolvers/entry.ts';
import * as resolvers from '../src/resolvers/template.ts';
import * as version from '../src/resolvers/version.ts';
import { builder } from './builder.ts';
import {
  AgentConnection,
  RegistryEventConnection,
  TemplateConnection,
  TemplateVersionConnection,
} from './connections.ts';
import { seenNamespaceField } from './describe.ts';
import { RegistryEntry, RegistryFilter, RegistryOrder } from './entry.ts';
import { VersionStatus } from './enums.ts';
import { Agent, AgentVersion, isEntry, isVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { RegistryVersion, ResourceProfile, VersionDiff } from './version.ts';

const PlanStep = builder.node(builder.objectRef<resolvers.PlanStepOf>('PlanStep'), {
  description: 'One agent doing one thing, after the steps that it depends on.',
  id: { resolve: ({ planStepOf, id }) => `${planStepOf}:${id}` },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'planStepOf' in value,
  fields: (t) => ({
    stepId: t.exposeString('id', { description: 'The step’s id in the manifest: unique in the plan.' }),
    name: t.string({ resolve: (step) => step.name ?? step.id }),
    agent: t.exposeString('agent', { description: 'The agentId.' }),
    dependsOn: t.stringList({ resolve: (step) => step.dependsOn ?? [] }),
    inputs: t.field({ type: 'JSON', resolve: (step) => step.inputs ?? {} }),
    outputs: t.field({ type: 'JSON', resolve: (step) => step.outputs ?? {} }),
  }),
});

const Plan = builder.objectRef<{ steps: resolvers.PlanStepOf[] }>('Plan').implement({
  description: 'What a template does, as steps.',
  fields: (t) => ({ steps: t.expose('steps', { type: [PlanStep] }) }),
});

const SupportedAgent = builder.objectRef<SupportedAgentRow>('SupportedAgent').implement({
  description: 'An agent that a version of a template supports, in a range of versions.',
  fields: (t) => ({
    agentId: t.exposeString('slug'),
    range: t.exposeString('range'),
    agent: t.field({ type: Agent, nullable: true, resolve: resolvers.supportedAgent }),
    resolvedVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'The published version that the range stands for now.',
      resolve: resolvers.resolvedAgentVersion,
    }),
  }),
});

const TemplateDependency = builder.objectRef<resolvers.Dependency>('TemplateDependency').implement({
  description: 'A template that a version of a template depends on, in a range of versions.',
  fields: (t) => ({
    templateId: t.exposeString('slug'),
    range: t.exposeString('range'),
    template: t.field({ type: Template, nullable: true, resolve: resolvers.dependencyTemplate }),
    resolvedVersion: t.field({ type: TemplateVersion, nullable: true, resolve: resolvers.resolvedTemplateVersion }),
  }),
});

const TemplateEnvironment = builder.objectRef<{ name: string } & Environment>('TemplateEnvironment').implement({
  description: 'What is different in one environment.',
  fields: (t) => ({
    name: t.exposeString('name'),
    variables: t.field({ type: 'JSON', resolve: ({ variables }) => variables ?? {} }),
    resourceProfile: t.field({ type: 'JSON', nullable: true, resolve: ({ resourceProfile }) => resourceProfile }),
    steps: t.field({ type: 'JSON', resolve: ({ steps }) => steps ?? [] }),
  }),
});

builder.node(Template, {
  description: 'A plan of steps that agents carry out, under one id.',
  interfaces: [RegistryEntry],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isEntry(value, 'TEMPLATE'),
  fields: (t) => ({
    templateId: t.exposeString('slug'),
    currentVersion: t.field({ type: TemplateVersion, nullable: true, resolve: entry.currentVersion }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      args: { version: t.arg.string({ required: true, description: 'An exact version, such as 1.2.0.' }) },
      resolve: entry.version,
    }),
    versions: t.connection(
      {
        type: TemplateVersion,
        description: 'Newest SemVer first.',
        args: { status: t.arg({ type: VersionStatus, description: 'Only versions with this status.' }) },
        resolve: entry.versions,
      },
      TemplateVersionConnection,
    ),
    agents: t.connection(
      {
        type: Agent,
        description: 'That the current version supports.',
        resolve: resolvers.agents,
      },
      AgentConnection,
    ),
    events: t.connection(
      { type: RegistryEvent, description: 'Oldest first.', resolve: entry.events },
      RegistryEventConnection,
    ),
  }),
});

builder.node(TemplateVersion, {
  description: 'A version of a template. A published one never changes.',
  interfaces: [RegistryVersion],
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => isVersion(value, 'TEMPLATE'),
  fields: (t) => ({
    template: t.field({ type: Template, resolve: version.entry }),
    variables: t.field({
      type: 'JSON',
      description: 'A JSON Schema.',
      resolve: resolvers.written((manifest) => manifest.variables ?? {}),
    }),
    defaultPlan: t.field({ type: Plan, resolve: resolvers.defaultPlan }),
    expectedOutputs: t.field({ type: 'JSON', resolve: resolvers.written((manifest) => manifest.expectedOutputs) }),
    rollbackAdvice: t.string({ resolve: resolvers.written((manifest) => manifest.rollbackAdvice) }),
    resourceProfile: t.field({
      type: ResourceProfile,
      resolve: resolvers.written((manifest) => manifest.resourceProfile),
    }),
    supportedAgents: t.field({ type: [SupportedAgent], resolve: resolvers.supportedAgents }),
    dependencies: t.field({ type: [TemplateDependency], resolve: resolvers.dependencies }),
    environments: t.field({ type: [TemplateEnvironment], resolve: resolvers.environments }),
    diff: t.field({
      type: VersionDiff,
      description: 'What changed from another version to this one.',
      args: { against: t.arg.string({ required: true, description: 'The version to compare with, such as 1.2.0.' }) },
      complexity: { field: 200, multiplier: 1 }, // Two whole versions are read and compared.
      resolve: version.diff,
    }),
  }),
});

builder.queryFields((t) => ({
  template: t.field({
    type: Template,
    nullable: true,
    description: 'By its id: in the namespace, or in the viewer’s own and then in `default`.',
    args: {
      templateId: t.arg.string({ required: true, description: 'The template’s id in its namespace.' }),
      namespace: t.arg.string({ description: seenNamespaceField }),
    },
    resolve: resolvers.template,
  }),
  templates: t.connection(
    {
      type: Template,
      args: {
        filter: t.arg({ type: RegistryFilter, description: 'Narrows the list.' }),
        orderBy: t.arg({ type: RegistryOrder, description: 'Defaults to the name, ascending.' }),
      },
      resolve: entry.entries('TEMPLATE'),
    },
    TemplateConnection,
  ),
}));
