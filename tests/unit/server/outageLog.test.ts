import { expect, it } from 'vitest';
import { maskError } from '../../../server/graphql/maskError.ts';
import { outageLog } from '../../../server/telemetry/outageLog.ts';
import { RequestError } from '../../../src/errors.ts';

const outage = (code: string) =>
  new RequestError('UNAVAILABLE', 'The disk is full.', { cause: Object.assign(new Error('No space: "x"'), { code }) });

it('logs each cause once a minute, with the first request that met it', () => {
  const lines: unknown[] = [];
  let now = 0;
  const log = { error: (fields: unknown) => void lines.push(fields) };
  const report = outageLog(log as never, () => now);
  for (const request of ['first', 'second', 'third']) {
    maskError(outage('53100'), request, () => {}, report);
  }
  expect(lines).toEqual([{ correlationId: 'first', failure: expect.objectContaining({ code: '53100' }) }]);
  maskError(outage('53200'), 'fourth', () => {}, report);
  expect(lines).toHaveLength(2);
  now = 61_000;
  maskError(outage('53100'), 'fifth', () => {}, report);
  expect(lines).toHaveLength(3);
  maskError(new RequestError('UNAVAILABLE', 'Away.'), 'without a cause', () => {}, report);
  expect(lines).toHaveLength(3);
});
