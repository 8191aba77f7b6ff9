import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RunSql } from '../src/db/migrate.ts';
import { searchAsFunction } from './searchStatement.ts';

export const peerNames = ['handwritten', 'gateway', 'postgraphile'] as const;
export type PeerName = (typeof peerNames)[number];

/** A server under test, in a separate process. */
export interface Peer<Name = PeerName> {
  name: Name;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const programs: Record<PeerName | 'broadcast', string> = {
  handwritten: 'peers/handwritten.ts',
  gateway: 'peers/gateway.ts',
  postgraphile: 'peers/postgraphile.mjs',
  broadcast: 'peers/broadcast.ts',
};

/** What PostGraphile needs in the database, as the owner. */
export async function installFunctions(run: RunSql): Promise<void> {
  await run(await readFile(new URL('peers/sql/functions.sql', import.meta.url), 'utf8'));
  await run('set search_path = nofx, extensions');
  await run(searchAsFunction());
  await run('reset search_path');
}

/** Starts a peer on a free port, with so many connections to the database. */
export async function startPeer<Name extends PeerName | 'broadcast'>(
  name: Name,
  environment: Record<string, string>,
): Promise<Peer<Name>> {
  const child = fork(fileURLToPath(new URL(programs[name], import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // PostGraphile lists at its start which types it does not support: not worth a page, unless it ends there.
  const complaints: string[] = [];
  const collect = (text: string) => complaints.push(text);
  child.stderr?.setEncoding('utf8').on('data', collect);
  const port = await Promise.race([portOf(child), failure(child, name, complaints)]);
  child.stderr?.off('data', collect).on('data', (text: string) => process.stderr.write(`[${name}] ${text}`));
  return { name, port, pid: child.pid ?? 0, stop: () => stop(child) };
}

/** The process exits when its channel closes, and so writes its profile, if it was started with one. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const hurry = setTimeout(() => child.kill('SIGKILL'), 3_000);
  if (child.connected) child.disconnect();
  await gone;
  clearTimeout(hurry);
}

async function portOf(child: ChildProcess): Promise<number> {
  const [message] = await once(child, 'message');
  return (message as { port: number }).port;
}

async function failure(child: ChildProcess, name: string, complaints: readonly string[]): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The peer ${name} ended (${code}) before it listened:\n${complaints.join('')}`);
}
