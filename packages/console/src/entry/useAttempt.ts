import { useRef, useState } from 'react';
import { describeError, newIdempotencyKey, type Refusal } from '../api/outcome.ts';

export interface AttemptState {
  refusal: Refusal | null;
  problem: string | null;
  isWaiting: boolean;
}

/** Changes something. The same input sent again after no answer has one effect. */
export function useAttempt() {
  const [state, setState] = useState<AttemptState>({ refusal: null, problem: null, isWaiting: false });
  const unanswered = useRef<{ input: string; key: string }>(null);
  async function run<Input extends object>(
    input: Input,
    change: (input: Input & { idempotencyKey: string }) => Promise<{ refusal: Refusal | null }>,
  ): Promise<boolean> {
    setState({ refusal: null, problem: null, isWaiting: true });
    const text = JSON.stringify(input);
    if (unanswered.current?.input !== text) unanswered.current = { input: text, key: newIdempotencyKey() };
    try {
      const { refusal } = await change({ ...input, idempotencyKey: unanswered.current.key });
      unanswered.current = null;
      setState({ refusal, problem: null, isWaiting: false });
      return refusal === null;
    } catch (error) {
      setState({ refusal: null, problem: describeError(error).detail, isWaiting: false });
      return false;
    }
  }
  return { ...state, run };
}
