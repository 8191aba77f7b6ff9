import { Time } from '../ui/time.tsx';
import { tokens as tokensText } from '../ui/tokens.ts';
import type { AgentEntry, TemplateEntry } from './useEntry.ts';

/** How often an entry was used and read in the last days: a small chart, and the same in words. */
export function Usage({ entry: { usage, engagement } }: { entry: AgentEntry | TemplateEntry }) {
  const { days, runs, succeeded, failed, successRate, p50Seconds, p95Seconds, tokens, lastUsedAt, perDay } = usage;
  const { acrossNamespaces: all } = usage;
  const what = 'steps' in usage ? 'steps' : 'runs';
  const most = Math.max(1, ...perDay.map(({ count }) => count));
  const counts = new Map(perDay.map(({ date, count }) => [date, count]));
  const dates = Array.from({ length: days }, (_, index) =>
    new Date(Date.now() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
  return (
    <section aria-labelledby="usage" className="aside-part">
      <h2 id="usage">Usage in {days} days</h2>
      <p>
        {runs} runs; {what === 'steps' && `${usage.succeeded + usage.failed} steps: `}
        {succeeded} succeeded, {failed} failed.
        {lastUsedAt && (
          <>
            {' '}
            Last used <Time value={lastUsedAt} />.
          </>
        )}
      </p>
      {successRate !== null && (
        <p>
          {Math.round(successRate * 100)} % of the finished {what} succeeded.
          {p50Seconds !== null && p95Seconds !== null && (
            <>
              {' '}
              Half took at most {seconds(p50Seconds)}, 95 % at most {seconds(p95Seconds)}.
            </>
          )}
        </p>
      )}
      {tokens && <p>Tokens: {tokensText(tokens)}.</p>}
      {all && (
        <p>
          With all namespaces: {all.runs.toLocaleString()} runs, {all.succeeded.toLocaleString()} {what} succeeded,{' '}
          {all.failed.toLocaleString()} failed.
        </p>
      )}
      <p>
        {engagement.views.toLocaleString()} views, {engagement.pulls.toLocaleString()} pulls,{' '}
        {engagement.instantiations.toLocaleString()} instantiations
        {engagement.includesOthers ? ', with other namespaces' : ''}.
      </p>
      {runs > 0 && (
        <svg className="spark" viewBox={`0 0 ${days * 4} 32`} preserveAspectRatio="none" aria-hidden="true">
          {dates.map((date, index) => {
            const height = ((counts.get(date) ?? 0) / most) * 30;
            return (
              <rect key={date} x={index * 4} y={32 - Math.max(1, height)} width={3} height={Math.max(1, height)} />
            );
          })}
        </svg>
      )}
    </section>
  );
}

/** `0.4 s`, `95 s`. */
const seconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
