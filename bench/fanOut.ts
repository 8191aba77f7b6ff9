import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agent } from '../tests/support/definitions.ts';
import { tokenFor } from '../tests/support/token.ts';
import { cpuOf } from './cpu.ts';
import { median } from './load.ts';
import type { Connect, Told } from './peers/subscribers.ts';
import type { Peer } from './peers.ts';

/** One peer with so many subscribers: medians of the events, in milliseconds; the CPU time is of the server, an event. */
export interface FanOut {
  peer: 'gateway' | 'ws';
  subscribers: number;
  /** From the publisher's request until the last subscriber has the event. */
  last: number;
  /** Until the publisher has its answer. */
  answered: number;
  cpu: number;
}

const document = `subscription { registryEvents {
  cursor number type action kind entryId namespace version occurredAt agent { name currentVersion { version } }
} }`;

const subscribe: Omit<Connect, 'port' | 'count'> = {
  path: '/graphql',
  protocol: 'graphql-transport-ws',
  hello: [
    '{"type":"connection_init"}',
    JSON.stringify({ id: '{id}', type: 'subscribe', payload: { query: document } }),
  ],
};

/** How many subscribers are measured: as many of 100, 1,000 and 5,000 as there may be open files. */
export function subscribersHere(): number[] {
  const files = Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) || Number.POSITIVE_INFINITY;
  return [100, 1_000, 5_000].filter((count) => count + 500 <= files);
}

const now = () => performance.timeOrigin + performance.now();

/**
 * Publishes events to so many subscribers of the gateway, and broadcasts the same bytes with nothing but `ws`.
 *
 * @param events of each peer with each number of subscribers
 */
export async function measureFanOut(
  gateway: Peer,
  raw: Pick<Peer, 'port' | 'pid'>,
  dataDir: string,
  { subscribers, events }: { subscribers: readonly number[]; events: number },
): Promise<FanOut[]> {
  const publisher = await publisherAt(gateway.port, dataDir);
  const found = [await measureOne('gateway', gateway, 0, publisher, events, subscribe)];
  for (const count of subscribers) {
    let bytes = '';
    const sample = (text: string) => {
      bytes = text;
    };
    found.push(await measureOne('gateway', gateway, count, publisher, events, subscribe, sample));
    const broadcast = async () => {
      await fetch(`http://127.0.0.1:${raw.port}/`, { method: 'POST', body: bytes }).then((answer) => answer.text());
    };
    found.push(await measureOne('ws', raw, count, broadcast, events, { path: '/', protocol: null, hello: [] }));
  }
  return found;
}

async function measureOne(
  peer: FanOut['peer'],
  { port, pid }: Pick<Peer, 'port' | 'pid'>,
  count: number,
  publish: () => Promise<void>,
  events: number,
  as: Omit<Connect, 'port' | 'count'>,
  sample?: (text: string) => void,
): Promise<FanOut> {
  const warmUp = 3;
  const listeners = count === 0 ? null : await openSubscribers({ ...as, port, count }, sample);
  const last: number[] = [];
  const answered: number[] = [];
  let before = 0;
  for (let round = 1; round <= events + warmUp; round += 1) {
    if (round === warmUp + 1) before = await cpuOf(pid);
    const start = now();
    await publish();
    answered.push(now() - start);
    last.push(((await listeners?.all(round)) ?? start) - start);
    await pause(50);
  }
  const cpu = ((await cpuOf(pid)) - before) * 1_000;
  await listeners?.close();
  return {
    peer,
    subscribers: count,
    last: median(last.slice(warmUp)),
    answered: median(answered.slice(warmUp)),
    cpu: cpu / events,
  };
}

/** Subscribers in a process of their own, so that what they cost is not the server's. */
async function openSubscribers(connect: Connect, sample: (text: string) => void = () => {}) {
  const child = fork(fileURLToPath(new URL('peers/subscribers.ts', import.meta.url)), { stdio: 'inherit' });
  const times = new Map<number, number>();
  let heard: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`The subscribers ended (${code}).`)));
  });
  ended.catch(() => {}); // They end at the end, too.
  const connected = new Promise<void>((resolve) => {
    child.on('message', (told: Told) => {
      if (told.kind === 'connected') resolve();
      if (told.kind === 'sample') sample(told.text);
      if (told.kind === 'all') times.set(told.round, told.at);
      heard?.();
    });
  });
  child.send(connect);
  await Promise.race([connected, ended]);
  await pause(500); // The last subscriptions are still being opened.
  return {
    /** When all of them had so many messages. */
    async all(round: number): Promise<number> {
      for (;;) {
        const at = times.get(round);
        if (at !== undefined) return at;
        const next = new Promise<void>((resolve) => {
          heard = resolve;
        });
        await Promise.race([next, ended]);
      }
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** Publishes a version of an agent at each call. */
async function publisherAt(port: number, dataDir: string): Promise<() => Promise<void>> {
  const token = await tokenFor(dataDir, { namespace: 'bench-fan-out' });
  const query = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) {
    __typename ... on PublishAgentPayload { version { version } }
  } }`;
  let patch = 0;
  return async () => {
    patch += 1;
    const input = agent({ agentId: 'fan-out', version: `1.0.${patch}`, visibility: 'public' });
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const text = await answer.text();
    if (!text.includes('PublishAgentPayload')) throw new Error(`The benchmark cannot publish: ${text}`);
  };
}
