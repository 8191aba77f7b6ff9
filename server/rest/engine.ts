import { type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLError, parse } from 'graphql';
import { problemOfError } from '../access/problem.ts';
import type { RequestContext } from '../access/requestContext.ts';
import type { Gateway } from '../graphql/yoga.ts';

export type Data = Record<string, unknown>;

/** Runs operations in process, with the same costs, limits and masking of errors as in GraphQL. */
export interface Engine {
  /** @throws Problem */
  run(requestContext: RequestContext, document: DocumentNode, variables: Data): Promise<Data>;
  /** @throws Problem if the subscription cannot start */
  follow(
    requestContext: RequestContext,
    document: DocumentNode,
    variables: Data,
  ): Promise<AsyncIterableIterator<ExecutionResult>>;
}

/** The documents are those of the routes, which tests check against the schema and the limits. */
export function createEngine(gateway: Gateway): Engine {
  async function begin(requestContext: RequestContext, document: DocumentNode, variableValues: Data) {
    const { schema, execute, subscribe, contextFactory } = gateway.getEnveloped({ requestContext: requestContext });
    const args: ExecutionArgs = { schema, document, variableValues };
    const problem = gateway.operationGuard.admit(requestContext, args);
    if (problem) throw problemOfError(problem);
    args.contextValue = await contextFactory();
    return { args, execute, subscribe };
  }

  return {
    async run(requestContext, document, variables) {
      const { args, execute } = await begin(requestContext, document, variables);
      const { data, errors }: ExecutionResult = await execute(args);
      refuseErrors(errors);
      return data ?? {};
    },
    async follow(requestContext, document, variables) {
      const { args, subscribe } = await begin(requestContext, document, variables);
      const started: AsyncIterableIterator<ExecutionResult> | ExecutionResult = await subscribe(args);
      if (Symbol.asyncIterator in started) return started;
      refuseErrors(started.errors);
      throw new Error('The subscription neither started nor was refused.');
    },
  };
}

function refuseErrors(errors: readonly GraphQLError[] | undefined): void {
  const [error] = errors ?? [];
  if (error) throw problemOfError(error);
}

const parsed = new Map<string, DocumentNode>();

/** The document of a route, parsed once. */
export function documentOf(text: string): DocumentNode {
  const known = parsed.get(text) ?? parse(text);
  parsed.set(text, known);
  return known;
}
