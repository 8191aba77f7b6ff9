import type { Server } from 'node:http';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { RequestError } from '../errors.ts';
import type { Caller } from '../registry/services.ts';
import type { Authenticate } from './auth.ts';
import { correlationIdOf } from './correlation.ts';
import type { Gateway } from './yoga.ts';

/** What of the engine is on its way with an operation. */
type Envelope = Pick<ReturnType<Gateway['getEnveloped']>, 'execute' | 'subscribe'>;

/**
 * Serves `graphql-transport-ws` (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md) on the same path.
 * The token comes in the payload of `connection_init` as `authorization`, or in the header of the upgrade.
 *
 * @returns how to close it: every socket is told that the server goes away
 */
export function serveWebSocket(server: Server, gateway: Gateway, authenticate: Authenticate): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 65_536 });
  const callers = new WeakMap<object, Caller>();

  const disposable = useServer(
    {
      connectionInitWaitTimeout: 3_000,
      async onConnect(context) {
        const { authorization, Authorization } = (context.connectionParams ?? {}) as Record<string, unknown>;
        const given = authorization ?? Authorization ?? context.extra.request.headers.authorization;
        try {
          const { viewer, expiresAt } = await authenticate(
            typeof given === 'string' ? given : given === undefined ? null : '',
          );
          callers.set(context.extra, { viewer, correlationId: correlationIdOf(null) });
          closeAt(context.extra.socket, expiresAt);
          return true;
        } catch (error) {
          if (error instanceof RequestError) return false; // graphql-ws closes with 4403 Forbidden.
          throw error;
        }
      },
      async onSubscribe(context, _id, params) {
        const caller = callers.get(context.extra);
        const { schema, execute, subscribe, contextFactory, parse, validate } = gateway.getEnveloped({
          caller,
          params,
        });
        const args: ExecutionArgs = {
          schema,
          operationName: params.operationName,
          document: parse(params.query),
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe } satisfies Envelope,
        };
        const errors = validate(args.schema, args.document);
        return errors.length > 0 ? errors : args;
      },
      execute: (args) => (args.rootValue as Envelope).execute(args),
      subscribe: (args) => (args.rootValue as Envelope).subscribe(args),
    },
    sockets,
  );
  return async () => {
    await disposable.dispose();
    sockets.close();
  };
}

/** A socket lives no longer than the token that opened it. */
function closeAt(
  socket: { close(code: number, reason: string): void; once(event: 'close', listener: () => void): unknown },
  expiresAt: number | null,
) {
  if (expiresAt === null) return;
  const left = Math.min(expiresAt * 1_000 - Date.now(), 2 ** 31 - 1);
  const timer = setTimeout(() => socket.close(4403, 'Forbidden'), Math.max(left, 0));
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
