import type { RunSql } from '../src/db/migrate.ts';
import { agent, template } from '../tests/support/definitions.ts';
import { instantiateTemplate } from '../tests/support/operations.ts';
import { tokenFor } from '../tests/support/token.ts';
import { cpuBetween, cpuOf, cpuOfBackends } from './cpu.ts';
import { median } from './load.ts';
import type { Peer } from './peers.ts';

/** One sort of writes, one after the other. Times are in milliseconds; CPU times are a write. */
export interface Written {
  name: string;
  p50: number;
  serverCpu: number;
  postgresCpu: number;
}

const namespace = 'bench-writes';
const warmUp = 10;

const publishOf = (
  kind: 'Agent' | 'Template',
) => `mutation ($input: Publish${kind}Input!) { publish${kind}(input: $input) {
  __typename ... on Publish${kind}Payload { created version { version } }
} }`;

/** Publishes and instantiates small definitions through the gateway: so many of each sort. */
export async function measureWrites(run: RunSql, gateway: Peer, dataDir: string, count: number): Promise<Written[]> {
  const token = await tokenFor(dataDir, { namespace });
  async function send(query: string, input: object): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const text = await answer.text();
    if (!/"__typename":"\w+Payload"/.test(text)) throw new Error(`The benchmark cannot write: ${text}`);
  }
  const publishAgent = publishOf('Agent');
  await send(publishAgent, agent());
  await send(publishOf('Template'), template());

  const sorts: Record<string, (turn: number) => Promise<void>> = {
    'publish a new agent': (turn) => send(publishAgent, agent({ agentId: `new-${turn}` })),
    'publish its next version': (turn) => send(publishAgent, agent({ agentId: 'next', version: `1.${turn}.0` })),
    'publish what is unchanged': () => send(publishAgent, agent()),
    'instantiate a template': () =>
      send(instantiateTemplate, { templateId: 'review-round', variables: { change: 'x' } }),
  };
  const written: Written[] = [];
  for (const [name, write] of Object.entries(sorts)) {
    for (let turn = 0; turn < warmUp; turn += 1) await write(turn);
    const before = { server: await cpuOf(gateway.pid), postgres: await cpuOfBackends(run) };
    const times: number[] = [];
    for (let turn = warmUp; turn < warmUp + count; turn += 1) {
      const start = performance.now();
      await write(turn);
      times.push(performance.now() - start);
    }
    const after = { server: await cpuOf(gateway.pid), postgres: await cpuOfBackends(run) };
    const perWrite = (cpuSeconds: number) => (cpuSeconds * 1_000) / count;
    written.push({
      name,
      p50: median(times),
      serverCpu: perWrite(after.server - before.server),
      postgresCpu: perWrite(cpuBetween(before.postgres, after.postgres)),
    });
  }
  return written;
}
