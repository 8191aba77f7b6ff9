import { createHmac, timingSafeEqual } from 'node:crypto';
import { textIn } from '../base64.ts';
import type { LogPosition } from '../db/event.ts';
import { RequestError } from '../errors.ts';

/**
 * The position of an event in the log. Its cursor contains the epoch of the log and a mark, four bytes of the event's
 * hash, which show whether the log was restored from a backup in the meantime. It is signed with a key that only gateways
 * have.
 */
export interface FeedPosition {
  seq: number;
  epoch: string;
  /** Hash of the event, in hexadecimal. */
  hash: string;
}

/** The purpose of the key that signs the cursors of an epoch; see `Database.keyFor`. */
export const cursorPurpose = (epoch: string): string => `cursors of ${epoch}`;

export const encodeFeedCursor = ({ seq, epoch, hash }: FeedPosition, key: Buffer): string => {
  const mark = hash.slice(0, 8);
  return Buffer.from(`${seq}.${epochTag(epoch)}.${mark}.${signature(seq, mark, key)}`).toString('base64url');
};

/** The argument that contains a cursor. */
export type CursorName = 'after' | 'before';

/** The event number in a cursor, before its signature is verified. "0" is the beginning. Throws BAD_USER_INPUT. */
export const numberIn = (cursor: string, name: CursorName = 'after'): number =>
  cursor === '0' ? 0 : parse(cursor, name).seq;

/**
 * Verifies a cursor against the log, and returns its event number.
 *
 * @throws RequestError STALE_CURSOR for a cursor of another epoch, BAD_USER_INPUT for an invalid one
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
  if (seq > head) throw stale('is ahead of the event log');
  if (mark !== found) throw stale('identifies an event that the log does not contain');
  return seq;
}

function parse(cursor: string, name: CursorName) {
  const text = textIn('base64url', cursor) ?? '';
  const format = /^(?<seq>\d{1,15})\.(?<tag>[\w-]{8})\.(?<mark>[0-9a-f]{8})\.(?<signed>[\w-]{16})$/;
  const fields = format.exec(text)?.groups as Record<'seq' | 'tag' | 'mark' | 'signed', string> | undefined;
  if (!fields) throw unreadable(name);
  return { ...fields, seq: Number(fields.seq) };
}

const unreadable = (name: CursorName) =>
  new RequestError(
    'BAD_USER_INPUT',
    `\`${name}\` is not a valid cursor of the event log. Use the \`cursor\` of an event, or "0" for the beginning.`,
  );

const stale = (how: string) =>
  new RequestError(
    'STALE_CURSOR',
    `The cursor ${how}: the log was restored from a backup, or the registry was upgraded. Start again from "0".`,
  );

const epochTag = (epoch: string) => epoch.slice(0, 8);

const signature = (seq: number, mark: string, key: Buffer) =>
  createHmac('sha256', key).update(`${seq}.${mark}`).digest('base64url').slice(0, 16);
