import { handleStreamOrSingleExecutionResult } from '@envelop/core';
import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { asStream, type Stream, stream } from '../../src/feed/streams.ts';
import type { Context } from '../../src/resolvers/context.ts';
import type { Report } from '../telemetry/report.ts';
import { variableErrors } from './inputProblems.ts';
import { maskError } from './maskError.ts';

/** The masked values of each subscription, by the context of its operation. */
const streams = new WeakMap<Context, Stream<ExecutionResult>>();

/**
 * The values of a subscription without the streams that the engine puts around them, which mask them once more, with
 * several promises for each value of each subscriber.
 */
export const maskedStreamOf = (context: Context): Stream<ExecutionResult> | undefined => streams.get(context);

/** Masks errors during the execution of an operation, with the correlation id of its request. */
export function useMasking(report: Report, outage?: Report): Plugin<Context> {
  const masked = (args: Executed, result: ExecutionResult) => maskResult(args, result, report, outage);
  const failed = ({ contextValue }: Executed, error: unknown) =>
    maskError(error, contextValue.correlationId, report, outage);

  return {
    onExecute: ({ args }) => ({
      onExecuteDone: (done) =>
        handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => setResult(masked(args, result))),
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult({ result, setResult }) {
        if (!(Symbol.asyncIterator in result)) return setResult(masked(args, result));
        const values = maskedValues(
          result,
          (value) => masked(args, value),
          (error) => failed(args, error),
        );
        streams.set(args.contextValue, values);
        setResult(values);
      },
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

/** Each value, masked, and the error that ends them. */
function maskedValues(
  values: AsyncIterable<ExecutionResult>,
  mask: (value: ExecutionResult) => ExecutionResult,
  maskFailure: (error: unknown) => GraphQLError,
): Stream<ExecutionResult> {
  const source = asStream(values);
  return stream({
    take() {
      try {
        const next = source.take();
        return !next || next.done || !next.value.errors ? next : { value: mask(next.value), done: false };
      } catch (error) {
        throw maskFailure(error);
      }
    },
    whenReady: source.whenReady,
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
