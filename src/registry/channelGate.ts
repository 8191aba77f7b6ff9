import { type ChannelGate, type GateFailure, gateOutcome } from '../db/channel.ts';
import type { Transaction } from '../db/database.ts';
import type { Entry } from '../db/entry.ts';
import type { Version } from '../db/version.ts';
import { GateNotPassed, RequestError } from '../errors.ts';
import { requireCount } from './require.ts';

export type ChannelGateInput = { [Rule in keyof ChannelGate]?: ChannelGate[Rule] | null };

/** Maximum number of hours that a gate looks back: 90 days. */
const maxWindowHours = 2_160;
const maxNumber = 2_147_483_647;

/** A gate as it is stored. Throws BAD_USER_INPUT for a value out of its bounds, and for tests of agents. */
export function parseGate(kind: Entry['kind'], input: ChannelGateInput): ChannelGate {
  const count = (
    rule: 'windowHours' | 'minRuns' | 'maxP95DurationMs' | 'maxTokensPerRun',
    min: number,
    max: number,
  ) => {
    const value = input[rule] ?? null;
    return value === null ? null : requireCount(`gate.${rule}`, value, min, max);
  };
  const minSuccessRate = input.minSuccessRate ?? null;
  if (minSuccessRate !== null && !(minSuccessRate >= 0 && minSuccessRate <= 1))
    throw new RequestError('BAD_USER_INPUT', '`gate.minSuccessRate` must be from 0 to 1.');
  if (input.requireTests && kind === 'AGENT')
    throw new RequestError('BAD_USER_INPUT', '`gate.requireTests` is only for templates; agents have no tests.');
  const maxTokensPerRun = count('maxTokensPerRun', 0, maxNumber);
  return {
    requireTests: input.requireTests ?? null,
    windowHours: count('windowHours', 1, maxWindowHours),
    minRuns: count('minRuns', 1, maxNumber),
    minSuccessRate,
    maxP95DurationMs: count('maxP95DurationMs', 0, maxNumber),
    // Not stored for none, so that a gate from before there was this rule stays the same.
    ...(maxTokensPerRun === null ? {} : { maxTokensPerRun }),
    onRegression: input.onRegression ?? 'PROPOSE',
  };
}

/**
 * Requires that a version shows what the gate of a channel asks for.
 *
 * @throws GateNotPassed with the evidence
 */
export async function requireGate(
  tx: Transaction,
  entry: Entry,
  version: Version,
  channel: string,
  gate: ChannelGate | null,
): Promise<void> {
  if (gate === null) return;
  const [outcome] = await tx.run(gateOutcome(entry.kind, version.id, entry.namespace, gate));
  if (!outcome || outcome.failures.length === 0) return;
  const { failures, evidence } = outcome;
  throw new GateNotPassed(
    `${entry.slug}@${version.version} does not pass the gate of "${channel}": ${failures.map(explain).join('; ')}.`,
    { channel, version: version.version, failures, evidence },
  );
}

function explain({ rule, required, actual }: GateFailure): string {
  switch (rule) {
    case 'REQUIRE_TESTS':
      return `${actual} tests pass, of ${required} required`;
    case 'MIN_RUNS':
      return `${actual} runs ended in the window, ${required} are required`;
    case 'MIN_SUCCESS_RATE':
      return `the success rate is ${actual}, ${required} is required`;
    case 'MAX_P95_DURATION':
      return `the p95 duration is ${actual} ms, the maximum is ${required} ms`;
    case 'MAX_TOKENS_PER_RUN':
      return `a run uses ${actual} tokens on average, the maximum is ${required}`;
  }
}
