import { Forbidden, IdempotencyKeyReused, NotFound, StaleClaim } from '../src/errors.ts';
import type { Cancelled } from '../src/registry/cancelRun.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { Run } from './refs.ts';

const CancelRunInput = builder.inputType('CancelRunInput', {
  description: 'The run to cancel, and why.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of a run that has not finished.' }),
    reason: t.string({ description: 'Reason, up to 500 characters. Shown with the run.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const CancelRunPayload = builder.objectRef<Cancelled>('CancelRunPayload').implement({
  description: 'The cancelled run.',
  fields: (t) => ({
    run: t.field({ type: Run, description: 'The run with its steps.', resolve: resolvers.cancelledRun }),
  }),
});

builder.mutationField('cancelRun', (t) =>
  t.field({
    type: CancelRunPayload,
    description:
      'Cancel a run: queued steps never start, and workers stop running ones. Returns `StaleClaim` if the run has succeeded or failed. A run that is already cancelled stays unchanged.',
    errors: {
      types: [NotFound, Forbidden, StaleClaim, IdempotencyKeyReused],
      union: { name: 'CancelRunResult', description: resultOf('cancelRun') },
    },
    args: { input: t.arg({ type: CancelRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.cancelRun,
  }),
);
