import { Forbidden, IdempotencyKeyReused, NotFound, StaleClaim } from '../src/errors.ts';
import type { Retried } from '../src/registry/retryRun.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { RetryFrom } from './enums.ts';
import { Run } from './refs.ts';

const RetryRunInput = builder.inputType('RetryRunInput', {
  description: 'The run to retry, and from where.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'The id of a run that has failed.' }),
    from: t.field({ type: RetryFrom, defaultValue: 'FAILED', description: 'Defaults to FAILED.' }),
    reason: t.string({ description: 'Why, for whoever reads the run: up to 500 characters.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RetryRunPayload = builder.objectRef<Retried>('RetryRunPayload').implement({
  description: 'The run, open again.',
  fields: (t) => ({ run: t.field({ type: Run, description: 'The same run.', resolve: resolvers.retriedRun }) }),
});

builder.mutationField('retryRun', (t) =>
  t.field({
    type: RetryRunPayload,
    description: 'Retries a run that has failed, with the same versions and variables. `StaleClaim` for any other run.',
    errors: {
      types: [NotFound, Forbidden, StaleClaim, IdempotencyKeyReused],
      union: { name: 'RetryRunResult', description: resultOf('retryRun') },
    },
    args: { input: t.arg({ type: RetryRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.retryRun,
  }),
);
