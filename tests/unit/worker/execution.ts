import { type Redactor, redactorOf } from '../../../packages/worker/document/redact.ts';
import type { StepDocument } from '../../../packages/worker/document/stepDocument.ts';
import type { ExecutionContext, Executor, TokenUsage } from '../../../packages/worker/executors/executor.ts';

export const document: StepDocument = {
  run: { id: 'run-1', namespace: 'default', templateId: 'review-round', environment: null },
  step: { id: 'first', name: 'First look', attempt: 2 },
  agent: { agentId: 'reviewer', namespace: 'default', version: '1.0.0', digest: 'd', model: null, entryPrompt: null },
  prompts: { 'prompts/system.md': 'You review {{ variables.change }}.' },
  mcpServers: {},
  resolvedAddresses: {},
  env: {},
  resourceProfile: null,
  inputs: { change: 'ä 1' },
  outputs: { findings: { type: 'array' } },
};

/** Runs an executor as the worker does; its output is in `said`, the tokens that it used in `tokens`. */
export function execution(executor: Executor, { leftMs = 60_000, redactor = redactorOf([]) as Redactor } = {}) {
  const said: string[] = [];
  const tokens: TokenUsage[] = [];
  const stop = new AbortController();
  const context: ExecutionContext = {
    signal: stop.signal,
    leftMs: () => leftMs,
    redactor,
    used: (usage) => void tokens.push(usage),
    say: (line) => void said.push(line),
  };
  return { said, tokens, stop, run: () => executor.run(document, context) };
}
