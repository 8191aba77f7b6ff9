import { type Tracing, traceOfCorrelation } from '../../node/tracing.ts';
import type { Claim } from './claim.ts';
import type { Result } from './result.ts';

/** Executes a step inside of a span, which continues the trace of the request that created its run. */
export function traceStep(
  tracing: Tracing,
  { runId, stepId, attempt, agent, namespace, templateId, correlationId }: Claim,
  work: () => Promise<Result['status'] | null>,
): Promise<Result['status'] | null> {
  const attributes = {
    'registry.run.id': runId,
    'registry.step.id': stepId,
    'registry.step.attempt': attempt,
    'registry.namespace': namespace,
    'registry.template.id': templateId ?? undefined,
    'registry.agent.id': agent?.agentId,
    'registry.agent.version': agent?.version,
    'registry.correlation_id': correlationId ?? undefined,
  };
  const options = { kind: 'consumer', attributes, from: traceOfCorrelation(correlationId) } as const;
  return tracing.span(`step ${stepId}`, options, async (span) => {
    const status = await work();
    span?.set({ 'registry.step.status': status ?? 'ABANDONED' });
    if (status !== 'SUCCEEDED') span?.fail(status ?? 'ABANDONED');
    return status;
  });
}
