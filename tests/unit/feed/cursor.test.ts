import { expect, it } from 'vitest';
import { cursorPurpose, decodeFeedCursor, encodeFeedCursor, numberIn } from '../../../src/feed/cursor.ts';

const epoch = '5d1c0f7e-2b7c-4a5e-9a3f-0c8d6b1e4f2a';
const hash = 'c0ffee01'.padEnd(64, '5');
const key = Buffer.alloc(32, 7);
const log = { epoch, head: 12, mark: 'c0ffee01' };
/** Of event 12. An event has the first part of the epoch alone. */
const cursor = encodeFeedCursor({ seq: 12, epoch: '5d1c0f7e', hash }, key);
const text = Buffer.from(cursor, 'base64url').toString();
const encoded = (changed: string) => Buffer.from(changed).toString('base64url');
const invalid = (name = 'after') => ({
  code: 'BAD_USER_INPUT',
  message: `\`${name}\` is not a valid cursor of the event log. Use the \`cursor\` of an event, or "0" for the beginning.`,
});
const stale = (how: string) => ({
  code: 'STALE_CURSOR',
  message: `The cursor ${how}: the log was restored from a backup, or the registry was upgraded. Start again from "0".`,
});

it('has the number of the event, the epoch, four bytes of the hash, and a signature', () => {
  expect(text).toMatch(/^12\.5d1c0f7e\.c0ffee01\.[\w-]{16}$/);
  expect(encodeFeedCursor({ seq: 12, epoch, hash }, key)).toBe(cursor);
});

it('leads to its event', () => {
  expect(numberIn(cursor)).toBe(12);
  expect(decodeFeedCursor(cursor, log, key)).toBe(12);
  expect(decodeFeedCursor(cursor, { ...log, head: 13 }, key)).toBe(12);
});

it('is "0" at the beginning of every log', () => {
  expect(numberIn('0')).toBe(0);
  expect(decodeFeedCursor('0', { epoch: 'ffffffff', head: 0, mark: null }, key)).toBe(0);
});

it.each([
  ['', ''],
  ['a number alone', encoded('12')],
  ['something before it', encoded(`1.${text}`)],
  ['something behind it', encoded(`${text}.`)],
  ['no number', encoded(text.slice(2))],
  ['a number that is too long', encoded(text.replace('12', '1'.repeat(16)))],
  ['a mark in capital letters', encoded(text.replace('c0ffee01', 'C0FFEE01'))],
  ['a mark that is too short', encoded(text.replace('c0ffee01', 'c0ffee0'))],
  ['an epoch that is too short', encoded(text.replace('5d1c0f7e', '5d1c0f7'))],
  ['a signature that is too short', encoded(text.slice(0, -1))],
  ['a character that base64url does not have', `${cursor.slice(0, 5)}!${cursor.slice(5)}`],
  ['a space before it', ` ${cursor}`],
  ['a line break behind it', `${cursor}\n`],
  ['padding', `${cursor}=`],
  ['bits that are left over', `${cursor.slice(0, -1)}${String.fromCharCode(cursor.charCodeAt(cursor.length - 1) + 1)}`],
])('is refused by the name of its argument with %s', (_, wrong) => {
  expect(() => numberIn(wrong)).toThrow(expect.objectContaining(invalid()));
  expect(() => numberIn(wrong, 'before')).toThrow(expect.objectContaining(invalid('before')));
  expect(() => decodeFeedCursor(wrong, log, key)).toThrow(expect.objectContaining(invalid()));
  expect(() => decodeFeedCursor(wrong, log, key, 'before')).toThrow(expect.objectContaining(invalid('before')));
});

it.each([
  ['another number', encoded(text.replace('12', '11'))],
  ['another mark', encoded(text.replace('c0ffee01', 'c0ffee02'))],
  ['another signature', encoded(`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`)],
])('is refused with %s: it is signed', (_, forged) => {
  expect(() => decodeFeedCursor(forged, { ...log, mark: 'c0ffee02' }, key)).toThrow(expect.objectContaining(invalid()));
  expect(() => decodeFeedCursor(forged, log, key, 'before')).toThrow(expect.objectContaining(invalid('before')));
});

it('is refused with the key of another log', () => {
  expect(() => decodeFeedCursor(cursor, log, Buffer.alloc(32, 8))).toThrow(expect.objectContaining(invalid()));
});

it('is stale in another epoch, whatever its signature is', () => {
  const other = { ...log, epoch: '5d1c0f7f-2b7c-4a5e-9a3f-0c8d6b1e4f2a' };
  const error = expect.objectContaining(stale('belongs to an earlier epoch of the event log'));
  expect(() => decodeFeedCursor(cursor, other, key)).toThrow(error);
  expect(() => decodeFeedCursor(cursor, other, Buffer.alloc(32, 8))).toThrow(error);
});

it('is stale when the log is shorter, or has another event or none at its number', () => {
  const ahead = expect.objectContaining(stale('is ahead of the event log'));
  expect(() => decodeFeedCursor(cursor, { ...log, head: 11, mark: null }, key)).toThrow(ahead);
  const another = expect.objectContaining(stale('identifies an event that the log does not contain'));
  expect(() => decodeFeedCursor(cursor, { ...log, mark: 'c0ffee02' }, key)).toThrow(another);
  expect(() => decodeFeedCursor(cursor, { ...log, mark: null }, key)).toThrow(another);
});

it('is signed with a key of its epoch', () => {
  expect(cursorPurpose(epoch)).toBe(`cursors of ${epoch}`);
});
