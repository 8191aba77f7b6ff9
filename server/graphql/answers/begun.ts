import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '../../access/requestContext.ts';

/** What was done for a request whose answer was looked for and not found, so that it is not done again. */
export interface Begun {
  readonly correlationId: string;
  /** Rejects as `createRequestContext` does. */
  readonly requestContext: Promise<RequestContext>;
  /** The body, if it was read. Rejects with the refusals of `readBytes`. */
  readonly body: Promise<Uint8Array> | undefined;
  /** The result, if the operation was executed: what is left is to write the response. */
  readonly result?: ExecutionResult;
}
