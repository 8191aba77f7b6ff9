import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../../src/registry/cleanUp.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { setVisibility } from '../support/visibility.ts';

/** Typing errors and prefixes of words, with a list of words that reveals nothing about hidden entries. */
describe.skipIf(!hasEngine)('typing errors in a search', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let member: Actor;
  let outsider: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    [publisher, admin, member, outsider] = await Promise.all([
      registry.actor({ namespace: 'acme' }),
      registry.actor({ namespace: 'acme', role: 'admin' }),
      registry.actor({ namespace: 'acme', role: 'viewer' }),
      registry.actor({ namespace: 'globex', role: 'admin' }),
    ]);
    await publish('kubernetes-reviewer', 'Kubernetes reviewer', 'public');
    await publish('kubernetes-planner', 'Kubernetes planner', 'public');
    await publish('summarizer', 'Transcript summarizer', 'public');
    await publish('secret-one', 'Zanzibar expedition', 'private');
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function publish(agentId: string, name: string, visibility: 'public' | 'private', more: object = {}) {
    const skills = [{ id: 'work', name: 'Work', description: 'Works.' }];
    const description = `The agent ${agentId}.`;
    const input = { ...agent({ agentId, name, description, visibility, skills, tags: [], ...more }) };
    expect(await publisher.do(publishAgent, { input })).toMatchObject({ __typename: 'PublishAgentPayload' });
  }
  async function slugs(who: Actor, query: string): Promise<string[]> {
    const { data } = await who.ask(
      'query ($query: String!) { search(query: $query) { edges { node { ... on RegistryEntry { slug } } } } }',
      { query },
    );
    return data.search.edges.map(({ node }: { node: { slug: string } }) => node.slug).sort();
  }
  const listed = async (word: string) =>
    registry.database.asOwner('select audience, in_doubt from nofx.search_words where word = $1 order by 1', [word]);
  const kubernetes = ['kubernetes-planner', 'kubernetes-reviewer'];

  it.each([
    ['kuberntees', kubernetes],
    ['kubernetse', kubernetes],
    ['kubernetes reveiwer', ['kubernetes-planner', 'kubernetes-reviewer']],
    ['transcirpt', ['summarizer']],
    ['kube', kubernetes],
    ['k*', kubernetes],
    ['kub*', kubernetes],
    ['kubernetes p*', ['kubernetes-planner']],
    ['"kubernetes planner" kub*', ['kubernetes-planner']],
    ['kub* -planner', ['kubernetes-reviewer']],
    ['summariz*', ['summarizer']],
    ['qqqq*', []],
    ['*', []],
    // Punctuation without a word does not match everything, and does not change the words beside it.
    [String.raw`\*`, []],
    ['&|!():*<->', []],
    ['😀*', []],
    [String.raw`kubernetes \*`, kubernetes],
    ['kuxyzwtes', []],
  ])('are corrected: %j %j', async (query, expected) => {
    expect(await slugs(registry.anyone, query)).toEqual(expected);
  });

  it('are corrected to words of private entries in their namespace only', async () => {
    for (const query of ['zanzibar', 'zanzbiar', 'zanz', 'zan*', 'expeditoin']) {
      expect(await slugs(member, query), query).toEqual(['secret-one']);
      expect(await slugs(outsider, query), query).toEqual([]);
      expect(await slugs(registry.anyone, query), query).toEqual([]);
    }
    expect(await listed('zanzibar')).toEqual([{ audience: 'acme', in_doubt: false }]);
  });

  it('are not corrected to hidden words: a hidden near word does not displace a visible one', async () => {
    await publish('hidden-near', 'Meteorologue', 'private');
    await publish('seen-near', 'Meteorologist', 'public');
    expect(await slugs(outsider, 'meteorologuist')).toEqual(['seen-near']);
  });

  it('are not corrected to words of a draft', async () => {
    const input = { ...agent({ agentId: 'unfinished', name: 'Quagga counter', visibility: 'private' }), draft: true };
    expect(await publisher.do(publishAgent, { input })).toMatchObject({ __typename: 'PublishAgentPayload' });
    expect(await listed('quagga')).toEqual([]);
    expect(await slugs(publisher, 'quagga')).toEqual(['unfinished']);
  });

  it('are not corrected to words of removed entries, which the cleanup forgets', async () => {
    await publish('withdrawn', 'Pterodactyl kubernetes keeper', 'public');
    expect(await slugs(outsider, 'pterodctyl')).toEqual(['withdrawn']);
    await setVisibility(admin, { id: 'withdrawn', visibility: 'PRIVATE' });
    expect(await listed('pterodactyl')).toEqual([
      { audience: '', in_doubt: true },
      { audience: 'acme', in_doubt: false },
    ]);
    expect(await slugs(outsider, 'pterodctyl')).toEqual([]);
    expect(await slugs(member, 'pterodctyl')).toEqual(['withdrawn']);
    // Other entries still have this word, though it is in doubt.
    expect(await slugs(outsider, 'kuberntees')).toEqual(kubernetes);

    await cleanUp(registry.services);
    expect(await listed('pterodactyl')).toEqual([{ audience: 'acme', in_doubt: false }]);
    expect(await listed('kubernetes')).toEqual([
      { audience: '', in_doubt: false },
      { audience: 'acme', in_doubt: false },
    ]);
    await admin.do(setAgentStatus, { input: { id: 'withdrawn', status: 'DISABLED' } });
    expect(await slugs(member, 'pterodctyl')).toEqual(['withdrawn']);
  });

  it('are corrected to the words of a new version, and not to those that it no longer has', async () => {
    await publish('changing', 'Brontosaurus', 'public');
    await publish('changing', 'Stegosaurus', 'public', { version: '2.0.0' });
    expect(await slugs(registry.anyone, 'stegosuarus')).toEqual(['changing']);
    expect(await slugs(registry.anyone, 'brontosuarus')).toEqual([]);
    await cleanUp(registry.services);
    expect(await listed('brontosaurus')).toEqual([]);
    expect(await listed('stegosaurus')).toEqual([{ audience: '', in_doubt: false }]);
  });

  it('are corrected to words that are written while words are consolidated', async () => {
    await publish('first-owner', 'Ichthyosaur', 'public');
    await setVisibility(admin, { id: 'first-owner', visibility: 'PRIVATE' });
    await Promise.all([
      publish('second-owner', 'Ichthyosaur', 'public'),
      ...Array.from({ length: 5 }, () => cleanUp(registry.services)),
    ]);
    await cleanUp(registry.services);
    expect(await listed('ichthyosaur')).toEqual([
      { audience: '', in_doubt: false },
      { audience: 'acme', in_doubt: false },
    ]);
  });
});
