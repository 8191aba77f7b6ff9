import type { ExecutionResult } from 'graphql';
import type { Tracing } from '../../../packages/node/tracing.ts';
import type { RequestContext } from '../../access/requestContext.ts';
import { shownName } from '../shownName.ts';

/** Executes an operation inside of a span with its type and its name; its document and its variables stay out. */
export function traceOperation<Result extends object>(
  tracing: Tracing,
  { operation, refusals }: RequestContext,
  execute: () => Promise<Result>,
): Promise<Result> {
  const type = operation?.type ?? 'query';
  const name = shownName(operation?.name ?? null);
  const attributes = { 'graphql.operation.type': type, 'graphql.operation.name': name ?? undefined };
  return tracing.span(name === null ? type : `${type} ${name}`, { attributes }, async (span) => {
    const result = await execute();
    const code = (result as ExecutionResult).errors?.[0]?.extensions.code;
    if (code !== undefined) span?.fail(String(code));
    if (refusals.size > 0) span?.set({ 'registry.refusals': [...refusals] });
    return result;
  });
}
