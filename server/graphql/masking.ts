import { handleStreamOrSingleExecutionResult } from '@envelop/core';
import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { iteratorOf } from '../../src/feed/streams.ts';
import type { Context } from '../../src/resolvers/context.ts';
import type { Report } from '../telemetry/report.ts';
import { variableErrors } from './inputProblems.ts';
import { maskError } from './maskError.ts';

/** Masks errors during the execution of an operation, with the correlation id of its request. */
export function useMasking(report: Report, outage?: Report): Plugin<Context> {
  const masked = (args: Executed, result: ExecutionResult) => maskResult(args, result, report, outage);

  return {
    onExecute: ({ args }) => ({
      onExecuteDone: (done) =>
        handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => setResult(masked(args, result))),
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) =>
        setResult(
          Symbol.asyncIterator in result ? maskedValues(result, (value) => masked(args, value)) : masked(args, result),
        ),
      onSubscribeError: ({ error, setError }) =>
        setError(maskError(error, args.contextValue.correlationId, report, outage)),
    }),
  };
}

/** The result with its errors masked. */
export function maskResult(args: Executed, result: ExecutionResult, report: Report, outage?: Report): ExecutionResult {
  if (!result.errors) return result;
  const { correlationId } = args.contextValue;
  const errors = placed(args, result.errors).map((error) => maskError(error, correlationId, report, outage));
  return { ...result, errors };
}

/** Each value, masked. Not by the engine's own helper, which costs several promises for each value of each subscriber. */
function maskedValues(
  values: AsyncIterable<ExecutionResult>,
  mask: (value: ExecutionResult) => ExecutionResult,
): AsyncIterableIterator<ExecutionResult> {
  const source = values[Symbol.asyncIterator]();
  return iteratorOf({
    async next() {
      const next = await source.next();
      return next.done || !next.value.errors ? next : { value: mask(next.value), done: false };
    },
    end: () => source.return?.(),
  });
}

type Executed = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'> & {
  contextValue: Context;
};

/**
 * The messages of graphql-js about variables contain their values; these errors are created from the values instead.
 */
function placed(args: Executed, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const others = errors.filter(({ message }) => !/^Variable "\$\w{1,200}" got invalid value /.test(message));
  if (others.length === errors.length) return errors;
  const operation = getOperationAST(args.document, args.operationName);
  return operation ? [...variableErrors(args.schema, operation, args.variableValues ?? {}), ...others] : errors;
}
