import type { Entry } from '../db/entry.ts';
import type { Position } from '../db/page.ts';
import type { RatingComment } from '../db/ratingComment.ts';
import { NotFound } from '../errors.ts';
import {
  type HiddenComment,
  type HideCommentInput,
  hideRatingComment,
  showRatingComment,
} from '../registry/hideComment.ts';
import { type ReportCommentInput, reportComment as report } from '../registry/reportComment.ts';
import { requireRole } from '../registry/require.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { keyOf } from './node.ts';
import { versionOfEntry } from './notRemoved.ts';

/** The comments of a template, newest first. */
export async function comments(template: Entry, args: ConnectionArgs, { load }: Context) {
  const scope = ['ratings', template.id];
  const page = pageOf(args, scope, 'timestamptz');
  return connectionOf(
    await load.commentsOfTemplate.load({ parent: template.id, filter: null, page }),
    page,
    scope,
    (comment): Position => [comment.ratedAt.toISOString(), comment.id],
    () => load.commentCountOfTemplate.load({ parent: template.id, filter: null }),
  );
}

export const version = async ({ templateId, templateVersionId }: RatingComment, _: unknown, context: Context) =>
  templateVersionId === null
    ? null
    : ((await versionOfEntry('TEMPLATE', templateId, templateVersionId, context))?.version ?? null);

export const reports = ({ id }: RatingComment, _: unknown, { load }: Context) => load.reportsOfComment.load(id);

export const reportCount = async ({ id }: RatingComment, _: unknown, { load }: Context): Promise<number> =>
  (await load.reportsOfComment.load(id))[0]?.total ?? 0;

export async function reportComment(_: unknown, { input }: { input: ReportCommentInput }, context: Context) {
  requireRole(context, 'viewer', 'report a comment'); // Authorization comes before validation.
  const reported = await report(context.services, context, { ...input, id: commentKey(input.id) });
  context.forget();
  return reported;
}

export type ReportCommentPayload = Awaited<ReturnType<typeof reportComment>>;

const setHidden =
  (set: typeof hideRatingComment, action: string) =>
  async (_: unknown, { input }: { input: HideCommentInput }, context: Context): Promise<HiddenComment> => {
    requireRole(context, 'admin', action);
    const hidden = await set(context.services, context, { ...input, id: commentKey(input.id) });
    context.forget();
    if (hidden.dryRunRow) context.load.commentById.prime(hidden.commentId, hidden.dryRunRow);
    return hidden;
  };

export const hideComment = setHidden(hideRatingComment, 'hide a comment');
export const showComment = setHidden(showRatingComment, 'show a comment');

export const commentOf = ({ commentId }: { commentId: string }, _: unknown, { load }: Context) =>
  load.commentById.load(commentId);

function commentKey(id: string): string {
  const key = keyOf('RatingComment', id);
  if (key === null) throw new NotFound('`id` is not the id of a comment.');
  return key;
}
