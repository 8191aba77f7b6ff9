import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { tokenFor } from '../tests/support/token.ts';
import { openConnection } from './connection.ts';
import { quantile } from './load.ts';
import type { Peer } from './peers.ts';

/** What ordinary callers get while others are hostile, and what these get. Times are in milliseconds. */
export interface Hostile {
  /** Of ordinary callers: without the others, and beside them. */
  alone: Served;
  beside: Served;
  /** Requests of hostile callers: answered, and refused with 4xx or 503. */
  answered: number;
  refused: number;
}

export interface Served {
  requests: number;
  /** Answers that are not 200. */
  failed: number;
  p50: number;
  p95: number;
  p99: number;
}

const hostileCallers = 20;
const connectionsEach = 4;
/** Ordinary callers, and what each asks a second. */
const ordinary = { callers: 5, perSecond: 8 };

const nested = `{ agents(first: 20) { edges { node { agentId name currentVersion { version }
  templates(first: 5) { edges { node { templateId currentVersion { version } } } } } } } }`;
const ordinaryBodies: readonly string[] = [
  `{ agents(first: 20) { edges { node { agentId name description currentVersion { version } } } } }`,
  `{ search(query: "review", first: 10) { edges { node { ... on Agent { agentId } ... on Template { templateId } } } } }`,
  `{ templates(first: 5) { edges { node { templateId currentVersion { version manifest } } } } }`,
  nested,
].map((query) => JSON.stringify({ query }));

/** As dear as a request may be, each in its own way. */
const hostileBodies: readonly string[] = [
  JSON.stringify({ query: nested.replace('first: 20', 'first: 75').replaceAll('first: 5', 'first: 11') }),
  JSON.stringify({ query: `{ ${Array.from({ length: 6 }, (_, at) => `a${at}: ${nested.slice(1, -1)}`).join(' ')} }` }),
  JSON.stringify({
    query: `{ search(query: "reveiwer agnet orchestraton", first: 100) { totalCount edges { highlight } } }`,
  }),
  JSON.stringify({
    query: `{ agents(first: 100) { edges { node { versions(first: 9) { edges { node { manifest } } } } } } }`,
  }),
  JSON.stringify({ query: `{ ${Array.from({ length: 900 }, (_, at) => `nothing${at}`).join(' ')} }` }),
  JSON.stringify({ query: '{ viewer { id } }', variables: { text: '<"x'.repeat(300_000) } }),
];

/** Asks at a fixed rate as ordinary callers: first alone, then beside callers that ask the dearest as fast as they can. */
export async function measureHostile(gateway: Peer, dataDir: string, seconds: number): Promise<Hostile> {
  const tokens = async (count: number) =>
    Promise.all(Array.from({ length: count }, () => tokenFor(dataDir, { subject: randomUUID(), role: 'viewer' })));
  const callers = await tokens(ordinary.callers);
  await serve(gateway.port, callers, 1);
  const alone = await serve(gateway.port, callers, seconds);
  const attack = startAttack(gateway.port, await tokens(hostileCallers));
  await pause(1_000);
  const beside = await serve(gateway.port, callers, seconds);
  return { alone, beside, ...(await attack.stop()) };
}

async function serve(port: number, tokens: readonly string[], seconds: number): Promise<Served> {
  const latencies: number[] = [];
  let failed = 0;
  await Promise.all(
    tokens.map(async (token, at) => {
      const open: Promise<void>[] = [];
      for (let turn = 0; turn < seconds * ordinary.perSecond; turn += 1) {
        const body = ordinaryBodies[(turn + at) % ordinaryBodies.length] ?? '';
        open.push(
          ask(port, token, body).then(({ status, ms }) => {
            latencies.push(ms);
            if (status !== 200) failed += 1;
          }),
        );
        await pause(1_000 / ordinary.perSecond);
      }
      await Promise.all(open);
    }),
  );
  const sorted = latencies.sort((one, other) => one - other);
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share));
  return { requests: sorted.length, failed, p50, p95, p99 };
}

async function ask(port: number, token: string, body: string): Promise<{ status: number; ms: number }> {
  const start = performance.now();
  const status = await statusOf(port, bytesOf(token, body));
  return { status, ms: performance.now() - start };
}

/** The status of the answer to a request on a connection of its own; 0 where there is none within 20 s. */
async function statusOf(port: number, request: Buffer): Promise<number> {
  const connection = openConnection(port);
  const answer = await Promise.race([connection.send(request), pause(20_000, null, { ref: false })]).catch(() => null);
  connection.close();
  return answer?.status ?? 0;
}

function startAttack(port: number, tokens: readonly string[]) {
  let isOver = false;
  let answered = 0;
  let refused = 0;
  const loops = tokens.flatMap((token) =>
    Array.from({ length: connectionsEach }, async (_, at) => {
      const requests = hostileBodies.map((body) => bytesOf(token, body));
      for (let turn = at; !isOver; turn += 1) {
        const request = requests[turn % requests.length];
        if (!request) break;
        if ((await statusOf(port, request)) === 200) answered += 1;
        else refused += 1;
      }
    }),
  );
  return {
    async stop() {
      isOver = true;
      await Promise.all(loops);
      return { answered, refused };
    },
  };
}

const bytesOf = (token: string, body: string): Buffer =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\ncache-control: no-cache\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
