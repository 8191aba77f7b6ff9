import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  LockInvalid,
  NotFound,
  OutputsInvalid,
  QuotaExceeded,
  StaleClaim,
  VariablesInvalid,
} from '../src/errors.ts';
import type { StepClaim as Claim } from '../src/registry/claimSteps.ts';
import type { Reported } from '../src/registry/reportRun.ts';
import * as node from '../src/resolvers/node.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { RunConnection } from './connections.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf, seenNamespaceField } from './describe.ts';
import { RunStatus, StepStatus } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { Agent, AgentVersion, isRun, isStep, Run, RunStep, Template, TemplateVersion } from './refs.ts';
import { TokenUsage } from './tokenUsage.ts';

const StepError = builder.objectRef<{ code: string; message: string }>('StepError').implement({
  description: 'Why an attempt failed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Machine-readable code, as the worker reported it.' }),
    message: t.exposeString('message', { description: 'Human-readable message, without secrets.' }),
  }),
});

builder.node(RunStep, {
  description: 'A step of a run: one agent, in an exact version, with its inputs and outputs.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isStep,
  fields: (t) => ({
    stepId: t.exposeString('stepId', { description: 'Id of the step in the plan. Unique in the run.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
    status: t.expose('status', { type: StepStatus, description: 'State of the step.' }),
    dependsOn: t.exposeStringList('dependsOn', { description: 'The `stepId` of each step that must succeed first.' }),
    inputs: t.expose('inputs', {
      type: 'JSON',
      description: 'Inputs of the agent. References to the outputs of other steps are replaced when the step starts.',
    }),
    outputs: t.expose('outputs', {
      type: 'JSON',
      nullable: true,
      description: 'Outputs by name. Null until the step has succeeded.',
    }),
    attempt: t.exposeInt('attempt', { description: 'Number of attempts started.' }),
    maxAttempts: t.exposeInt('maxAttempts', { description: 'Maximum number of attempts.' }),
    error: t.field({
      type: StepError,
      nullable: true,
      description: 'Error of the last failed attempt.',
      resolve: resolvers.stepError,
    }),
    worker: t.exposeString('worker', { nullable: true, description: 'Worker that holds the claim, or held it last.' }),
    claimedUntil: t.expose('claimedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When the lease expires. After that, another worker can claim the step.',
    }),
    availableAt: t.expose('availableAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Earliest time of the next attempt.',
    }),
    timeoutSeconds: t.exposeInt('timeoutSeconds', {
      nullable: true,
      description:
        'Seconds after which an attempt is ended with the error `timeout`: the shorter one of `timeoutSeconds` of its agent and of the run. Null if neither has one.',
    }),
    timesOutAt: t.expose('timesOutAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the current attempt times out. Null if no attempt is in progress, or it has no timeout.',
    }),
    waitReason: t.string({
      nullable: true,
      description:
        'Why a QUEUED step cannot be claimed: its agent is disabled, removed or not visible. Null otherwise.',
      resolve: resolvers.stepWaitReason,
    }),
    agent: t.field({
      type: Agent,
      nullable: true,
      description: 'Agent of the step. Null if it was removed or you do not have access to it.',
      resolve: resolvers.stepAgent,
    }),
    agentVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'Exact version of the agent. Null if the agent was removed or you do not have access to it.',
      resolve: resolvers.stepAgentVersion,
    }),
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description:
        'Tokens of all attempts, also of those before a retry of the run. Null if no attempt reported its usage.',
      resolve: resolvers.tokenUsage,
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last attempt started.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When the step finished.' }),
  }),
});

builder.node(Run, {
  description: 'One instantiation of a template. It keeps the exact versions with which it was created.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isRun,
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'Namespace that owns the run.' }),
    status: t.expose('status', { type: RunStatus, description: 'State of the run.' }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Environment of the template that was chosen.',
    }),
    variables: t.expose('variables', { type: 'JSON', description: 'Variables, including defaults.' }),
    resourceProfile: t.expose('resourceProfile', {
      type: 'JSON',
      description: 'Resources of the run, as the template and the environment declare them.',
    }),
    template: t.field({
      type: Template,
      nullable: true,
      description: 'Template of the run. Null if it was removed or you do not have access to it.',
      resolve: resolvers.template,
    }),
    templateVersion: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'Exact version of the template. Null if the template was removed or you do not have access to it.',
      resolve: resolvers.templateVersion,
    }),
    lock: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Everything that the run was made of, in exact versions with digests: pass it as `lock` to create the same run again. Null for a run that was created before locks existed.',
      complexity: { field: 5, multiplier: 1 }, // A statement of its own, for a document of up to thousands of files.
      resolve: resolvers.lock,
    }),
    lockDigest: t.exposeString('lockDigest', {
      nullable: true,
      description:
        'SHA-256 over the lock, without its variables (hexadecimal). Equal for runs of the same parts in the same environment.',
    }),
    steps: t.field({ type: [RunStep], description: 'Steps in the order of the plan.', resolve: resolvers.steps }),
    outputs: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Outputs by name, taken from the steps as `expectedOutputs` of the template defines. Null until the run has succeeded.',
      resolve: resolvers.outputs,
    }),
    correlationId: t.exposeString('correlationId', {
      nullable: true,
      description:
        'Correlation id of the request that created the run, as in its event and the server logs. Null for a run that was created before runs had one.',
    }),
    retries: t.exposeInt('retries', { description: 'Number of times the run was retried after a failure.' }),
    retryReason: t.exposeString('retryReason', { nullable: true, description: 'Reason for the last retry.' }),
    retriedAt: t.expose('retriedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the run was last retried.',
    }),
    cancelReason: t.exposeString('cancelReason', {
      nullable: true,
      description: 'Reason for the cancellation. Null if the run was not cancelled, or without a reason.',
    }),
    cancelledBy: t.exposeString('cancelledBy', {
      nullable: true,
      description: 'Id of the user who cancelled the run. Null if it was not cancelled as a whole.',
    }),
    cancelledAt: t.expose('cancelledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the run was cancelled. Null if it was not cancelled as a whole.',
    }),
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description: 'Tokens of all attempts at all steps. Null if no attempt reported its usage.',
      resolve: resolvers.tokenUsage,
    }),
    createdBy: t.exposeString('createdBy', { description: 'Id of the user who created the run.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the run was created.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When the first step started.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When the run finished.' }),
  }),
});

const InstantiateTemplatePayload = builder
  .objectRef<resolvers.InstantiatePayload>('InstantiateTemplatePayload')
  .implement({
    description: 'The new run.',
    fields: (t) => ({
      run: t.field({
        type: Run,
        nullable: true,
        description: 'The run. In a dry run, the run that would be created.',
        resolve: resolvers.runOf,
      }),
      warnings: t.field({
        type: [ManifestIssue],
        description: 'The template and the agents of the run that are deprecated, with what to use instead.',
        resolve: ({ warnings }) => warnings,
      }),
    }),
  });

const InstantiateTemplateInput = builder.inputType('InstantiateTemplateInput', {
  description: 'The template to instantiate, and its variables.',
  fields: (t) => ({
    templateId: t.string({
      description: 'Id of the template in its namespace. Required unless `lock` is given.',
    }),
    namespace: t.string({ description: seenNamespaceField }),
    version: t.string({
      description: 'Exact version number, SemVer range or name of a channel. Defaults to the current version.',
    }),
    environment: t.string({
      description: 'Name of an environment of the template. Defaults to none, or to that of the lock.',
    }),
    variables: t.field({
      type: 'JSON',
      description:
        'Object that matches the `variables` schema of the template. Variables that are omitted are those of the lock, if one is given.',
    }),
    lock: t.field({
      type: 'JSON',
      description:
        'Lock of an earlier run, or registry.lock.json: exactly these versions are used, whatever was published since.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.queryField('run', (t) =>
  t.field({
    type: Run,
    nullable: true,
    description: 'Find a run by its id. Null if it is not found or you do not have access to it.',
    args: { id: t.arg.id({ required: true, description: 'Id of the run.' }) },
    resolve: node.run,
  }),
);

const RunFilter = builder.inputType('RunFilter', {
  description: 'Filter for a list of runs. A run must match all given fields.',
  fields: (t) => ({
    status: t.field({ type: RunStatus, description: 'Only runs with this status.' }),
    templateId: t.string({ description: 'Only runs of templates with this templateId, in any namespace.' }),
    version: t.string({ description: 'Only runs of template versions with this number, such as 1.2.0.' }),
    createdBy: t.string({ description: 'Only runs that the user with this id created.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only runs created at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only runs created before this time.' }),
  }),
});

builder.queryField('runs', (t) =>
  t.connection(
    {
      type: Run,
      description: 'Runs of your namespace, newest first.',
      args: { filter: t.arg({ type: RunFilter, description: 'Filter for the list.' }) },
      resolve: resolvers.runs,
    },
    RunConnection,
  ),
);

builder.mutationField('instantiateTemplate', (t) =>
  t.field({
    type: InstantiateTemplatePayload,
    description:
      'Create a run of a template: its plan with the variables filled in, and exact versions of everything it needs.',
    errors: {
      types: [
        NotFound,
        VariablesInvalid,
        DependencyUnresolved,
        LockInvalid,
        QuotaExceeded,
        Forbidden,
        IdempotencyKeyReused,
      ],
      union: { name: 'InstantiateTemplateResult', description: resultOf('instantiateTemplate') },
    },
    args: { input: t.arg({ type: InstantiateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.instantiateTemplate,
  }),
);

builder.subscriptionField('run', (t) =>
  t.field({
    type: Run,
    description: 'The run as it is now, then after each change. Completes when the run has finished.',
    args: { id: t.arg.id({ required: true, description: 'Id of the run.' }) },
    subscribe: resolvers.subscribeToRun,
    resolve: (run) => run,
  }),
);

const StepClaim = builder.objectRef<Claim>('StepClaim').implement({
  description: "A worker's claim to one step, until the lease expires.",
  fields: (t) => ({
    token: t.exposeString('token', { description: 'Claim token for `reportRun`. Keep it secret.' }),
    run: t.field({ type: Run, description: 'Run of the step.', resolve: resolvers.claimedRun }),
    step: t.field({ type: RunStep, description: 'The claimed step.', resolve: resolvers.claimedStep }),
    inputs: t.field({
      type: 'JSON',
      description: 'Inputs of the agent, with all references replaced.',
      resolve: resolvers.claimInputs,
    }),
    outputs: t.field({
      type: 'JSON',
      description: 'Expected outputs by name, each a description or a JSON Schema, as the plan declares them.',
      resolve: resolvers.claimOutputs,
    }),
    claimedUntil: t.expose('claimedUntil', { type: 'DateTime', description: 'When the lease expires.' }),
  }),
});

const ClaimStepsPayload = builder.objectRef<{ claims: Claim[] }>('ClaimStepsPayload').implement({
  description: 'The new claims of the worker.',
  fields: (t) => ({
    claims: t.expose('claims', {
      type: [StepClaim],
      description: 'One claim per step. Empty if no step can be claimed.',
    }),
  }),
});

const ClaimStepsInput = builder.inputType('ClaimStepsInput', {
  description: 'The worker that claims, and the number of steps.',
  fields: (t) => ({
    worker: t.string({
      required: true,
      description: 'Name of the worker: 1 to 100 characters from A-Z a-z 0-9 _ . : - @',
    }),
    first: t.int({ defaultValue: 1, description: 'Maximum number of steps, 1 to 20. Defaults to 1.' }),
    agentIds: t.stringList({ description: 'Only steps of these agents. Defaults to all agents.' }),
    leaseSeconds: t.int({
      defaultValue: 60,
      description: 'Lease in seconds, 5 to 3600. Defaults to 60. Reporting the step as RUNNING renews it.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.mutationField('claimSteps', (t) =>
  t.field({
    type: ClaimStepsPayload,
    description:
      'Claim steps that can start, from the oldest run first. No other worker can claim them until the lease expires.',
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
    code: t.string({
      required: true,
      description: 'Machine-readable code: a letter, then up to 63 characters from A-Z a-z 0-9 _ . : -',
    }),
    message: t.string({
      required: true,
      description: 'Human-readable message. Anything that looks like a secret is replaced with `(hidden)`.',
    }),
  }),
});

const TokenUsageInput = builder.inputType('TokenUsageInput', {
  description: 'Tokens that the models of an attempt used.',
  fields: (t) => ({
    inputTokens: t.int({ required: true, description: 'Tokens that the models read, 0 to 1,000,000,000.' }),
    outputTokens: t.int({ required: true, description: 'Tokens that the models wrote, 0 to 1,000,000,000.' }),
  }),
});

const ReportRunInput = builder.inputType('ReportRunInput', {
  description: 'The new state of a step, or the cancellation of a run.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of the run.' }),
    stepId: t.string({
      description: 'The `stepId` of the step in the plan, or its global `id`. Omit it to cancel the whole run.',
    }),
    status: t.field({
      type: StepStatus,
      required: true,
      description: 'RUNNING (starts the step or renews the lease), SUCCEEDED, FAILED or CANCELLED.',
    }),
    outputs: t.field({ type: 'JSON', description: 'Outputs by name, as the plan declares them. Only with SUCCEEDED.' }),
    error: t.field({ type: StepErrorInput, description: 'Why the attempt failed. Only with FAILED.' }),
    retry: t.boolean({
      description: 'Whether the step is tried again while attempts are left. Only with FAILED. Defaults to true.',
    }),
    usage: t.field({
      type: TokenUsageInput,
      description:
        'Tokens that this attempt used, which are added to those of the attempts before it. Only with SUCCEEDED, FAILED or CANCELLED, for a step.',
    }),
    claim: t.string({ description: 'Claim token. Omit it for a step that is not claimed.' }),
    leaseSeconds: t.int({
      description: 'New lease in seconds from now, 5 to 3600. Only with RUNNING and a claim. Defaults to 60.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const ReportRunPayload = builder.objectRef<Reported>('ReportRunPayload').implement({
  description: 'The run and the step after the report.',
  fields: (t) => ({
    run: t.field({ type: Run, description: 'The run.', resolve: resolvers.reportedRun }),
    step: t.field({
      type: RunStep,
      nullable: true,
      description: 'The step. Null if the report was about the whole run.',
      resolve: resolvers.reportedStep,
    }),
    redacted: t.exposeStringList('redacted', {
      description:
        'Paths in the outputs where a secret was replaced with `(hidden)` before they were stored. Empty if nothing was replaced.',
    }),
  }),
});

builder.mutationField('reportRun', (t) =>
  t.field({
    type: ReportRunPayload,
    description: 'Report the state of a step, or cancel a run. Repeating a report has no further effect.',
    errors: {
      types: [NotFound, Forbidden, StaleClaim, OutputsInvalid, IdempotencyKeyReused],
      union: { name: 'ReportRunResult', description: resultOf('reportRun') },
    },
    args: { input: t.arg({ type: ReportRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.reportRun,
  }),
);
