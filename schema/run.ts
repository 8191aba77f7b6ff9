import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  NotFound,
  OutputsInvalid,
  StaleClaim,
  VariablesInvalid,
} from '../src/errors.ts';
import type { StepClaim as Claim } from '../src/registry/claimSteps.ts';
import type { Reported } from '../src/registry/reportRun.ts';
import * as node from '../src/resolvers/node.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { RunConnection } from './connections.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { RunStatus, StepStatus } from './enums.ts';
import { Agent, AgentVersion, isRun, isStep, Run, RunStep, Template, TemplateVersion } from './refs.ts';

const StepError = builder.objectRef<{ code: string; message: string }>('StepError').implement({
  description: 'Why an attempt failed.',
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
});

builder.node(RunStep, {
  description: 'A step of a run, with the exact version of its agent.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isStep,
  fields: (t) => ({
    stepId: t.exposeString('stepId', { description: 'The step’s id in the plan: unique in the run.' }),
    name: t.exposeString('name'),
    status: t.expose('status', { type: StepStatus }),
    dependsOn: t.exposeStringList('dependsOn'),
    inputs: t.expose('inputs', {
      type: 'JSON',
      description: 'What the agent gets; what comes from other steps is filled in when the step begins.',
    }),
    outputs: t.expose('outputs', { type: 'JSON', nullable: true }),
    attempt: t.exposeInt('attempt', { description: 'How often it was begun.' }),
    maxAttempts: t.exposeInt('maxAttempts'),
    error: t.field({
      type: StepError,
      nullable: true,
      description: 'Of the last attempt that failed.',
      resolve: resolvers.stepError,
    }),
    worker: t.exposeString('worker', { nullable: true, description: 'Who has it, or had it last.' }),
    claimedUntil: t.expose('claimedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until then it is the worker’s; afterwards another may claim it.',
    }),
    availableAt: t.expose('availableAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Its next attempt is not before.',
    }),
    waitReason: t.string({
      nullable: true,
      description:
        'Why the step cannot be claimed although it is QUEUED: its agent is disabled, removed or not visible. Null otherwise.',
      resolve: resolvers.stepWaitReason,
    }),
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
    outputs: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The outputs of a run that has succeeded, as the template’s `expectedOutputs` takes them from its steps: an object, by name. Null before, and for a run that has not succeeded.',
      resolve: resolvers.outputs,
    }),
    retries: t.exposeInt('retries', { description: 'Number of times it was retried after it had failed.' }),
    retryReason: t.exposeString('retryReason', { nullable: true, description: 'Why it was retried, the last time.' }),
    retriedAt: t.expose('retriedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was retried, the last time.',
    }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});

const InstantiateTemplatePayload = builder.objectRef<{ runId: string }>('InstantiateTemplatePayload').implement({
  description: 'The run that was created.',
  fields: (t) => ({ run: t.field({ type: Run, nullable: true, resolve: resolvers.runOf }) }),
});

const InstantiateTemplateInput = builder.inputType('InstantiateTemplateInput', {
  description: 'The template to instantiate, and with what.',
  fields: (t) => ({
    templateId: t.string({ required: true, description: 'The template’s id in its namespace.' }),
    namespace: t.string({ description: 'Defaults to your own namespace, then to `default`.' }),
    version: t.string({ description: 'An exact version or a range. Defaults to the current version.' }),
    environment: t.string({ description: 'One of the template’s environments. Defaults to none.' }),
    variables: t.field({ type: 'JSON', description: 'An object that matches the template’s `variables` schema.' }),
    dryRun: t.boolean({ description: 'Show the run that would be made.' }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.queryField('run', (t) =>
  t.field({
    type: Run,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'The id of a run.' }) },
    resolve: node.run,
  }),
);

const RunFilter = builder.inputType('RunFilter', {
  description: 'Narrows the list: a run must match everything that is given.',
  fields: (t) => ({
    status: t.field({ type: RunStatus, description: 'Only runs with this status.' }),
    templateId: t.string({ description: 'Only runs of this template, in whatever namespace it is.' }),
  }),
});

builder.queryField('runs', (t) =>
  t.connection(
    {
      type: Run,
      description: 'The runs of your namespace, the latest first.',
      args: { filter: t.arg({ type: RunFilter, description: 'Narrows the list.' }) },
      resolve: resolvers.runs,
    },
    RunConnection,
  ),
);

builder.mutationField('instantiateTemplate', (t) =>
  t.field({
    type: InstantiateTemplatePayload,
    description: 'Makes a run: the plan with its variables filled in, and the exact agents that will carry it out.',
    errors: {
      types: [NotFound, VariablesInvalid, DependencyUnresolved, Forbidden, IdempotencyKeyReused],
      union: { name: 'InstantiateTemplateResult', description: resultOf('instantiateTemplate') },
    },
    args: { input: t.arg({ type: InstantiateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.instantiateTemplate,
  }),
);

builder.subscriptionField('run', (t) =>
  t.field({
    type: Run,
    description: 'The run as it is now, then after each change. Completes when the run has ended.',
    args: { id: t.arg.id({ required: true, description: 'The id of a run.' }) },
    subscribe: resolvers.subscribeToRun,
    resolve: (run) => run,
  }),
);

const StepClaim = builder.objectRef<Claim>('StepClaim').implement({
  description: 'A step that is the worker’s until its time is over.',
  fields: (t) => ({
    token: t.exposeString('token', { description: 'Proves the claim in reportRun. Keep it to yourself.' }),
    run: t.field({ type: Run, resolve: resolvers.claimedRun }),
    step: t.field({ type: RunStep, resolve: resolvers.claimedStep }),
    inputs: t.field({
      type: 'JSON',
      description: 'Filled: nothing is left to fill in.',
      resolve: resolvers.claimInputs,
    }),
    outputs: t.field({
      type: 'JSON',
      description: 'What the plan says that the step gives back: by name, a description or a JSON Schema.',
      resolve: resolvers.claimOutputs,
    }),
    claimedUntil: t.expose('claimedUntil', { type: 'DateTime' }),
  }),
});

const ClaimStepsPayload = builder.objectRef<{ claims: Claim[] }>('ClaimStepsPayload').implement({
  description: 'The steps that the worker now holds.',
  fields: (t) => ({
    claims: t.expose('claims', { type: [StepClaim], description: 'Empty when there is nothing to do.' }),
  }),
});

const ClaimStepsInput = builder.inputType('ClaimStepsInput', {
  description: 'Who claims, and how many steps.',
  fields: (t) => ({
    worker: t.string({ required: true, description: 'Its name: 1 to 100 of A-Z a-z 0-9 _ . : - @' }),
    first: t.int({ defaultValue: 1, description: '1 to 20.' }),
    agentIds: t.stringList({ description: 'Only steps of these agents; of all unless told.' }),
    leaseSeconds: t.int({
      defaultValue: 60,
      description: '5 to 3600. The claim ends then, unless the step is reported RUNNING again meanwhile.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.mutationField('claimSteps', (t) =>
  t.field({
    type: ClaimStepsPayload,
    description:
      'Takes steps whose turn it is, of the oldest run first. No other worker gets them until the claim’s time is over.',
    errors: {
      types: [Forbidden, IdempotencyKeyReused],
      union: { name: 'ClaimStepsResult', description: resultOf('claimSteps') },
    },
    args: { input: t.arg({ type: ClaimStepsInput, required: true, description: inputArgument }) },
    resolve: resolvers.claimSteps,
  }),
);

const StepErrorInput = builder.inputType('StepErrorInput', {
  description: 'Why an attempt failed.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'For programs: a letter, then at most 63 of A-Z a-z 0-9 _ . : -' }),
    message: t.string({ required: true, description: 'For people. What looks like a secret in it is hidden.' }),
  }),
});

const ReportRunInput = builder.inputType('ReportRunInput', {
  description: 'How a step goes, or that a run is cancelled.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'The id of the run.' }),
    stepId: t.string({
      description: 'The step’s name in the plan (`stepId`), or its `id`. Omit it to cancel the run as a whole.',
    }),
    status: t.field({
      type: StepStatus,
      required: true,
      description: 'RUNNING (the claim goes on), SUCCEEDED, FAILED or CANCELLED.',
    }),
    outputs: t.field({ type: 'JSON', description: 'With SUCCEEDED: an object, by the names of the plan.' }),
    error: t.field({ type: StepErrorInput, description: 'With FAILED.' }),
    retry: t.boolean({ description: 'With FAILED: it may be tried again while attempts are left; true unless told.' }),
    claim: t.string({ description: 'The token of the claim. Without it: a step that no worker has claimed.' }),
    leaseSeconds: t.int({ description: 'With RUNNING, 5 to 3600: from now on; 60 unless told.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const ReportRunPayload = builder.objectRef<Reported>('ReportRunPayload').implement({
  description: 'The run and the step after the report.',
  fields: (t) => ({
    run: t.field({ type: Run, resolve: resolvers.reportedRun }),
    step: t.field({
      type: RunStep,
      nullable: true,
      description: 'Null for a report of the run as a whole.',
      resolve: resolvers.reportedStep,
    }),
    redacted: t.exposeStringList('redacted', {
      description:
        'Paths in the outputs where a secret was replaced with `(hidden)`; the result is stored without it. Empty when nothing was replaced.',
    }),
  }),
});

builder.mutationField('reportRun', (t) =>
  t.field({
    type: ReportRunPayload,
    description: 'Says how a step goes, or cancels a run. The same result again is the same answer.',
    errors: {
      types: [NotFound, Forbidden, StaleClaim, OutputsInvalid, IdempotencyKeyReused],
      union: { name: 'ReportRunResult', description: resultOf('reportRun') },
    },
    args: { input: t.arg({ type: ReportRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.reportRun,
  }),
);
