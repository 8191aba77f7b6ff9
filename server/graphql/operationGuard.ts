import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { withTimeout } from '../../packages/node/timers.ts';
import type { Tracing } from '../../packages/node/tracing.ts';
import { asStream, type Stream, stream } from '../../src/feed/streams.ts';
import { RateLimited } from '../access/rateLimited.ts';
import type { RateLimiter, RateLimitKey } from '../access/rateLimiter.ts';
import {
  bytesCost,
  chargeInput,
  type RequestContext,
  refusedCost,
  refusedDocumentCost,
} from '../access/requestContext.ts';
import type { RequestContexts } from '../access/requestContexts.ts';
import type { RequestQueue } from '../access/requestQueue.ts';
import { refusal } from '../http/refusal.ts';
import { traceOperation } from '../telemetry/tracing/traceOperation.ts';
import { isKeepable } from './answers/keepable.ts';
import { costOf, maxCost } from './cost.ts';
import { tooComplex } from './limits.ts';
import { maskError } from './maskError.ts';
import { secretInWrite } from './secretsInWrites.ts';
import { sizeOfResult } from './sharedResults.ts';

/** How long an operation may take before it times out, in milliseconds. Publishing 20 MiB takes a while. */
const timeoutMs = { query: 10_000, mutation: 30_000, subscription: 10_000 };

export interface OperationGuard {
  /**
   * Whether the operation may run: cheap enough, without a secret, and within the budget. Null, or the reason why not.
   */
  admit(
    requestContext: RequestContext,
    args: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>,
  ): GraphQLError | null;
  /** Replaces a result that is too large to be sent. Its bytes are charged. */
  settle(requestContext: RequestContext, result: ExecutionResult): ExecutionResult;
  /** Executes an admitted operation in its turn and within its timeout, and settles its result. */
  run(requestContext: RequestContext, execute: () => Promise<ExecutionResult>): Promise<ExecutionResult>;
  /** Does it inside of the operation's span. */
  traced<Result extends object>(requestContext: RequestContext, execute: () => Promise<Result>): Promise<Result>;
}

/** Decides before anything is executed, the same way for queries, mutations and subscriptions on every transport. */
export function createOperationGuard(
  limiter: RateLimiter | undefined,
  queue: RequestQueue,
  tracing?: Tracing,
): OperationGuard {
  const guard: OperationGuard = {
    traced: (requestContext, execute) => (tracing ? traceOperation(tracing, requestContext, execute) : execute()),

    run: (requestContext, execute) =>
      guard.traced(requestContext, () =>
        inTurn(queue, requestContext, (leave) =>
          inTime(
            // Left at its end, not at its timeout: until then it is still running.
            () =>
              requestContext.answer.during(async () => guard.settle(requestContext, await execute())).finally(leave),
            requestContext,
            guard.settle,
          ),
        ),
      ),

    admit(requestContext, { schema, document, operationName, variableValues }) {
      const operation = getOperationAST(document, operationName);
      if (!operation) return null;
      const cost = costOf(schema, document, operation, variableValues ?? {});
      requestContext.operation = {
        type: operation.operation,
        name: operation.name?.value ?? null,
        cost: cost ?? 1,
        isKeepable: isKeepable(schema, document, operation),
      };
      const { correlationId, viewer } = requestContext.caller;
      if (cost !== null && cost > maxCost) {
        chargeInput(limiter, requestContext.payer, refusedDocumentCost(document.loc?.source.body.length ?? 0));
        return maskError(
          tooComplex(`The operation costs ${cost}; the maximum is ${maxCost}.`),
          correlationId,
          () => {},
        );
      }
      const secret = secretInWrite(viewer, document, operation, variableValues);
      if (secret) chargeInput(limiter, requestContext.payer, refusedCost);
      if (secret) return maskError(secret, correlationId, () => {});
      try {
        limiter?.spend(...bill(requestContext, operation, cost ?? 1));
        return null;
      } catch (error) {
        if (error instanceof RateLimited) return maskError(error, correlationId, () => {});
        throw error;
      }
    },

    settle(requestContext, result) {
      const { answer, operation, payer, caller } = requestContext;
      try {
        if (answer.problem) throw answer.problem;
        answer.settle(sizeOfResult(result, answer.limit));
        const cost = bytesCost(answer.size);
        limiter?.charge(payer, cost);
        if (operation) operation.cost += cost;
        return result;
      } catch (error) {
        if (operation?.type === 'mutation') return { errors: [refusedAnswer(error, caller.correlationId)] };
        return { errors: [maskError(error, caller.correlationId, () => {})] };
      }
    },
  };
  return guard;
}

/** A write that happened is not undone. */
function refusedAnswer(error: unknown, correlationId: string): GraphQLError {
  const masked = maskError(error, correlationId, () => {});
  return new GraphQLError(`The write took effect, but its answer cannot be sent. ${masked.message}`, {
    extensions: masked.extensions,
  });
}

/** Writes have a separate budget, counted by mutation: reading a lot does not keep a user from publishing. */
function bill({ payer }: RequestContext, operation: OperationDefinitionNode, cost: number): [RateLimitKey, number] {
  if (operation.operation !== 'mutation' || payer.budget !== 'user') return [payer, cost];
  const writes = operation.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD).length;
  return [{ budget: 'writes', id: payer.id }, Math.max(writes, 1)];
}

/**
 * Guards the engine: an operation waits for its place in the queue, and has a timeout from then on. A socket calls the
 * guard itself, before it starts.
 */
export const useOperationGuard = (
  { admit, settle, run, traced }: OperationGuard,
  queue: RequestQueue,
  requestContexts: RequestContexts,
): Plugin => ({
  onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
    const requestContext = requestContexts.of(args.contextValue);
    if (!requestContext) return;
    const problem = requestContext.operation ? null : admit(requestContext, args);
    if (problem) return void setResultAndStopExecution({ errors: [problem] });
    setExecuteFn((given) => run(requestContext, async () => executeFn(given)));
  },
  onSubscribe({ args, subscribeFn, setSubscribeFn, setResultAndStopExecution }) {
    const requestContext = requestContexts.of(args.contextValue);
    const problem = requestContext && !requestContext.operation ? admit(requestContext, args) : null;
    if (problem) return void setResultAndStopExecution({ errors: [problem] });
    if (requestContext) {
      // To begin takes a place; what follows is paced by its reader.
      setSubscribeFn((given) =>
        traced(requestContext, () =>
          inTurn(queue, requestContext, async (leave) => {
            try {
              return await subscribeFn(given);
            } finally {
              leave();
            }
          }),
        ),
      );
    }
    return {
      onSubscribeResult({ result, setResult }) {
        if (requestContext && Symbol.asyncIterator in result) setResult(settled(result, requestContext, settle));
      },
    };
  },
});

/** Does the work when it has its place, or tells the caller to come back. */
async function inTurn<Result>(
  queue: RequestQueue,
  { payer, caller, operation }: RequestContext,
  work: (leave: () => void) => Promise<Result>,
): Promise<Result | ExecutionResult> {
  let leave: () => void;
  try {
    leave = await queue.enter(payer, operation?.cost ?? 1);
  } catch (error) {
    return { errors: [maskError(error, caller.correlationId, () => {})] };
  }
  return work(leave);
}

/** The values of a subscription, each a separate response: it was delivered when the next one is requested. */
function settled(
  values: AsyncIterable<ExecutionResult>,
  requestContext: RequestContext,
  settle: OperationGuard['settle'],
): Stream<ExecutionResult> {
  const source = asStream(values);
  const { answer } = requestContext;
  return stream({
    take() {
      answer.reset();
      const result = source.take();
      return !result || result.done ? result : { value: settle(requestContext, result.value), done: false };
    },
    whenReady(go) {
      answer.reset();
      source.whenReady(go);
    },
    end() {
      answer.reset();
      return source.return?.();
    },
  });
}

/**
 * The response, or its replacement: TIMEOUT, or too large. The work itself continues: a statement has its own timeout.
 */
async function inTime(
  run: () => Promise<ExecutionResult>,
  requestContext: RequestContext,
  settle: OperationGuard['settle'],
): Promise<ExecutionResult> {
  const { operation, caller, answer } = requestContext;
  const ms = timeoutMs[operation?.type ?? 'query'];
  const isWrite = operation?.type === 'mutation';
  const advice = isWrite
    ? 'The write may still take effect; repeat it with the same idempotency key.'
    : 'Request less data at once.';
  const refused = new Promise<ExecutionResult>((resolve) => {
    // A write is awaited, so that its outcome is known.
    if (!isWrite) answer.whenRefused(() => resolve(settle(requestContext, {})));
  });
  return withTimeout(ms, Promise.race([run(), refused]), () => ({
    data: null,
    errors: [refusal('TIMEOUT', `Timed out after ${ms / 1_000} s. ${advice}`, 200, caller.correlationId)],
  }));
}
