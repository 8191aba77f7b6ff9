import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LogPosition } from '../db/event.ts';
import { RequestError } from '../errors.ts';

/**
 * An event's place in the log: everything up to it was seen. Its cursor names the log's epoch and carries a mark, four
 * bytes of the event's hash: by both it notices that the log was restored from a backup and is another one by now. It is
 * signed with a key that only gateways have.
 */
export interface FeedPosition {
  seq: number;
  epoch: string;
  /** Of the event, in hex. */
  hash: string;
}

/** What cursors of an epoch are signed with; see `Database.keyFor`. */
export const cursorPurpose = (epoch: string): string => `cursors of ${epoch}`;

export const encodeFeedCursor = ({ seq, epoch, hash }: FeedPosition, key: Buffer): string => {
  const mark = hash.slice(0, 8);
  return Buffer.from(`${seq}.${epochTag(epoch)}.${mark}.${signature(seq, mark, key)}`).toString('base64url');
};

/** The argument that holds a cursor. */
export type CursorName = 'after' | 'before';

/** The number of the event that a cursor names, before anything is proved; "0" is the beginning. Throws BAD_USER_INPUT. */
export const numberIn = (cursor: string, name: CursorName = 'after'): number =>
  cursor === '0' ? 0 : parse(cursor, name).seq;

/**
 * The number of the event that a cursor names, in the log that has this at that place.
 *
 * @throws RequestError STALE_CURSOR when the cursor is of another epoch, BAD_USER_INPUT when it is none
 */
export function decodeFeedCursor(
  cursor: string,
  { epoch, head, mark: found }: Omit<LogPosition, 'pending'>,
  key: Buffer,
  name: CursorName = 'after',
): number {
  if (cursor === '0') return 0;
  const { seq, tag, mark, signed } = parse(cursor, name);
  if (tag !== epochTag(epoch)) throw stale('belongs to an earlier epoch of the event log');
  if (!timingSafeEqual(Buffer.from(signed), Buffer.from(signature(seq, mark, key)))) throw unreadable(name);
  if (seq > head) throw stale('is ahead of the log');
  if (mark !== found) throw stale('names another event than is there in the log');
  return seq;
}

function parse(cursor: string, name: CursorName) {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, seq, tag, mark, signed] = /^(\d{1,15})\.([\w-]{8})\.([0-9a-f]{8})\.([\w-]{16})$/.exec(text) ?? [];
  if (!seq || !tag || !mark || !signed) throw unreadable(name);
  return { seq: Number(seq), tag, mark, signed };
}

const unreadable = (name: CursorName) =>
  new RequestError(
    'BAD_USER_INPUT',
    `\`${name}\` is not a cursor of the feed. Use the \`cursor\` of an event, or "0".`,
  );

const stale = (how: string) =>
  new RequestError(
    'STALE_CURSOR',
    `The cursor ${how}: it was restored from a backup since, or the registry was updated. Start again from "0".`,
  );

const epochTag = (epoch: string) => epoch.slice(0, 8);

const signature = (seq: number, mark: string, key: Buffer) =>
  createHmac('sha256', key).update(`${seq}.${mark}`).digest('base64url').slice(0, 16);
