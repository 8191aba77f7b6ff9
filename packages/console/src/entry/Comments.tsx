import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  ConsoleCommentsDocument,
  type ConsoleCommentsQuery,
  ConsoleHideCommentDocument,
  ConsoleReportCommentDocument,
  ConsoleShowCommentDocument,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { describeError, isRefusal, newIdempotencyKey } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { ErrorBox } from '../ui/basics.tsx';
import { Time } from '../ui/time.tsx';
import type { TemplateEntry } from './useEntry.ts';

type Comment = NonNullable<ConsoleCommentsQuery['template']>['ratings']['edges'][number]['node'];

const pageSize = 10;

/** What users say about a template, newest first. */
export function Comments({ entry: { slug, namespace } }: { entry: TemplateEntry }) {
  const { number } = useSession();
  const comments = useInfiniteQuery({
    queryKey: ['entry', 'templates', namespace, slug, 'comments', number],
    queryFn: ({ signal, pageParam }) =>
      ask(ConsoleCommentsDocument, { id: slug, namespace, first: pageSize, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ template }) =>
      template?.ratings.pageInfo.hasNextPage ? template.ratings.pageInfo.endCursor : undefined,
  });
  const found = comments.data?.pages.flatMap(({ template }) => template?.ratings.edges ?? []) ?? [];
  if (comments.error) return <ErrorBox error={comments.error} retry={() => void comments.refetch()} />;
  if (found.length === 0) return null;
  return (
    <>
      <h3>Comments</h3>
      <ul className="plain">
        {found.map(({ node }) => (
          <li key={node.id}>
            <CommentItem comment={node} namespace={namespace} />
          </li>
        ))}
      </ul>
      {comments.hasNextPage && (
        <button type="button" disabled={comments.isFetchingNextPage} onClick={() => void comments.fetchNextPage()}>
          More comments
        </button>
      )}
    </>
  );
}

function CommentItem({ comment, namespace }: { comment: Comment; namespace: string }) {
  const viewer = useViewer();
  const queries = useQueryClient();
  const [reason, setReason] = useState<string | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const mayHide = refusalFor(viewer, 'ADMIN', namespace) === null;
  const verb = mayHide ? (comment.isHidden ? 'Show' : 'Hide') : 'Report';

  async function send(event: FormEvent) {
    event.preventDefault();
    const input = { id: comment.id, reason: reason ?? '', idempotencyKey: newIdempotencyKey() };
    try {
      const { result } =
        verb === 'Report'
          ? await ask(ConsoleReportCommentDocument, { input })
          : await ask(verb === 'Hide' ? ConsoleHideCommentDocument : ConsoleShowCommentDocument, { input });
      if (isRefusal(result)) return setMessage(result.message);
      setReason(null);
      setMessage(verb === 'Report' ? 'Reported.' : null);
      await queries.invalidateQueries({ queryKey: ['entry', 'templates', namespace] });
    } catch (error) {
      setMessage(describeError(error).detail);
    }
  }

  return (
    <article className="comment" aria-label={`${comment.stars} of 5`}>
      <p className="soft">
        {comment.stars} of 5{comment.version ? `, version ${comment.version}` : ''}, <Time value={comment.ratedAt} />
      </p>
      <p>{comment.comment}</p>
      {comment.isHidden && <p className="soft">Hidden: {comment.hiddenReason}</p>}
      {mayHide && comment.reports.length > 0 && (
        <p className="soft">Reported: {comment.reports.map(({ reason: said }) => said).join(' · ')}</p>
      )}
      {refusalFor(viewer, 'VIEWER') === null &&
        (reason === null ? (
          <button type="button" onClick={() => setReason('')}>
            {verb}
          </button>
        ) : (
          <form onSubmit={(event) => void send(event)}>
            <label>
              Reason
              <input value={reason} maxLength={2_000} required onChange={({ target }) => setReason(target.value)} />
            </label>
            <button type="submit">{verb}</button>
            <button type="button" onClick={() => setReason(null)}>
              Cancel
            </button>
          </form>
        ))}
      {message && <p role="status">{message}</p>}
    </article>
  );
}
