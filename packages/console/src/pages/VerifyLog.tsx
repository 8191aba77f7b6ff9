import { useState } from 'react';
import { ConsoleVerifyLogDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { describeError } from '../api/outcome.ts';
import { Notice } from '../ui/basics.tsx';

interface Progress {
  number: number;
  head: number;
  problem: string | null;
  isDone: boolean;
}

/** For admins: whether the log is as it was written, checked page by page. */
export function VerifyLog() {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);

  async function verify() {
    setRunning(true);
    setFailure(null);
    try {
      for (let after: string | null = null; ; ) {
        const { verifyLog }: Awaited<ReturnType<typeof readPage>> = await readPage(after);
        const { number, head, problem, hasNextPage, endCursor } = verifyLog;
        const isDone = !hasNextPage || problem !== null;
        setProgress({ number, head, problem: problem?.message ?? null, isDone });
        if (isDone) return;
        after = endCursor;
      }
    } catch (error) {
      setFailure(describeError(error).detail);
    } finally {
      setRunning(false);
    }
  }

  return (
    <section aria-label="Verification of the log" className="verify">
      <button type="button" disabled={isRunning} onClick={() => void verify()}>
        {isRunning ? 'Verifying…' : 'Verify the log'}
      </button>
      {progress && !progress.isDone && <progress max={progress.head} value={progress.number} aria-label="Verified" />}
      {progress?.isDone && !progress.problem && (
        <Notice tone="good" title={`The log is as it was written: events 1 to ${progress.number}.`} />
      )}
      {progress?.problem && <Notice tone="bad" title={progress.problem} />}
      {failure && <Notice tone="bad" title={failure} />}
    </section>
  );
}

const readPage = (after: string | null) => ask(ConsoleVerifyLogDocument, { first: 1000, after });
