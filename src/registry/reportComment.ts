import { secretsInProse } from '../../packages/manifest/secrets/secrets.ts';
import { commentsByIds, insertCommentReport } from '../db/ratingComment.ts';
import { NotFound, RequestError } from '../errors.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { writeWithoutEvent } from './write.ts';

export interface ReportCommentInput extends Pick<WriteOptions, 'idempotencyKey'> {
  /** The uuid of the comment. */
  id: string;
  /** What is wrong with it, up to 2,000 characters, for the admins of the template's namespace. */
  reason: string;
}

export interface ReportedComment {
  commentId: string;
  /** False if the caller had already reported the comment: the first report stays. */
  created: boolean;
}

/**
 * Reports a comment that the caller can see to the admins of its template's namespace.
 *
 * @throws NotFound; Forbidden without a role; BAD_USER_INPUT for a reason that contains a secret; IdempotencyKeyReused
 */
export async function reportComment(
  services: Services,
  caller: Caller,
  input: ReportCommentInput,
): Promise<ReportedComment> {
  const user = requireRole(caller, 'viewer', 'report a comment');
  const reason = requireText('reason', input.reason, 2_000);
  const secret = secretsInProse(reason).find(({ confidence }) => confidence === 'high');
  if (secret) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`reason\` contains what looks like a secret (${secret.what}). Remove it.`,
    );
  }
  const { idempotencyKey = null, ...payload } = input;
  return writeWithoutEvent(services, user, 'reportComment', payload, { idempotencyKey }, async (tx) => {
    const [comment] = await tx.run(commentsByIds([input.id]));
    if (!comment) throw new NotFound('Comment not found, or you do not have access to it.');
    const [created] = await tx.run(insertCommentReport(comment.id, reason));
    return { commentId: comment.id, created: created !== undefined };
  });
}
