import { handleStreamOrSingleExecutionResult } from '@envelop/core';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../resolvers/context.ts';
import { maskError, type Report } from './maskError.ts';

/** Masks what went wrong while an operation ran, under the correlation id of its request. */
export function useMasking(report: Report): Plugin<Context> {
  const masked = ({ correlationId }: Context, result: ExecutionResult): ExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, correlationId, report)) }
      : result;

  return {
    onExecute: ({ args }) => ({
      onExecuteDone: (done) =>
        handleStreamOrSingleExecutionResult(done, ({ result, setResult }) =>
          setResult(masked(args.contextValue, result)),
        ),
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: (started) =>
        handleStreamOrSingleExecutionResult(started, ({ result, setResult }) =>
          setResult(masked(args.contextValue, result)),
        ),
      onSubscribeError: ({ error, setError }) => setError(maskError(error, args.contextValue.correlationId, report)),
    }),
  };
}
