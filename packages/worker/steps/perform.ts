import { GatewayRefused, GatewayUnreachable } from '../../client/index.ts';
import { NotAsPublished } from '../../manifest/index.ts';
import type { Tracing } from '../../node/tracing.ts';
import { type CopiedAgent, InvalidAgent } from '../copy/copiedAgent.ts';
import { type Copy, NotInCopy } from '../copy/copy.ts';
import { redactorOf } from '../document/redact.ts';
import { type DocumentRules, stepDocument } from '../document/stepDocument.ts';
import type { Executor, TokenUsage } from '../executors/executor.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../problem.ts';
import { StepFailure } from '../stepFailure.ts';
import type { Claim } from './claim.ts';
import { ClaimLost } from './lease.ts';
import { failed, type Result, succeeded } from './result.ts';

interface PerformParts {
  copy: Copy;
  executor: Executor;
  rules: DocumentRules;
  /** Default if neither the step nor the agent's profile has a value. */
  timeoutSeconds: number;
  tracing?: Tracing | undefined;
  log: Log;
}

/**
 * Executes a step: its agent in exactly the version of the run, its document, its executor.
 *
 * @param signal stops it; its reason is a StepFailure, which is reported, or ClaimLost
 * @throws ClaimLost
 */
export async function perform(
  claim: Claim,
  { copy, executor, rules, timeoutSeconds, tracing, log }: PerformParts,
  signal: AbortSignal,
): Promise<Result> {
  let redactor = redactorOf([]);
  let stopped = signal;
  let usage: TokenUsage | undefined;
  try {
    const agent = await agentOf(claim, copy);
    const prepared = await stepDocument(claim, agent, rules);
    redactor = prepared.redactor;
    signal.throwIfAborted();
    const seconds = claim.timeoutSeconds ?? agent.resourceProfile?.timeoutSeconds ?? timeoutSeconds;
    const limit = timeLimit(seconds);
    stopped = AbortSignal.any([signal, limit.signal]);
    try {
      const outputs = await executor.run(prepared.document, {
        signal: stopped,
        leftMs: limit.leftMs,
        redactor,
        traceHeaders: tracing?.headers(),
        used: ({ inputTokens, outputTokens }) => {
          usage = {
            inputTokens: (usage?.inputTokens ?? 0) + inputTokens,
            outputTokens: (usage?.outputTokens ?? 0) + outputTokens,
          };
        },
        say: (line) => log.info(`${claim.stepId} | ${line}`),
      });
      stopped.throwIfAborted();
      return succeeded(claim, redactor.value(outputs) as Record<string, unknown>, usage);
    } finally {
      limit.end();
    }
  } catch (error) {
    const cause: unknown = stopped.aborted ? stopped.reason : error;
    if (cause instanceof ClaimLost) throw cause;
    const failure = failureFrom(cause);
    const { code, message, retry } = failure;
    return failed(claim, { code, retry, message: redactor.text(message) }, usage);
  }
}

async function agentOf({ agent }: Claim, copy: Copy): Promise<CopiedAgent> {
  if (!agent)
    throw new StepFailure(
      'agent_unavailable',
      'The agent of this step was not found, or the worker does not have access to it.',
    );
  const { agentId, namespace, version, digest, digestRule } = agent;
  return copy.agent(agentId, { namespace, version, digest, digestRule });
}

/** After this many seconds the signal is aborted with `timeout`. */
function timeLimit(seconds: number) {
  const until = performance.now() + seconds * 1_000;
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(new StepFailure('timeout', `The step was stopped after ${seconds} seconds.`)),
    seconds * 1_000,
  );
  return { signal: stop.signal, leftMs: () => until - performance.now(), end: () => clearTimeout(timer) };
}

/** The report for an error. */
function failureFrom(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  if (error instanceof InvalidAgent) return new StepFailure('agent_unusable', error.message, { retry: false });
  const isAway = [NotInCopy, NotAsPublished, GatewayRefused, GatewayUnreachable].some((kind) => error instanceof kind);
  return new StepFailure(isAway ? 'agent_unavailable' : 'executor_failed', messageOf(error));
}
