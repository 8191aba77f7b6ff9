import { Forbidden, IdempotencyKeyReused } from '../src/errors.ts';
import type { Swept } from '../src/registry/sweep.ts';
import * as resolvers from '../src/resolvers/sweep.ts';
import { builder } from './builder.ts';
import { idempotencyKeyField, inputArgument, resultOf } from './describe.ts';

const SweepArtifactsInput = builder.inputType('SweepArtifactsInput', {
  description: 'The files to check.',
  fields: (t) => ({
    olderThanHours: t.int({
      defaultValue: 24,
      description: 'Only files that were uploaded more than this many hours ago. At least 24, which is the default.',
    }),
    after: t.string({ description: '`endCursor` of the previous call.' }),
    dryRun: t.boolean({ description: 'Dry run: only count what would be removed. Defaults to false.' }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SweepArtifactsPayload = builder.objectRef<Swept>('SweepArtifactsPayload').implement({
  description: 'The files that were checked and removed.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Number of files that were checked.' }),
    removed: t.exposeInt('removed', { description: 'Number of files that were removed.' }),
    bytes: t.expose('bytes', { type: 'SafeInt', description: 'Total size of the removed files, in bytes.' }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor for `after` of the next call. Null when all files were checked.',
    }),
  }),
});

builder.mutationField('sweepArtifacts', (t) =>
  t.field({
    type: SweepArtifactsPayload,
    description:
      'Remove uploaded files that no version references. May take several calls: pass `endCursor` as `after`. For admins.',
    errors: {
      types: [Forbidden, IdempotencyKeyReused],
      union: { name: 'SweepArtifactsResult', description: resultOf('sweepArtifacts') },
    },
    args: { input: t.arg({ type: SweepArtifactsInput, required: true, description: inputArgument }) },
    resolve: resolvers.sweepArtifacts,
  }),
);
