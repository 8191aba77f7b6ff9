import type { RunSql } from '../../src/db/migrate.ts';
import type { Actor } from '../support/actor.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { keyOf } from './subscribers.ts';

/** A kind of request: how many a second, and what is sent at each turn. */
export interface Kind {
  name: string;
  perSecond: number;
  send(turn: number): Promise<unknown>;
}

/** A template that each run is made from. */
const planned = 'review-round';

/** The mix: mostly reads, of which some are answered from memory, and writes all the time. */
export function kindsAt(
  url: string,
  tokens: readonly string[],
  agents: readonly object[],
  onPublished: (event: string, sentAt: number) => void,
): Kind[] {
  const { origin } = new URL(url);
  const agentAt = (turn: number): object => agents[turn % agents.length] ?? {};
  let asked = 0;
  const authorization = () => {
    asked += 1;
    return `Bearer ${tokens[asked % tokens.length]}`;
  };

  async function ask(query: string, variables: object = {}, isFresh = true): Promise<Record<string, unknown>> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: authorization(),
        ...(isFresh ? { 'cache-control': 'no-cache' } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as {
      data?: Record<string, { __typename?: string; code?: string } | null>;
      errors?: { extensions: { code: string } }[];
    };
    if (errors) throw new Error(`HTTP ${response.status} ${errors[0]?.extensions.code}`);
    const [result] = Object.values(data ?? {});
    if (!result) throw new Error('an empty answer');
    if (result.code) throw new Error(`${result.__typename} ${result.code}`);
    return data as Record<string, unknown>;
  }

  async function get(path: string): Promise<void> {
    const response = await fetch(`${origin}${path}`, { headers: { authorization: authorization() } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  }

  return [
    { name: 'get', perSecond: 12, send: (turn) => ask(getAgent, agentAt(turn)) },
    { name: 'get from memory', perSecond: 8, send: (turn) => ask(getAgent, agentAt(turn % 5), false) },
    { name: 'list', perSecond: 6, send: () => ask(listAgents) },
    { name: 'nested', perSecond: 3, send: () => ask(nested) },
    { name: 'search', perSecond: 3, send: (turn) => ask(search, { text: words[turn % words.length] }) },
    { name: 'REST get', perSecond: 6, send: () => get('/api/templates?first=10') },
    {
      name: 'publish',
      perSecond: 2,
      async send(turn) {
        const [agentId, version] = [`load-${turn % 20}`, `1.${Math.floor(turn / 20)}.0`];
        const sentAt = performance.now();
        await ask(publishAgent, { input: publicAgent(agentId, version) });
        onPublished(keyOf({ action: 'PUBLISHED', entryId: agentId, version }), sentAt);
      },
    },
    {
      name: 'instantiate',
      perSecond: 2,
      send: (turn) => ask(instantiateTemplate, { input: { templateId: planned, variables: { change: `c-${turn}` } } }),
    },
  ];
}

const publicAgent = (agentId: string, version: string) => agent({ agentId, version, visibility: 'public' });

/** Publishes what the mix needs. */
export async function prepare(publisher: Actor): Promise<void> {
  for (const [query, input] of [
    [publishAgent, agent()],
    [publishTemplate, template({ templateId: planned })],
  ] as const) {
    const { code } = await publisher.do(query, { input });
    if (code) throw new Error(`The load cannot be prepared: ${code}`);
  }
}

/** Publishes another version at each call. */
export function publishNext(publisher: Actor): () => Promise<unknown> {
  let patch = 0;
  return () => {
    patch += 1;
    return publisher.do(publishAgent, { input: publicAgent('load-wake', `1.0.${patch}`) });
  };
}

/** Agents that the database was filled with, as variables of a query. */
export const agentsOf = async (run: RunSql): Promise<object[]> =>
  (await run(
    `select slug as id, namespace from nofx.agent_registry where visibility = 'PUBLIC' order by md5(slug) limit 200`,
  )) as object[];

const words = ['review', 'deploy', 'summary', 'incident', 'translate', 'reveiw'];
const listAgents = `{ agents(first: 20) { edges { node { agentId name description currentVersion { version } } } } }`;
const getAgent = `query ($id: String!, $namespace: String!) {
  agent(agentId: $id, namespace: $namespace) { agentId name currentVersion { version manifest } } }`;
const nested = `{ agents(first: 20) { edges { node { agentId currentVersion { version }
  templates(first: 5) { edges { node { templateId currentVersion { version } } } } } } } }`;
const search = `query ($text: String!) { search(query: $text, first: 10) { totalCount
  edges { node { ... on Agent { agentId } ... on Template { templateId } } } } }`;
