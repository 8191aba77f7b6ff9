import { Forbidden, IdempotencyKeyReused, NotFound, StaleClaim } from '../src/errors.ts';
import type { Retried } from '../src/registry/retryRun.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { RetryFrom } from './enums.ts';
import { Run } from './refs.ts';

const RetryRunInput = builder.inputType('RetryRunInput', {
  description: 'The run to retry, and the step to start from.',
  fields: (t) => ({
    runId: t.id({ required: true, description: 'Id of a run that has failed.' }),
    from: t.field({ type: RetryFrom, defaultValue: 'FAILED', description: 'Where to start. Defaults to FAILED.' }),
    reason: t.string({ description: 'Reason for the retry, up to 500 characters. Shown with the run.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RetryRunPayload = builder.objectRef<Retried>('RetryRunPayload').implement({
  description: 'The run that is retried.',
  fields: (t) => ({
    run: t.field({ type: Run, description: 'The run, with the same id as before.', resolve: resolvers.retriedRun }),
  }),
});

builder.mutationField('retryRun', (t) =>
  t.field({
    type: RetryRunPayload,
    description:
      'Retry a failed run with the same versions and variables. Returns `StaleClaim` if the run has not failed.',
    errors: {
      types: [NotFound, Forbidden, StaleClaim, IdempotencyKeyReused],
      union: { name: 'RetryRunResult', description: resultOf('retryRun') },
    },
    args: { input: t.arg({ type: RetryRunInput, required: true, description: inputArgument }) },
    resolve: resolvers.retryRun,
  }),
);
