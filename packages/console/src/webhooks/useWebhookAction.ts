import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { describeError, isRefusal, newIdempotencyKey, type Refusal } from '../api/outcome.ts';

/** One attempt to change a webhook: whether it is under way, and why it failed. */
export function useWebhookAction() {
  const queries = useQueryClient();
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [isWaiting, setWaiting] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  /** Resolves to the payload; null if it was refused or failed, which is then shown. */
  async function run<Result extends { __typename: string }>(
    send: (idempotencyKey: string) => Promise<Result>,
  ): Promise<Exclude<Result, { code: unknown }> | null> {
    setWaiting(true);
    setRefusal(null);
    setProblem(null);
    try {
      const result = await send(idempotencyKey);
      setIdempotencyKey(newIdempotencyKey());
      if (isRefusal(result)) {
        setRefusal(result as unknown as Refusal);
        return null;
      }
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
      return result as Exclude<Result, { code: unknown }>;
    } catch (error) {
      // The same key again: what was done although no answer arrived is done once.
      setProblem(describeError(error).detail);
      return null;
    } finally {
      setWaiting(false);
    }
  }

  return { run, isWaiting, refusal, problem };
}
