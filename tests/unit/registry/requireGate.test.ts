import { expect, it } from 'vitest';
import { type ChannelGate, type GateFailure, gateOutcome } from '../../../src/db/channel.ts';
import type { Entry } from '../../../src/db/entry.ts';
import type { Version } from '../../../src/db/version.ts';
import { parseGate, requireGate } from '../../../src/registry/channelGate.ts';
import { answering } from './answering.ts';

const entry = { kind: 'TEMPLATE', namespace: 'acme', slug: 'release' } as Entry;
const version = { id: 'v', version: '1.2.0' } as Version;
const gate = parseGate('TEMPLATE', { minRuns: 5 });
const evidence = { runs: 3 };

/** Requires the gate when these fail; null stands for a version that is gone. */
async function required(failures: GateFailure[] | null, asked: ChannelGate | null = gate) {
  const { tx, sent } = answering([
    gateOutcome('TEMPLATE', '', '', gate),
    () => (failures === null ? [] : [{ failures, evidence }]),
  ]);
  await requireGate(tx, entry, version, 'stable', asked);
  return sent;
}

it.each([null, []])('a version without failures passes: %j', async (failures) => {
  expect(await required(failures)).toHaveLength(1);
});

it('a channel without a gate asks for nothing', async () => {
  expect(await required([{ rule: 'MIN_RUNS', required: 5, actual: 3 } as GateFailure], null)).toEqual([]);
});

it('each rule that a version does not pass is told, with the evidence', async () => {
  const failures = [
    { rule: 'REQUIRE_TESTS', required: 4, actual: 3 },
    { rule: 'MIN_RUNS', required: 5, actual: 2 },
    { rule: 'MIN_SUCCESS_RATE', required: 0.9, actual: 0.5 },
    { rule: 'MAX_P95_DURATION', required: 100, actual: 250 },
    { rule: 'MAX_TOKENS_PER_RUN', required: 1_000, actual: 1_500 },
  ] as GateFailure[];
  await expect(required(failures)).rejects.toMatchObject({
    ...{ code: 'GATE_NOT_PASSED', channel: 'stable', version: '1.2.0', failures, evidence },
    message:
      'release@1.2.0 does not pass the gate of "stable": 3 tests pass, of 4 required; ' +
      '2 runs ended in the window, 5 are required; the success rate is 0.5, 0.9 is required; ' +
      'the p95 duration is 250 ms, the maximum is 100 ms; a run uses 1500 tokens on average, the maximum is 1000.',
  });
});
