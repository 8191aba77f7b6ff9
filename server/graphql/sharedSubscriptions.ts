import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { iteratorOf } from '../../src/feed/streams.ts';
import { createTurns } from '../../src/feed/turns.ts';
import { type Context, createContext } from '../../src/resolvers/context.ts';
import type { AnswerBytes } from '../access/answerPool.ts';
import { share } from './sharedResults.ts';
import { sharingOf } from './subscriptionKey.ts';

/** How long a value may be given to others after it was resolved, in milliseconds: as long as a page of the log. */
const maxAgeMs = 1_000;

/** What an event is for all who ask the same. */
interface Resolved {
  result: Promise<ExecutionResult>;
  /** How often the log had changed by then: what is read later may be different. */
  changes: number;
  at: number;
}

/** The subscriptions that ask the same, as viewers who may see the same. */
interface Group {
  members: number;
  resolved: WeakMap<object, Resolved>;
}

/**
 * Resolves each event once for all subscriptions that are equal: same document, same variables, viewers who may see the
 * same. Each keeps a position in the log of its own; a slow one goes on from there, and gets values of its own if the
 * log has grown since. A value with an error is nobody else's: each tries for itself, with its own correlation id.
 */
export function useSharedSubscriptions(): Plugin<Context> {
  const groups = new WeakMap<DocumentNode, Map<string, Group>>();
  const turns = createTurns();

  function join(document: DocumentNode, key: string): { group: Group; leave(): void } {
    const ofDocument = groups.get(document) ?? new Map<string, Group>();
    groups.set(document, ofDocument);
    const group: Group = ofDocument.get(key) ?? { members: 0, resolved: new WeakMap() };
    ofDocument.set(key, group);
    group.members += 1;
    return {
      group,
      leave() {
        group.members -= 1;
        if (group.members === 0) ofDocument.delete(key);
      },
    };
  }

  async function subscribe(args: ExecutionArgs & { contextValue: Context }) {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) throw new Error('A subscription without an operation.');
    const events = source[Symbol.asyncIterator]();
    const { viewer, services } = args.contextValue;
    const { as, key } = sharingOf(args.document, operation, args.variableValues, viewer);
    const { group, leave } = join(args.document, key);
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      leave();
    };

    const resolve = async (event: unknown, viewer: Context['viewer']): Promise<ExecutionResult> => {
      const { correlationId, answer, refused, concerns, engages, searchGate } = args.contextValue;
      const contextValue = createContext(
        services,
        { viewer, correlationId },
        { answer, refused, concerns, engages, searchGate },
      );
      return execute({ ...args, rootValue: event, contextValue });
    };

    const resolveShared = async (event: object): Promise<ExecutionResult> => {
      const result = await resolve(event, as);
      const { size, limit } = args.contextValue.answer as AnswerBytes;
      return result.errors ? result : share(result, size, limit);
    };

    function resultOf(event: object): Promise<ExecutionResult> {
      const changes = services.feed.changes();
      const kept = group.resolved.get(event);
      if (kept && kept.changes === changes && performance.now() - kept.at < maxAgeMs) return kept.result;
      const result = resolveShared(event);
      group.resolved.set(event, { result, changes, at: performance.now() });
      return result;
    }

    return iteratorOf<ExecutionResult>({
      async next() {
        try {
          const { value: event, done } = await events.next();
          if (!done) {
            const result = await resultOf(event as object);
            const turn = turns.take();
            if (turn) await turn;
            return { value: result.errors ? await resolve(event, viewer) : result, done: false };
          }
        } catch (error) {
          end();
          throw error;
        }
        end();
        return { value: undefined, done: true };
      },
      async end() {
        end();
        await events.return?.();
      },
    });
  }

  return {
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe as never),
  };
}
