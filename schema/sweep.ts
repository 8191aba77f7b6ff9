import { Forbidden, IdempotencyKeyReused } from '../src/errors.ts';
import type { Swept } from '../src/registry/sweep.ts';
import * as resolvers from '../src/resolvers/sweep.ts';
import { builder } from './builder.ts';
import { idempotencyKeyField, inputArgument, resultOf } from './describe.ts';

const SweepArtifactsInput = builder.inputType('SweepArtifactsInput', {
  description: 'Which files to look at.',
  fields: (t) => ({
    olderThanHours: t.int({ defaultValue: 24, description: 'Only files that were uploaded longer ago; at least 24.' }),
    after: t.string({ description: 'The `endCursor` of the call before.' }),
    dryRun: t.boolean({ description: 'Only say what would be removed.' }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SweepArtifactsPayload = builder.objectRef<Swept>('SweepArtifactsPayload').implement({
  description: 'What was looked at and removed.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Files that were looked at.' }),
    removed: t.exposeInt('removed'),
    bytes: t.expose('bytes', { type: 'SafeInt', description: 'The size of what was removed.' }),
    endCursor: t.exposeString('endCursor', { nullable: true, description: 'Go on from here; null when all was seen.' }),
  }),
});

builder.mutationField('sweepArtifacts', (t) =>
  t.field({
    type: SweepArtifactsPayload,
    description: 'Removes uploaded files that no version refers to. Long stores take several calls.',
    errors: {
      types: [Forbidden, IdempotencyKeyReused],
      union: { name: 'SweepArtifactsResult', description: resultOf('sweepArtifacts') },
    },
    args: { input: t.arg({ type: SweepArtifactsInput, required: true, description: inputArgument }) },
    resolve: resolvers.sweepArtifacts,
  }),
);
