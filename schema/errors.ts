import * as errors from '../src/errors.ts';
import { builder } from './builder.ts';
import { ErrorCode, RegistryKind, StepStatus } from './enums.ts';
import { ManifestIssue } from './issue.ts';

const ErrorInterface = builder.interfaceRef<errors.RegistryError>('Error').implement({
  description: 'A problem that the caller can act on.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode }),
    message: t.exposeString('message'),
  }),
});

const interfaces = [ErrorInterface];

builder.objectType(errors.ManifestInvalid, {
  name: 'ManifestInvalid',
  description: 'The definition breaks its contract. All issues at once.',
  interfaces,
  fields: (t) => ({ issues: t.field({ type: [ManifestIssue], resolve: (error) => error.issues }) }),
});

builder.objectType(errors.VariablesInvalid, {
  name: 'VariablesInvalid',
  description: 'The variables do not fit the schema of the template. All issues at once.',
  interfaces,
  fields: (t) => ({ issues: t.field({ type: [ManifestIssue], resolve: (error) => error.issues }) }),
});

builder.objectType(errors.VersionExists, {
  name: 'VersionExists',
  description: 'The version is published already, with other content.',
  interfaces,
  fields: (t) => ({
    version: t.exposeString('version'),
    digest: t.exposeString('digest', { description: 'Of what is published.' }),
  }),
});

builder.objectType(errors.StaleVersion, {
  name: 'StaleVersion',
  description: 'The current version is not the one that the caller expected.',
  interfaces,
  fields: (t) => ({
    expected: t.exposeString('expected'),
    actual: t.exposeString('actual', { nullable: true }),
  }),
});

builder.objectType(errors.NotFound, {
  name: 'NotFound',
  description: 'It is not there, or not for this caller to see.',
  interfaces,
});

builder.objectType(errors.Forbidden, {
  name: 'Forbidden',
  description: 'The caller’s role does not allow it.',
  interfaces,
});

const UnresolvedDependency = builder.objectRef<errors.UnresolvedDependency>('UnresolvedDependency').implement({
  description: 'A reference to an agent or a template that no version satisfies.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind }),
    entryId: t.exposeString('slug', { description: 'The agentId or templateId.' }),
    range: t.exposeString('range'),
    reason: t.exposeString('reason'),
  }),
});

builder.objectType(errors.DependencyUnresolved, {
  name: 'DependencyUnresolved',
  description: 'Agents or templates that are referred to are not there in a version that fits.',
  interfaces,
  fields: (t) => ({ unresolved: t.field({ type: [UnresolvedDependency], resolve: (error) => error.unresolved }) }),
});

builder.objectType(errors.IncompatibleChange, {
  name: 'IncompatibleChange',
  description: 'The change would break those who rely on what is there.',
  interfaces,
  fields: (t) => ({ changes: t.stringList({ resolve: (error) => [...error.changes] }) }),
});

builder.objectType(errors.IdempotencyKeyReused, {
  name: 'IdempotencyKeyReused',
  description: 'The idempotency key was used for another payload.',
  interfaces,
});

builder.objectType(errors.StaleClaim, {
  name: 'StaleClaim',
  description: 'The step is not the reporter’s: another has it by now, it has ended, or it is not its turn.',
  interfaces,
  fields: (t) => ({
    status: t.expose('status', { type: StepStatus, description: 'Of the step; of the run where it was about that.' }),
    worker: t.exposeString('worker', { nullable: true, description: 'Who has it, or had it last.' }),
  }),
});

builder.objectType(errors.OutputsInvalid, {
  name: 'OutputsInvalid',
  description: 'What a step gave back is not what its plan says, or cannot be kept. All issues at once.',
  interfaces,
  fields: (t) => ({ issues: t.field({ type: [ManifestIssue], resolve: (error) => error.issues }) }),
});
