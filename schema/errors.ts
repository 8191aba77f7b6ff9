import type { GateFailure as Failure } from '../src/db/channel.ts';
import * as errors from '../src/errors.ts';
import { builder } from './builder.ts';
import { ClassifiedChange } from './classifiedChange.ts';
import { entryIdField } from './describe.ts';
import { ErrorCode, GateRule, RegistryKind, StepStatus, UsageQuota } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { RunConflict } from './runConflict.ts';

const ErrorInterface = builder.interfaceRef<errors.RegistryError>('Error').implement({
  description: 'An error that the caller can act on.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'Machine-readable code.' }),
    message: t.exposeString('message', { description: 'What was wrong, and what to do.' }),
  }),
});

const interfaces = [ErrorInterface];
const issuesField = 'Everything that was found.';

builder.objectType(errors.ManifestInvalid, {
  name: 'ManifestInvalid',
  description: 'The definition is invalid. All issues are reported at once.',
  interfaces,
  fields: (t) => ({
    issues: t.field({ type: [ManifestIssue], description: issuesField, resolve: (error) => error.issues }),
  }),
});

builder.objectType(errors.VariablesInvalid, {
  name: 'VariablesInvalid',
  description: "The variables do not match the template's schema. All issues are reported at once.",
  interfaces,
  fields: (t) => ({
    issues: t.field({ type: [ManifestIssue], description: issuesField, resolve: (error) => error.issues }),
  }),
});

builder.objectType(errors.VersionExists, {
  name: 'VersionExists',
  description: 'The version is already published with other content.',
  interfaces,
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version number that is taken.' }),
    digest: t.exposeString('digest', { description: 'Digest of the published version.' }),
  }),
});

builder.objectType(errors.StaleVersion, {
  name: 'StaleVersion',
  description: 'The current version is not the one that the caller expected.',
  interfaces,
  fields: (t) => ({
    expected: t.exposeString('expected', { description: 'Version that the caller expected to be current.' }),
    actual: t.exposeString('actual', { nullable: true, description: 'Current version. Null if the entry has none.' }),
  }),
});

builder.objectType(errors.NotFound, {
  name: 'NotFound',
  description: 'Not found, or the caller does not have access to it.',
  interfaces,
});

builder.objectType(errors.Forbidden, {
  name: 'Forbidden',
  description: "The caller's role or namespace does not allow this.",
  interfaces,
});

export const UnresolvedDependency = builder.objectRef<errors.UnresolvedDependency>('UnresolvedDependency').implement({
  description: 'A reference to an agent or template that no version satisfies.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the referenced entry.' }),
    entryId: t.exposeString('slug', { description: entryIdField }),
    range: t.exposeString('range', { description: 'SemVer range or channel of the reference.' }),
    reason: t.exposeString('reason', { description: 'Why no version satisfies it.' }),
    chain: t.stringList({
      description:
        'The references that lead to it from the entry, each as `id@version`, and itself as `id@range` at the end. For a cycle, the end is where it starts.',
      resolve: ({ chain }) => [...chain],
    }),
  }),
});

builder.objectType(errors.DependencyUnresolved, {
  name: 'DependencyUnresolved',
  description: 'Referenced agents or templates do not exist in a version that satisfies the range.',
  interfaces,
  fields: (t) => ({
    unresolved: t.field({
      type: [UnresolvedDependency],
      description: 'The unresolved references.',
      resolve: (error) => error.unresolved,
    }),
  }),
});

builder.objectType(errors.LockInvalid, {
  name: 'LockInvalid',
  description:
    'The lock was changed, or some of its parts were removed, are disabled, or are not visible to you. All issues are reported at once.',
  interfaces,
  fields: (t) => ({
    issues: t.field({ type: [ManifestIssue], description: issuesField, resolve: (error) => error.issues }),
  }),
});

builder.objectType(errors.UpgradeConflict, {
  name: 'UpgradeConflict',
  description: 'The author of the run and its template changed the same. Decide each conflict and repeat the call.',
  interfaces,
  fields: (t) => ({
    conflicts: t.field({
      type: [RunConflict],
      description: 'The conflicts that are not resolved.',
      resolve: (error) => [...error.conflicts],
    }),
  }),
});

builder.objectType(errors.IncompatibleChange, {
  name: 'IncompatibleChange',
  description: 'The change would break users of the current state.',
  interfaces,
  fields: (t) => ({
    changes: t.stringList({
      description: 'The incompatible changes, one sentence each.',
      resolve: (error) => [...error.changes],
    }),
    breaking: t.field({
      type: [ClassifiedChange],
      description: 'The breaking changes of a version whose number does not allow them, up to 100.',
      resolve: (error) => error.breaking,
    }),
    requiredVersion: t.exposeString('requiredVersion', {
      nullable: true,
      description: 'Lowest version number that allows the changes. Null if another number would not help.',
    }),
  }),
});

const GateFailure = builder.objectRef<Failure>('GateFailure').implement({
  description: 'A rule of a gate that a version falls short of.',
  fields: (t) => ({
    rule: t.expose('rule', { type: GateRule, description: 'The rule.' }),
    required: t.exposeFloat('required', { description: 'The value that the gate asks for.' }),
    actual: t.exposeFloat('actual', { nullable: true, description: 'The value of the version.' }),
  }),
});

builder.objectType(errors.GateNotPassed, {
  name: 'GateNotPassed',
  description: 'The version does not show what the gate of the channel asks for.',
  interfaces,
  fields: (t) => ({
    channel: t.exposeString('channel', { description: 'Name of the channel.' }),
    version: t.exposeString('version', { description: 'Version number.' }),
    failures: t.field({
      type: [GateFailure],
      description: 'The rules that it falls short of.',
      resolve: ({ failures }) => failures as readonly Failure[],
    }),
    evidence: t.field({
      type: 'JSON',
      description:
        'What was counted: windowHours, runs, succeeded, failed, successRate, p95DurationMs, runsWithTokens, tokensPerRun, tests, testsPassed.',
      resolve: ({ evidence }) => evidence,
    }),
  }),
});

builder.objectType(errors.IdempotencyKeyReused, {
  name: 'IdempotencyKeyReused',
  description: 'The idempotency key was already used with another payload.',
  interfaces,
});

builder.objectType(errors.QuotaExceeded, {
  name: 'QuotaExceeded',
  description: 'Your namespace has used up a quota that the operator of the registry set. Nothing was written.',
  interfaces,
  fields: (t) => ({
    quota: t.expose('quota', { type: UsageQuota, description: 'Quota that is used up.' }),
    limit: t.expose('limit', { type: 'SafeInt', description: 'Maximum.' }),
    used: t.expose('used', { type: 'SafeInt', description: 'Amount that is used, without the refused change.' }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the used amount starts again at 0. Null if it does not.',
    }),
  }),
});

builder.objectType(errors.StaleClaim, {
  name: 'StaleClaim',
  description:
    'The report does not apply: another worker has claimed the step, it has finished, or it cannot start yet.',
  interfaces,
  fields: (t) => ({
    status: t.expose('status', {
      type: StepStatus,
      description: 'Status of the step, or of the run if the report was about the run.',
    }),
    worker: t.exposeString('worker', { nullable: true, description: 'Worker that holds the claim, or held it last.' }),
  }),
});

builder.objectType(errors.OutputsInvalid, {
  name: 'OutputsInvalid',
  description: 'The outputs of a step do not match its plan, or cannot be stored. All issues are reported at once.',
  interfaces,
  fields: (t) => ({
    issues: t.field({ type: [ManifestIssue], description: issuesField, resolve: (error) => error.issues }),
  }),
});
