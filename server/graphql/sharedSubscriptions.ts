import { setTimeout } from 'node:timers/promises';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { asStream, stream } from '../../src/feed/streams.ts';
import { createTurns } from '../../src/feed/turns.ts';
import { type Context, createContext } from '../../src/resolvers/context.ts';
import type { AnswerBytes } from '../access/answerPool.ts';
import { RateLimited } from '../access/rateLimited.ts';
import type { RateLimiter } from '../access/rateLimiter.ts';
import type { RequestContexts } from '../access/requestContexts.ts';
import { share } from './sharedResults.ts';
import { sharingOf } from './subscriptionKey.ts';

/** How long a value may be given to others after it was resolved, in milliseconds: as long as a page of the log. */
const maxAgeMs = 1_000;

/** How often a reader whose budget is exhausted looks whether it may go on, in milliseconds: less than `maxAgeMs`. */
const lookEveryMs = 250;

/** What an event is for all who ask the same. */
interface Resolved {
  result: Promise<ExecutionResult>;
  /** The same once it is there: thousands take it without a promise. */
  value?: ExecutionResult;
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
 *
 * Each value costs what the operation costs, and is charged to the one for whom it is resolved. While its budget is
 * exhausted, a reader waits before its next event, and gets what was resolved for others meanwhile.
 */
export function useSharedSubscriptions(
  limiter: RateLimiter | undefined,
  requestContexts: RequestContexts,
): Plugin<Context> {
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
    const events = asStream(source);
    const { viewer, services } = args.contextValue;
    const { as, key } = sharingOf(args.document, operation, args.variableValues, viewer);
    const { group, leave } = join(args.document, key);
    const requestContext = requestContexts.of(args.contextValue);
    // Bytes are added to it with each value.
    const cost = requestContext?.operation?.cost ?? 1;
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

    /** Charges a value, unless the budget is exhausted. */
    function pay(): boolean {
      if (!limiter || !requestContext) return true;
      try {
        limiter.spend(requestContext.payer, cost);
        return true;
      } catch (error) {
        if (error instanceof RateLimited) return false;
        throw error;
      }
    }

    /** Does it as soon as the budget allows it, or as it need not be done. */
    async function whenPaid<Done>(attempt: () => Done | null): Promise<Done> {
      for (;;) {
        const done = attempt();
        if (done !== null) return done;
        await setTimeout(lookEveryMs, undefined, { ref: false });
        if (ended) throw new Error('The subscription has ended.');
      }
    }

    /**
     * What the event is for all of the group: what was resolved of it a moment ago, or is being resolved. Null if this reader
     * cannot pay for it.
     */
    function resolvedFor(event: object): Resolved | null {
      const changes = services.feed.changes();
      const kept = group.resolved.get(event);
      if (kept && kept.changes === changes && performance.now() - kept.at < maxAgeMs) return kept;
      if (!pay()) return null;
      const result = resolveShared(event);
      services.feed.hold(event, result);
      const resolved: Resolved = { result, changes, at: performance.now() };
      result.then(
        (value) => {
          resolved.value = value;
        },
        () => {}, // Those who wait for it have the error.
      );
      group.resolved.set(event, resolved);
      return resolved;
    }

    /** A result that was waited for, or why there is none. */
    let had: { result: ExecutionResult } | { error: unknown } | undefined;
    let working: Promise<void> | undefined;
    const work = (make: () => Promise<ExecutionResult>) => {
      working = make().then(
        (result) => {
          working = undefined;
          had = { result };
        },
        (error) => {
          working = undefined;
          had = { error };
        },
      );
    };

    /** The result of the event, if it is there and it is this reader's turn; null when it is being waited for. */
    function resultOf(event: object): ExecutionResult | null {
      const resolved = resolvedFor(event);
      const value = resolved?.value;
      const turn = value && turns.take();
      if (value && !value.errors && !turn) return value;
      work(async () => {
        const shared = value ?? (await (resolved ?? (await whenPaid(() => resolvedFor(event)))).result);
        await (value ? turn : turns.take());
        if (!shared.errors) return shared;
        await whenPaid(() => pay() || null);
        return resolve(event, viewer);
      });
      return null;
    }

    function take(): IteratorResult<ExecutionResult> | null {
      if (working) return null;
      const waited = had;
      had = undefined;
      if (waited && 'error' in waited) throw waited.error;
      if (waited) return { value: waited.result, done: false };
      const next = events.take();
      if (!next || next.done) return next;
      const value = resultOf(next.value as object);
      return value && { value, done: false };
    }

    return stream<ExecutionResult>({
      take() {
        try {
          const next = take();
          if (next?.done) end();
          return next;
        } catch (error) {
          end();
          throw error;
        }
      },
      whenReady(go) {
        if (working) void working.then(go);
        else if (had) queueMicrotask(go);
        else events.whenReady(go);
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
