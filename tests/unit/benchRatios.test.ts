import { expect, it } from 'vitest';
import { compareRatios } from '../../bench/recorded.ts';
import { cpuRatio, type PeerResult } from '../../bench/report.ts';

it.each([
  ['the recorded ratio', 0.6, []],
  ['three quarters of it', 0.45, []],
  ['less', 0.44, ["get: the CPU time of hand-written is 0.44 of the gateway's; at least 0.45 is expected."]],
  [
    'nothing that can be measured',
    Number.NaN,
    ["get: the CPU time of hand-written is NaN of the gateway's; at least 0.45 is expected."],
  ],
])('a run of the benchmark falls short below three quarters of the recorded ratio: %s', (_, ratio, expected) => {
  expect(compareRatios({ get: 0.6, page: 0.5 }, { get: ratio })).toEqual(expected);
});

it('a scenario without a recorded ratio falls short', () => {
  expect(compareRatios({ page: 0.5 }, { get: 1 })).toEqual([
    'get: no ratio is recorded. Run the benchmark with --record.',
  ]);
});

it('the ratio is that of all CPU time a request, round by round', () => {
  const result = (peer: PeerResult['peer'], cpus: [server: number, postgres: number][]): PeerResult => ({
    peer,
    samples: cpus.map(([serverCpu, postgresCpu]) => ({ requestsPerSecond: 1, p50: 1, p95: 1, serverCpu, postgresCpu })),
    counted: null,
    bytes: 1,
  });
  const handwritten = result('handwritten', [
    [1, 2],
    [2, 4],
    [1, 1],
  ]);
  const gateway = result('gateway', [
    [2, 4],
    [2, 4],
    [4, 4],
  ]);
  expect(cpuRatio([handwritten, gateway])).toBe(0.5);
});
