import { textIn } from '../base64.ts';
import { type LogMismatch, verifyLogPage } from '../db/verify.ts';
import { RequestError } from '../errors.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';

/** An event that does not match the log, without its content: it can belong to another namespace. */
export interface LogProblem {
  reason: LogMismatch;
  /** The number of the event; null when the log has no head at all. */
  number: number | null;
  /** Its id, unless no event has the number. */
  eventId: string | null;
  message: string;
}

export interface LogVerification {
  /** Number of events whose hash was recomputed. */
  checked: number;
  /** Event number of the last event that matches; 0 if none does. */
  number: number;
  /** The newest event number. */
  head: number;
  /** Continues after the last event that matches. Stored elsewhere, it proves later that the log up to here is unchanged. */
  endCursor: string;
  hasNextPage: boolean;
  /** The first event that does not match. */
  problem: LogProblem | null;
}

/** Events per page. */
const pageSize = { default: 1_000, max: 10_000 };
const beginning = { seq: 0, hash: '0'.repeat(64) };

/**
 * Recomputes the hashes of a page of the event log, over all namespaces, and reports the first event that does not match.
 *
 * @param after the `endCursor` of the previous page, or of an earlier verification. Defaults to the beginning
 * @param first 1 to 10,000 events. Defaults to 1,000
 * @throws Forbidden for all but admins; BAD_USER_INPUT
 */
export async function verifyLog(
  services: Services,
  caller: Caller,
  { after, first }: { after?: string | null | undefined; first?: number | null | undefined },
): Promise<LogVerification> {
  const user = requireRole(caller, 'admin', 'verify the log');
  const size = first ?? pageSize.default;
  if (size < 1 || size > pageSize.max) {
    throw new RequestError('BAD_USER_INPUT', `\`first\` must be from 1 to ${pageSize.max}.`);
  }
  const start = after ? decodeLogCursor(after) : beginning;
  await services.feed.advance();
  const [page] = await services.db.read(user, verifyLogPage(start.seq, start.hash, size));
  if (!page) throw new Error('The verification of the log returned no row.');
  const { checked, lastSeq, lastHash, reason, atSeq, atId, nowSeq } = page;
  const head = page.head ?? 0;
  return {
    checked,
    number: lastSeq,
    head,
    endCursor: encodeLogCursor({ seq: lastSeq, hash: lastHash }),
    // Events after a broken link cannot be verified. A missing version does not break a link.
    hasNextPage: (reason === null || reason === 'VERSION_MISMATCH') && lastSeq < head,
    problem: reason && { reason, number: atSeq, eventId: atId, message: explain(reason, atSeq, nowSeq) },
  };
}

function explain(reason: LogMismatch, number: number | null, now: number | null): string {
  switch (reason) {
    case 'ALTERED':
      return `Event ${number} was altered: its content, its number or its hash is not what was written.`;
    case 'MISSING':
      return `Event ${number} is missing.`;
    case 'RENUMBERED':
      return `Event ${number} was renumbered: it now ${now === null ? 'has no number' : `has the number ${now}`}.`;
    case 'HEAD_MISMATCH':
      return number === null
        ? 'The log has no head.'
        : `The end of the log does not match its head. Check event ${number} and the head.`;
    case 'VERSION_MISMATCH':
      return `Event ${number} records a published version that no longer exists with that digest.`;
  }
}

/** A verified position in the log: the number of an event and its hash. */
interface LogPosition {
  seq: number;
  hash: string;
}

export const encodeLogCursor = ({ seq, hash }: LogPosition): string =>
  Buffer.from(`${seq}.${hash}`).toString('base64url');

/** Throws BAD_USER_INPUT unless `encodeLogCursor` made it. */
export function decodeLogCursor(cursor: string): LogPosition {
  const [, seq, hash] = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(textIn('base64url', cursor) ?? '') ?? [];
  if (seq && hash) return { seq: Number(seq), hash };
  throw new RequestError(
    'BAD_USER_INPUT',
    '`after` is not a valid cursor of `verifyLog`. Use the `endCursor` of a page.',
  );
}
