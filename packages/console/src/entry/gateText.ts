import type { ConsoleChannelFragment, GateRule } from '../../generated/graphql.ts';
import { duration } from '../ui/time.tsx';

export type Gate = NonNullable<ConsoleChannelFragment['gate']>;

/** A rule of a gate that a version falls short of, as the gateway and the log tell it. */
export interface GateFailure {
  rule: GateRule;
  required: number;
  actual?: number | null;
}

/** The rules of a gate, each as a phrase. */
export function gateRules(gate: Gate): string[] {
  const { requireTests, windowHours, minRuns, minSuccessRate, maxP95DurationMs, maxTokensPerRun } = gate;
  return [
    requireTests ? 'tests pass' : null,
    minRuns ? `at least ${minRuns} ${minRuns === 1 ? 'run' : 'runs'} in ${hours(windowHours)}` : null,
    typeof minSuccessRate === 'number' ? `success rate of ${percent(minSuccessRate)} or more` : null,
    typeof maxP95DurationMs === 'number' ? `95 % of runs within ${duration(maxP95DurationMs)}` : null,
    typeof maxTokensPerRun === 'number' ? `a mean of at most ${count(maxTokensPerRun)} tokens for a run` : null,
  ].filter((rule) => rule !== null);
}

export function failureText({ rule, required, actual }: GateFailure): string {
  const found = (text: (value: number) => string) => (typeof actual === 'number' ? text(actual) : 'none');
  switch (rule) {
    case 'REQUIRE_TESTS':
      return `Tests that pass: ${found(String)} of ${required}`;
    case 'MIN_RUNS':
      return `Runs that ended: ${found(String)}; required: ${required}`;
    case 'MIN_SUCCESS_RATE':
      return `Success rate: ${found(percent)}; required: ${percent(required)}`;
    case 'MAX_P95_DURATION':
      return `Duration of 95 % of the runs: ${found(duration)}; maximum: ${duration(required)}`;
    case 'MAX_TOKENS_PER_RUN':
      return `Mean of tokens for a run: ${found(count)}; maximum: ${count(required)}`;
  }
}

/** What was counted, as a sentence; null where the gateway sent nothing that is known here. */
export function evidenceText(evidence: unknown): string | null {
  const {
    windowHours,
    runs,
    succeeded,
    failed,
    successRate,
    p95DurationMs,
    runsWithTokens,
    tokensPerRun,
    tests,
    testsPassed,
  } = (evidence ?? {}) as Record<string, unknown>;
  if (typeof runs !== 'number' || typeof windowHours !== 'number') return null;
  const parts = [
    runs === 0 ? 'no runs' : `${runs} ${runs === 1 ? 'run' : 'runs'}, ${succeeded} succeeded and ${failed} failed`,
    typeof successRate === 'number' ? `success rate ${percent(successRate)}` : null,
    typeof p95DurationMs === 'number' ? `95 % within ${duration(p95DurationMs)}` : null,
    typeof tokensPerRun === 'number' && typeof runsWithTokens === 'number'
      ? `${count(tokensPerRun)} tokens for a run (mean of ${runsWithTokens})`
      : null,
    typeof tests === 'number' && tests > 0 ? `${testsPassed} of ${tests} tests pass` : null,
  ].filter((part) => part !== null);
  return `Counted in ${hours(windowHours)}: ${parts.join('; ')}.`;
}

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;

const count = (value: number): string => value.toLocaleString('en');

const hours = (count: number): string =>
  count % 24 === 0 && count > 24 ? `${count / 24} days` : `${count} ${count === 1 ? 'hour' : 'hours'}`;
