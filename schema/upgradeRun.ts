import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  NotFound,
  QuotaExceeded,
  UpgradeConflict,
  VariablesInvalid,
} from '../src/errors.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { MergeSide } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { Run } from './refs.ts';

const ConflictResolution = builder.inputType('ConflictResolution', {
  description: 'The decision of a conflict.',
  fields: (t) => ({
    path: t.string({ required: true, description: '`path` of the conflict, such as `variables.depth`.' }),
    take: t.field({ type: MergeSide, required: true, description: 'Whose value is taken.' }),
  }),
});

const UpgradeRunInput = builder.inputType('UpgradeRunInput', {
  description: 'The run to upgrade, and how to decide its conflicts.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of the run.' }),
    toVersion: t.string({
      description: 'Exact version number or SemVer range of the template. Defaults to the current version.',
    }),
    environment: t.string({ description: 'Environment of that version. Defaults to the environment of the run.' }),
    variables: t.field({
      type: 'JSON',
      description: 'Object of values that replace merged ones by name, also those in conflict.',
    }),
    resolutions: t.field({ type: [ConflictResolution], description: 'How each conflict is resolved, up to 200.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const UpgradeRunPayload = builder.objectRef<resolvers.InstantiatePayload>('UpgradeRunPayload').implement({
  description: 'The upgraded run.',
  fields: (t) => ({
    run: t.field({
      type: Run,
      nullable: true,
      description: 'New run, whose `upgradedFrom` is the earlier one. In a dry run, the run that would be created.',
      resolve: resolvers.runOf,
    }),
    warnings: t.field({
      type: [ManifestIssue],
      description: 'The template and the agents of the run that are deprecated, with what to use instead.',
      resolve: ({ warnings }) => warnings,
    }),
  }),
});

builder.mutationField('upgradeRun', (t) =>
  t.field({
    type: UpgradeRunPayload,
    description:
      'Create a run from another version of the template of a run, with what the author of the run chose merged into it. The earlier run stays as it is.',
    errors: {
      types: [
        NotFound,
        UpgradeConflict,
        VariablesInvalid,
        DependencyUnresolved,
        QuotaExceeded,
        Forbidden,
        IdempotencyKeyReused,
      ],
      union: { name: 'UpgradeRunResult', description: resultOf('upgradeRun') },
    },
    args: { input: t.arg({ type: UpgradeRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.upgradeRun,
  }),
);
