import { secretsInProse } from '../../packages/manifest/secrets/secrets.ts';
import type { Transaction } from '../db/database.ts';
import { type Entry, entriesByIds } from '../db/entry.ts';
import {
  changeRating,
  insertRating,
  lockOwnRating,
  type OwnRating,
  type Rating,
  ratingsOfTemplates,
} from '../db/rating.ts';
import { NotFound, RequestError } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { findTemplate } from './findTemplate.ts';
import { requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface RateTemplateInput extends WriteOptions {
  templateId: string;
  /** Defaults to the caller's own namespace, then to `default`. */
  namespace?: string | null;
  /** Stars, 1 to 5. */
  rating: number;
  /** Up to 2,000 characters. */
  comment?: string | null;
  /** Whether only the caller's own namespace may read the comment, instead of all who can see the template. */
  isPrivate?: boolean | null;
}

export interface Rated {
  entryId: string;
  /** Null when the rating did not change. */
  eventId: string | null;
  /** The rows of a dry run, which cannot be read afterwards. */
  dryRunRows?: { entry: Entry; rating: Rating };
}

/**
 * Rates a template that the caller can see, in any namespace. A user has one rating per template; a new one replaces it.
 * All who can see the template can read the comment, unless it is private to the caller's namespace.
 *
 * @throws NotFound; Forbidden without a role; BAD_USER_INPUT unless there are 1 to 5 stars, and for a comment that is too
 *   long or contains a secret; IdempotencyKeyReused
 */
export async function rateTemplate(services: Services, caller: Caller, input: RateTemplateInput): Promise<Rated> {
  const user = requireRole(caller, 'viewer', 'rate a template');
  const stars = checkStars(input.rating);
  const comment = checkComment(input.comment);
  const isPrivate = input.isPrivate ?? false;
  const rating = { stars, comment, isPrivate };
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, 'rateTemplate', payload, input, async (tx) => {
    const template = await findTemplate(tx, user, input);
    if (!template.currentVersionId) throw new NotFound(`${template.slug} has no current version.`);
    const before = await keepRating(tx, template.id, rating);
    if (before && isSame(before, rating) && !dryRun) return { entryId: template.id, eventId: null };

    const eventId = await appendEvent(tx, user, caller, {
      action: 'RATED',
      kind: 'TEMPLATE',
      effect: 'updated',
      entry: template,
      version: null,
      ...(comment === null ? {} : { reason: comment }),
      ...(before ? { before: { rating: before.stars } } : {}),
      after: { rating: stars },
    });
    if (!dryRun) return { entryId: template.id, eventId };
    return { entryId: template.id, eventId: null, ...(await dryRunRows(tx, template.id)) };
  });
}

/** Writes the caller's rating, and returns the previous one. */
async function keepRating(tx: Transaction, templateId: string, rating: OwnRating) {
  const [inserted] = await tx.run(insertRating(templateId, rating));
  if (inserted) return null;
  const [before] = await tx.run(lockOwnRating(templateId));
  if (before && !isSame(before, rating)) await tx.run(changeRating(templateId, rating));
  return before ?? null;
}

const isSame = (one: OwnRating, other: OwnRating): boolean =>
  one.stars === other.stars && one.comment === other.comment && one.isPrivate === other.isPrivate;

async function dryRunRows(tx: Transaction, templateId: string): Promise<Pick<Rated, 'dryRunRows'>> {
  const [entry] = await tx.run(entriesByIds('TEMPLATE', [templateId]));
  const [rating] = await tx.run(ratingsOfTemplates([templateId]));
  return entry && rating ? { dryRunRows: { entry, rating } } : {};
}

function checkStars(rating: number): number {
  if (Number.isInteger(rating) && rating >= 1 && rating <= 5) return rating;
  throw new RequestError('BAD_USER_INPUT', '`rating` must be an integer from 1 to 5.');
}

function checkComment(given: string | null | undefined): string | null {
  if (given === null || given === undefined || given === '') return null;
  const comment = requireText('comment', given, 2_000);
  const secret = secretsInProse(comment).find(({ confidence }) => confidence === 'high');
  if (!secret) return comment;
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`comment\` contains what looks like a secret (${secret.what}). Remove it.`,
  );
}
