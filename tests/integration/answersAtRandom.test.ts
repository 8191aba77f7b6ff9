import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { actorAt } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { openSecondGateway, type SecondGateway } from '../support/secondGateway.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { setVisibility } from '../support/visibility.ts';

/** What the docs say: an answer from memory of another gateway is at most this old. */
const boundMs = 1_000;
const enoughReads = 300;
const tenants = ['acme', 'globex'] as const;
const entries = 2;

/** What is known of an entry: each value with when its write was sent, answered, and by which gateway. */
interface Write {
  value: number | boolean;
  sentAt: number;
  answeredAt: number;
  gateway: number;
}

/**
 * What a read that began then may show: what the last write said that it must have seen, or what a write said that was
 * under way later. Writes to one entry come one after the other.
 */
function allowed(writes: readonly Write[], gateway: number, begunAt: number): Set<Write['value']> {
  const mustSee = writes.findLastIndex(
    (write) => write.answeredAt <= (write.gateway === gateway ? begunAt : begunAt - boundMs),
  );
  return new Set(writes.slice(Math.max(0, mustSee)).map(({ value }) => value));
}

/**
 * Writers and readers at random through two gateways that keep answers, on one database. No answer is older than the
 * bound, a writer's own gateway shows its write at once, nobody is shown another tenant's, and at the end everything is
 * what a gateway says that keeps nothing.
 */
describe.skipIf(!hasEngine || engine !== 'postgres')('answers of two gateways at random', () => {
  let registry: TestRegistry;
  let second: SecondGateway;
  let twin: TestRegistry['anyone'];
  let close: () => Promise<void>;

  beforeAll(async () => {
    registry = await openRegistry();
    second = await openSecondGateway(registry);
    const uncached = await openSecondGateway({
      ...registry,
      overrides: { ...registry.overrides, replace: () => ({ answerCache: undefined }) },
    });
    twin = uncached.here(registry.anyone);
    close = uncached.close;
  });
  afterAll(async () => {
    await close?.();
    await second?.close();
    await registry?.close();
  });

  it('are never too old, and never another viewer’s', async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
    const random = seededRandom(seed);
    const gateways = [registry.url, second.here(registry.anyone).url];
    const tokens = await Promise.all(
      tenants.map(async (namespace) => ({
        publisher: await registry.token({ namespace }),
        admin: await registry.token({ namespace, role: 'admin' }),
      })),
    );
    const viewers = [null, ...tokens.flatMap(({ publisher, admin }) => [publisher, admin])];
    const at = (gateway: number, token: string | null) => actorAt(gateways[gateway] ?? '', token);
    const versions = new Map<string, Write[]>();
    const visibility = new Map<string, Write[]>();
    const problems: object[] = [];
    let reads = 0;
    let isOver = false;

    async function note(
      writes: Map<string, Write[]>,
      id: string,
      value: Write['value'],
      gateway: number,
      work: () => Promise<{ __typename: string }>,
    ) {
      const write: Write = { value, sentAt: performance.now(), answeredAt: Number.POSITIVE_INFINITY, gateway };
      const known = writes.get(id) ?? [];
      writes.set(id, [...known, write]);
      const { __typename } = await work();
      if (!__typename.endsWith('Payload')) throw new Error(`${id}: ${__typename}`);
      write.answeredAt = performance.now();
    }
    const publish = (tenant: number, id: string, number: number, gateway: number) =>
      note(versions, id, number, gateway, () =>
        at(gateway, tokens[tenant]?.publisher ?? null).do(publishAgent, {
          input: agent({
            agentId: id,
            version: `1.${number}.0`,
            description: `Number ${number} of ${id}.`,
            visibility: undefined,
          }),
        }),
      );

    async function writer(tenant: number, id: string) {
      for (let number = 1; !isOver; number += 1) {
        const gateway = random.below(2);
        if (random.below(3) > 0) await publish(tenant, id, number, gateway);
        else {
          const isPublic = visibility.get(id)?.at(-1)?.value !== true;
          await note(visibility, id, isPublic, gateway, () =>
            setVisibility(at(gateway, tokens[tenant]?.admin ?? null), {
              id,
              visibility: isPublic ? 'PUBLIC' : 'PRIVATE',
              ...(isPublic ? { allVersions: true } : {}),
            }),
          );
        }
        await new Promise((resolve) => setTimeout(resolve, random.below(2_000)));
      }
    }

    const one = `query ($id: String!, $in: String!) { agent(agentId: $id, namespace: $in) { description } }`;
    const listed = `query ($in: String!) { agents(first: 100, filter: { namespace: $in }) { edges { node { agentId description } } } }`;
    const found = `query ($id: String!, $in: String!) { search(query: $id, filter: { namespace: $in }) { edges { node { ... on Agent { agentId description } } } } }`;
    type Shown = { agentId?: string; description: string };

    /** What one question shows of an entry; null for nothing. */
    async function shown(actor: Actor, how: number, namespace: string, id: string): Promise<Shown | null> {
      if (how === 3) {
        const headers = actor.token ? { authorization: `Bearer ${actor.token}` } : undefined;
        const response = await fetch(new URL(`/api/agents/${id}?namespace=${namespace}`, actor.url), {
          ...(headers ? { headers } : {}),
        });
        return response.status === 404 ? null : response.json();
      }
      const { data, errors } = await actor.ask([one, listed, found][how] ?? one, { id, in: namespace });
      if (errors) throw new Error(JSON.stringify(errors));
      if (how === 0) return data.agent;
      const edges: { node: Shown }[] = (how === 1 ? data.agents : data.search).edges;
      return edges.find(({ node }) => node.agentId === id)?.node ?? null;
    }

    async function reader() {
      while (!isOver) {
        const tenant = random.below(2);
        const id = `${tenants[tenant]}-${random.below(entries)}`;
        const question = { tenant, id, viewer: random.below(5), gateway: random.below(2), how: random.below(4) };
        for (let times = 1 + random.below(5); times > 0; times -= 1) await ask(question);
      }
    }
    async function ask(question: { tenant: number; id: string; viewer: number; gateway: number; how: number }) {
      const { tenant, id, viewer, gateway, how } = question;
      const begunAt = performance.now();
      const answer = await shown(at(gateway, viewers[viewer] ?? null), how, tenants[tenant] ?? '', id);
      reads += 1;
      isOver ||= reads >= enoughReads;
      const numbers = allowed(versions.get(id) ?? [], gateway, begunAt);
      const isOwn = viewer > 0 && Math.floor((viewer - 1) / 2) === tenant;
      const seen = isOwn ? new Set([true]) : allowed(visibility.get(id) ?? [], gateway, begunAt);
      if (!seen.has(answer !== null))
        problems.push({
          ...question,
          what: answer ? 'foreign or too old' : 'missing',
          begunAt,
          writes: visibility.get(id),
        });
      const number = answer && Number(/^Number (\d+) /.exec(answer.description)?.[1]);
      if (number !== null && !numbers.has(number))
        problems.push({ ...question, what: 'too old', begunAt, number, numbers: [...numbers] });
    }

    const ids = tenants.flatMap((tenant, index) =>
      Array.from({ length: entries }, (_, number) => [index, `${tenant}-${number}`] as const),
    );
    for (const [tenant, id] of ids) {
      await publish(tenant, id, 0, 0);
      await note(visibility, id, false, 0, async () => ({ __typename: 'Payload' }));
    }
    await new Promise((resolve) => setTimeout(resolve, boundMs));
    const writers = ids.map(([tenant, id]) => writer(tenant, id));
    const readers = Array.from({ length: 6 }, reader);
    await Promise.all([...writers, ...readers]);
    expect({ seed, problems: problems.slice(0, 3) }).toEqual({ seed, problems: [] });
    for (const url of gateways) {
      const metrics = await (await fetch(new URL('/metrics', url))).text();
      expect(Number(/^registry_answer_cache_hits_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(10);
    }

    await new Promise((resolve) => setTimeout(resolve, boundMs));
    for (const [tenant, id] of ids)
      for (const token of [null, tokens[0]?.publisher ?? null, tokens[1]?.admin ?? null])
        for (const how of [0, 1, 2, 3]) {
          const truth = await shown(actorAt(twin.url, token), how, tenants[tenant] ?? '', id);
          for (const gateway of [0, 1, 0, 1])
            expect({ seed, answer: await shown(at(gateway, token), how, tenants[tenant] ?? '', id) }).toEqual({
              seed,
              answer: truth,
            });
        }
    expect(registry.masked).toEqual([]);
  }, 180_000);
});
