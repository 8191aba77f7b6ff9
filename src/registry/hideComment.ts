import type { Transaction } from '../db/database.ts';
import { entriesByIds } from '../db/entry.ts';
import { commentsByIds, hideComment, lockComment, type RatingComment } from '../db/ratingComment.ts';
import { NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface HideCommentInput extends WriteOptions {
  /** The uuid of the comment. */
  id: string;
  /** Reason for the event log, up to 2,000 characters. */
  reason: string;
}

export interface HiddenComment {
  commentId: string;
  /** Null for a dry run, and when nothing changed. */
  eventId: string | null;
  /** The row of a dry run, which cannot be read afterwards. */
  dryRunRow?: RatingComment;
}

/**
 * Hides a comment of a template of the caller's namespace from all but its author and the admins, or shows it again. Its
 * stars still count.
 *
 * @throws NotFound; Forbidden for all but admins; IdempotencyKeyReused
 */
async function setHidden(
  services: Services,
  caller: Caller,
  input: HideCommentInput,
  isHidden: boolean,
): Promise<HiddenComment> {
  const user = requireRole(caller, 'admin', isHidden ? 'hide a comment' : 'show a comment');
  const reason = requireText('reason', input.reason, 2_000);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  const operation = isHidden ? 'hideComment' : 'showComment';
  return write(services, user, operation, payload, input, async (tx) => {
    const [comment] = await tx.run(lockComment(input.id));
    const entry = comment && (await templateOf(tx, comment));
    if (!comment || !entry) throw new NotFound('Comment not found on a template of your namespace.');
    const wasHidden = comment.hiddenAt !== null;
    if (wasHidden === isHidden) return { commentId: comment.id, eventId: null };

    await tx.run(hideComment(comment.id, isHidden ? reason : null));
    const eventId = await appendEvent(tx, user, caller, {
      action: isHidden ? 'COMMENT_HIDDEN' : 'COMMENT_SHOWN',
      kind: 'TEMPLATE',
      effect: 'updated',
      entry,
      version: null,
      reason,
      before: { comment: comment.id, isHidden: wasHidden },
      after: { comment: comment.id, isHidden },
    });
    if (!dryRun) return { commentId: comment.id, eventId };
    const [dryRunRow] = await tx.run(commentsByIds([comment.id]));
    return { commentId: comment.id, eventId: null, ...(dryRunRow ? { dryRunRow } : {}) };
  });
}

async function templateOf(tx: Transaction, { templateId }: RatingComment) {
  const [entry] = await tx.run(entriesByIds('TEMPLATE', [templateId]));
  return entry && !entry.removedAt ? entry : null;
}

export const hideRatingComment = (services: Services, caller: Caller, input: HideCommentInput) =>
  setHidden(services, caller, input, true);

export const showRatingComment = (services: Services, caller: Caller, input: HideCommentInput) =>
  setHidden(services, caller, input, false);
