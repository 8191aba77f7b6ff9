import type { Step } from '../src/db/run.ts';
import { DependencyUnresolved, Forbidden, IdempotencyKeyReused, NotFound, VariablesInvalid } from '../src/errors.ts';
import * as node from '../src/resolvers/node.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { RunStatus, StepStatus } from './enums.ts';
import { Agent, AgentVersion, isRun, Run, Template, TemplateVersion } from './refs.ts';

const RunStep = builder.objectRef<Step>('RunStep').implement({
  description: 'A step of a run, with the exact version of its agent.',
  fields: (t) => ({
    id: t.exposeString('stepId', { description: 'As in the plan.' }),
    name: t.exposeString('name'),
    status: t.expose('status', { type: StepStatus }),
    dependsOn: t.exposeStringList('dependsOn'),
    inputs: t.expose('inputs', { type: 'JSON' }),
    outputs: t.expose('outputs', { type: 'JSON', nullable: true }),
    agent: t.field({ type: Agent, nullable: true, resolve: resolvers.stepAgent }),
    agentVersion: t.field({ type: AgentVersion, nullable: true, resolve: resolvers.stepAgentVersion }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.node(Run, {
  description: 'A template put to work. It keeps the versions it was made of, whatever is published later.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isRun,
  fields: (t) => ({
    namespace: t.exposeString('namespace'),
    status: t.expose('status', { type: RunStatus }),
    environment: t.exposeString('environment', { nullable: true }),
    variables: t.expose('variables', { type: 'JSON' }),
    resourceProfile: t.expose('resourceProfile', { type: 'JSON' }),
    template: t.field({ type: Template, nullable: true, resolve: resolvers.template }),
    templateVersion: t.field({ type: TemplateVersion, nullable: true, resolve: resolvers.templateVersion }),
    steps: t.field({ type: [RunStep], description: 'In the order of the plan.', resolve: resolvers.steps }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});

const InstantiateTemplatePayload = builder
  .objectRef<{ runId: string }>('InstantiateTemplatePayload')
  .implement({ fields: (t) => ({ run: t.field({ type: Run, nullable: true, resolve: resolvers.runOf }) }) });

const InstantiateTemplateInput = builder.inputType('InstantiateTemplateInput', {
  fields: (t) => ({
    templateId: t.string({ required: true }),
    namespace: t.string({ description: 'Your own, then `default`, unless told.' }),
    version: t.string({ description: 'Exact, or a range; the current version unless told.' }),
    environment: t.string(),
    variables: t.field({ type: 'JSON' }),
    dryRun: t.boolean({ description: 'Show the run that would be made.' }),
    idempotencyKey: t.string(),
  }),
});

builder.queryField('run', (t) =>
  t.field({ type: Run, nullable: true, args: { id: t.arg.id({ required: true }) }, resolve: node.run }),
);

builder.mutationField('instantiateTemplate', (t) =>
  t.field({
    type: InstantiateTemplatePayload,
    description: 'Makes a run: the plan with its variables filled in, and the exact agents that will carry it out.',
    errors: {
      types: [NotFound, VariablesInvalid, DependencyUnresolved, Forbidden, IdempotencyKeyReused],
      union: { name: 'InstantiateTemplateResult' },
    },
    args: { input: t.arg({ type: InstantiateTemplateInput, required: true }) },
    resolve: resolvers.instantiateTemplate,
  }),
);
