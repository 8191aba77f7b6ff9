import { type LogMismatch, verifyLogPage } from '../db/verify.ts';
import { RequestError } from '../errors.ts';
import { requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';

/** An event that does not fit into the log. It names no content: it may be another tenant's. */
export interface LogProblem {
  reason: LogMismatch;
  /** The number of the event; null when the log has no head at all. */
  number: number | null;
  /** Its id, unless no event has the number. */
  eventId: string | null;
  message: string;
}

export interface LogVerification {
  /** Events that were recomputed. */
  checked: number;
  /** The number of the last event that was looked at and fits; 0 for none. */
  number: number;
  /** The newest number that was given. */
  head: number;
  /** Goes on after the last event that fits. Kept, it shows later that the log up to here is still the same. */
  endCursor: string;
  hasNextPage: boolean;
  /** The first event that does not fit. */
  problem: LogProblem | null;
}

/** Events a page. */
const pageSize = { default: 1_000, most: 10_000 };
const beginning = { seq: 0, hash: '0'.repeat(64) };

/**
 * Recomputes the hashes of a page of the log, the events of all tenants, and names the first that does not fit.
 *
 * @param after the `endCursor` of the page before, or of a walk long ago; from the beginning without it
 * @param first 1 to 10,000 events, 1,000 unless told
 * @throws Forbidden for all but admins; BAD_USER_INPUT
 */
export async function verifyLog(
  services: Services,
  caller: Caller,
  { after, first }: { after?: string | null | undefined; first?: number | null | undefined },
): Promise<LogVerification> {
  const user = requireRole(caller, 'admin', 'verify the log');
  const size = first ?? pageSize.default;
  if (size < 1 || size > pageSize.most) {
    throw new RequestError('BAD_USER_INPUT', `\`first\` must be from 1 to ${pageSize.most}.`);
  }
  const start = after ? decodeLogCursor(after) : beginning;
  await services.feed.advance();
  const [walked] = await services.db.read(user, verifyLogPage(start.seq, start.hash, size));
  if (!walked) throw new Error('The walk along the log came back with nothing.');
  const { checked, lastSeq, lastHash, reason, atSeq, atId, nowSeq } = walked;
  const head = walked.head ?? 0;
  return {
    checked,
    number: lastSeq,
    head,
    endCursor: encodeLogCursor({ seq: lastSeq, hash: lastHash }),
    // Nothing can be told of what comes after a link that is broken; a version that is gone breaks none.
    hasNextPage: (reason === null || reason === 'VERSION_MISMATCH') && lastSeq < head,
    problem: reason && { reason, number: atSeq, eventId: atId, message: explain(reason, atSeq, nowSeq) },
  };
}

function explain(reason: LogMismatch, number: number | null, now: number | null): string {
  switch (reason) {
    case 'ALTERED':
      return `Event ${number} is not what was written: its content, its number or its hash has been altered.`;
    case 'MISSING':
      return `Event ${number} is missing.`;
    case 'RENUMBERED':
      return `Event ${number} has been renumbered: it now ${now === null ? 'has no number' : `has the number ${now}`}.`;
    case 'HEAD_MISMATCH':
      return number === null
        ? 'The log has no head.'
        : `The log does not end as its head says: look at event ${number}, and at the head itself.`;
    case 'VERSION_MISMATCH':
      return `Event ${number} tells of a published version that is not there any more with the digest it had.`;
  }
}

/** A place in the log that was verified: the number of an event and its hash. */
interface LogPosition {
  seq: number;
  hash: string;
}

export const encodeLogCursor = ({ seq, hash }: LogPosition): string =>
  Buffer.from(`${seq}.${hash}`).toString('base64url');

/** Throws BAD_USER_INPUT for what `encodeLogCursor` did not make. */
export function decodeLogCursor(cursor: string): LogPosition {
  const [, seq, hash] = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (seq && hash) return { seq: Number(seq), hash };
  throw new RequestError('BAD_USER_INPUT', '`after` is not a cursor of verifyLog. Use the `endCursor` of a page.');
}
