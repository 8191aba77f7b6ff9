import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { whyNoConnection } from '../../../src/db/noConnection.ts';
import { runScript } from '../../../src/db/postgres.ts';
import { RequestError } from '../../../src/errors.ts';

/** The message to an operator for a connection that was not established. */
async function told(url: string): Promise<string> {
  const error = await runScript(url, async () => {}).then(
    () => new Error('It connected.'),
    (refused: Error) => refused,
  );
  expect(error).toMatchObject({ code: 'UNAVAILABLE', message: 'The database is unavailable. Try again.' });
  return whyNoConnection(error);
}

/** NOT a Postgres: answers every new session with one error. */
async function refusing(code: string, message: string): Promise<string> {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`;
  const packet = Buffer.alloc(5 + Buffer.byteLength(fields));
  packet.write('E');
  packet.writeInt32BE(packet.length - 1, 1);
  packet.write(fields, 5);
  const server = createServer((socket) => socket.once('data', () => socket.end(packet)));
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return told(`postgres://gateway:hunter2@127.0.0.1:${(server.address() as AddressInfo).port}/registry`);
}

it('contains the message of the driver, but never the password', async () => {
  const why = await told('postgres://gateway:hunter2@127.0.0.1:1/registry');
  expect(why).toBe('The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1, ECONNREFUSED.');
});

it.each([
  ['a wrong password', '28P01', 'password authentication failed for user "gateway"', '%XX'],
  ['a login that is unknown to the pooler', 'XX000', 'Tenant or user not found', '<role>.<project>'],
  ['no TLS', '28000', 'pg_hba.conf rejects connection for host "1.2.3.4", no encryption', 'sslmode=require'],
  ['another database', '3D000', 'database "registry" does not exist', 'no database with this name'],
])('names what to check: %s', async (_, code, message, hint) => {
  const why = await refusing(code, message);
  expect(why).toContain(message);
  expect(why).toContain(hint);
  expect(why).not.toContain('hunter2');
});

it('names what to check: an unknown host', async () => {
  expect(await told('postgres://gateway:hunter2@db.project.invalid/registry')).toContain('session pooler');
});

it('returns other errors unchanged', () => {
  expect(whyNoConnection(new RequestError('TIMEOUT', 'Too slow.'))).toBe('Too slow.');
  expect(whyNoConnection(new Error('Other.', { cause: new Error('hidden') }))).toBe('Other.');
});
