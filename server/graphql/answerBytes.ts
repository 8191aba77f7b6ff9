import { RequestError } from '../../src/errors.ts';
import type { AnswerPool } from '../access/answerPool.ts';
import { RateLimited } from '../access/rateLimited.ts';
import { tooComplex } from './limits.ts';

const mebibyte = 1024 * 1024;

/**
 * The memory for responses, in bytes: of one response (a version's files are 20 MiB at most), of all responses that one
 * caller has not received yet, and of all responses of this process.
 */
export const answerLimits = { answer: 24 * mebibyte, caller: 48 * mebibyte, process: 96 * mebibyte } as const;

/** What a caller has reserved. An object is changed faster than a map, and each event changes it for each subscriber. */
interface Held {
  bytes: number;
}

/** Beyond so many callers, those that hold nothing are forgotten. */
const keptCallers = 1_000;

/** Limits the memory of responses: what would exceed it is refused before it is read. */
export function createAnswerPool(limits: Record<keyof typeof answerLimits, number> = answerLimits): AnswerPool {
  const byCaller = new Map<string, Held>();
  let total = 0;

  /** The reservation of a caller. An operation that holds nothing must ask again: it may have been dropped. */
  function heldBy(caller: string): Held {
    const known = byCaller.get(caller);
    if (known) return known;
    if (byCaller.size >= keptCallers) for (const [one, { bytes }] of byCaller) if (bytes === 0) byCaller.delete(one);
    const held = { bytes: 0 };
    byCaller.set(caller, held);
    return held;
  }

  return {
    reserved: () => total,
    open(payer) {
      const caller = `${payer.budget}:${payer.id}`;
      const listeners: ((problem: Error) => void)[] = [];
      let held = heldBy(caller);
      let size = 0;
      let problem: Error | undefined;
      let working = 0;
      let gone = false;

      function refuse(error: Error): never {
        problem = error;
        for (const notify of listeners) notify(error);
        throw error;
      }
      function take(bytes: number): void {
        if (problem) throw problem;
        if (gone) throw new RequestError('UNAVAILABLE', 'The client has left.');
        if (size + bytes > limits.answer) refuse(tooComplex(tooLarge(limits.answer)));
        if (size === 0) held = heldBy(caller);
        if (total + bytes > limits.process || held.bytes + bytes > limits.caller) refuse(new RateLimited(1));
        size += bytes;
        total += bytes;
        held.bytes += bytes;
      }
      function reset(): void {
        problem = undefined;
        total -= size;
        held.bytes -= size;
        size = 0;
      }

      return {
        limit: limits.answer,
        get size() {
          return size;
        },
        get problem() {
          return problem;
        },
        whenRefused: (notify) => void listeners.push(notify),
        take,
        async during(work) {
          working += 1;
          try {
            return await work();
          } finally {
            working -= 1;
            if (gone && working === 0) reset();
          }
        },
        settle: (bytes) => take(Math.max(0, bytes - size)),
        reset,
        release() {
          gone = true;
          if (working === 0) reset();
        },
      };
    },
  };
}

const tooLarge = (limit: number) =>
  `The answer is larger than ${limit / mebibyte} MiB. Request fewer fields, aliases or entries at once, or download files by their address in REST.`;
