import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConsoleRateDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { describeError, isRefusal, newIdempotencyKey } from '../api/outcome.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Comments } from './Comments.tsx';
import type { TemplateEntry } from './useEntry.ts';

/** What users of a template think of it, and the viewer's own rating. */
export function Rating({ entry }: { entry: TemplateEntry }) {
  const queries = useQueryClient();
  const viewer = useViewer();
  const [problem, setProblem] = useState<string | null>(null);
  const { average, count, mine, distribution } = entry.rating;
  const refusal = refusalFor(viewer, 'VIEWER');

  async function rate(rating: number, comment: string | null = null) {
    setProblem(null);
    try {
      const { result } = await ask(ConsoleRateDocument, {
        input: {
          templateId: entry.slug,
          namespace: entry.namespace,
          rating,
          comment,
          idempotencyKey: newIdempotencyKey(),
        },
      });
      if (isRefusal(result)) return setProblem(result.message);
      await queries.invalidateQueries({ queryKey: ['entry', 'templates', entry.namespace, entry.slug] });
    } catch (error) {
      setProblem(describeError(error).detail);
    }
  }

  return (
    <section aria-labelledby="rating" className="aside-part rating">
      <h2 id="rating">Rating</h2>
      <p>
        {average === null || average === undefined ? 'Not rated yet.' : `${average.toFixed(1)} of 5, from ${count}.`}
      </p>
      {count > 0 && (
        <table className="bars">
          <caption className="sr-only">Ratings by stars</caption>
          <tbody>
            {distribution
              .toSorted((a, b) => b.stars - a.stars)
              .map(({ stars, count: given }) => (
                <tr key={stars}>
                  <th scope="row">{stars}</th>
                  <td>
                    <meter min={0} max={count} value={given} aria-label={`${given} of ${count}`} />
                  </td>
                  <td className="number">{given}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      {refusal === null ? (
        <fieldset className="stars">
          <legend>Your rating</legend>
          {[1, 2, 3, 4, 5].map((stars) => (
            <label key={stars}>
              <input type="radio" name="stars" checked={mine === stars} onChange={() => void rate(stars)} />
              {stars}
            </label>
          ))}
        </fieldset>
      ) : (
        <p className="soft">{refusal}</p>
      )}
      {refusal === null && typeof mine === 'number' && <CommentForm send={(comment) => rate(mine, comment)} />}
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <Comments entry={entry} />
    </section>
  );
}

/** A comment on the rating that was given. A new rating without one takes the comment back. */
function CommentForm({ send }: { send: (comment: string) => Promise<void> }) {
  const [comment, setComment] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(comment).then(() => setComment(''));
      }}
    >
      <label>
        Comment, for all who can see the template
        <textarea value={comment} maxLength={2_000} required onChange={({ target }) => setComment(target.value)} />
      </label>
      <button type="submit">Save comment</button>
    </form>
  );
}
