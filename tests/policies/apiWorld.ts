import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type Actor, actorAt } from '../support/actor.ts';
import { agent, type Definition, template } from '../support/definitions.ts';
import {
  instantiateTemplate,
  publishAgent,
  publishTemplate,
  rateTemplate,
  setAgentStatus,
} from '../support/operations.ts';
import type { TestRegistry } from '../support/registry.ts';

/**
 * What acme has, and who asks for it. Whatever is for acme's members only has the word `zanzibar` in it, whatever is
 * for its publishers only has `quagga`: so an answer leaks when it holds the word, wherever it holds it.
 */
export const forMembers = 'zanzibar';
export const forPublishers = 'quagga';

export interface ApiWorld {
  /** No member of acme: no token, no role, and every role of globex. */
  outsiders: Record<string, Actor>;
  viewer: Actor;
  publisher: Actor;
  admin: Actor;
  /** A member of globex who may write there. */
  other: Actor;
  /** Global ids of what outsiders may not see, and of what only acme's publishers may. */
  hidden: { members: string[]; publishers: string[] };
  /** The run of a private template. */
  runId: string;
}

const prompt = (word: string) => [{ path: 'prompts/system.md', content: `You know about ${word}.\n` }];

/** An agent that contains a word in every field that can. */
const telling = (agentId: string, word: string, more: object = {}): Definition => ({
  manifest: agent({
    agentId,
    name: `Name ${word}`,
    description: `Describes ${word}.`,
    tags: [word],
    category: word,
    owner: word,
    metadata: { word },
    skills: [{ id: word, name: word, description: word, tags: [word] }],
    ...more,
  }).manifest,
  files: prompt(word),
});

const steps = (agentId: string) => [{ id: 'only', name: 'Only', agent: agentId, inputs: {} }];

export async function makeApiWorld(registry: TestRegistry): Promise<ApiWorld> {
  const acme = (role: 'viewer' | 'publisher' | 'admin') => registry.actor({ role, namespace: 'acme' });
  const globex = (role: 'viewer' | 'publisher' | 'admin') => registry.actor({ role, namespace: 'globex' });
  const [viewer, publisher, admin, other] = await Promise.all([
    acme('viewer'),
    acme('publisher'),
    acme('admin'),
    globex('publisher'),
  ]);
  const agentIn = async (who: Actor, definition: Definition, more: object = {}) => {
    const published = await who.do(publishAgent, { input: { ...definition, ...more } });
    if (published.__typename !== 'PublishAgentPayload') throw new Error(JSON.stringify(published));
    return [published.agent.id, published.version.id] as string[];
  };
  const templateIn = async (who: Actor, manifest: object) => {
    const published = await who.do(publishTemplate, {
      input: template({ variables: { type: 'object' }, ...manifest }),
    });
    if (published.__typename !== 'PublishTemplatePayload') throw new Error(JSON.stringify(published));
    return [published.template.id, published.version.id] as string[];
  };
  const draft = { draft: true };
  const hiddenMembers: string[] = [];
  const hiddenPublishers: string[] = [];

  // In `default`, for all: what both tenants' templates work with.
  await agentIn(await registry.actor(), agent({ agentId: 'common' }));

  // A public agent with a draft; private ones; one that was switched off; drafts of new ones.
  await agentIn(publisher, agent({ agentId: 'open' }));
  const [, openDraft = ''] = await agentIn(publisher, telling('open', forPublishers, { version: '2.0.0' }), draft);
  hiddenMembers.push(...(await agentIn(publisher, telling('inner', forMembers, { visibility: 'private' }))));
  const [, innerDraft = ''] = await agentIn(
    publisher,
    telling('inner', forPublishers, { visibility: 'private', version: '2.0.0' }),
    draft,
  );
  hiddenMembers.push(...(await agentIn(publisher, telling('switched-off', forMembers))));
  const disabled = { id: 'switched-off', status: 'DISABLED', message: `Because of ${forMembers}.` };
  if ((await admin.do(setAgentStatus, { input: disabled })).code) throw new Error('It could not be disabled.');
  hiddenPublishers.push(openDraft, innerDraft, ...(await agentIn(publisher, telling('sketch', forPublishers), draft)));

  // A public template that works with a private agent; a private one that works with a public agent; runs of both.
  await templateIn(publisher, {
    templateId: 'shared',
    supportedAgents: { inner: '^1.0.0', common: '^1.0.0' },
    defaultPlan: { steps: steps('inner') },
  });
  hiddenMembers.push(
    ...(await templateIn(publisher, {
      templateId: 'private-plan',
      visibility: 'private',
      name: `Name ${forMembers}`,
      description: `Describes ${forMembers}.`,
      tags: [forMembers],
      category: forMembers,
      variables: { type: 'object', properties: { word: { type: 'string' } } },
      supportedAgents: { common: '^1.0.0' },
      defaultPlan: { steps: steps('common') },
    })),
  );
  // Rated by acme: who rated and why is for its members, whoever sees the template.
  const rated = await viewer.do(rateTemplate, {
    input: { templateId: 'shared', rating: 2, comment: `Reminds me of ${forMembers}.`, isPrivate: true },
  });
  if (rated.__typename !== 'RateTemplatePayload') throw new Error(JSON.stringify(rated));
  // A comment is for all who see its template: here, the members.
  const commented = await viewer.do(rateTemplate, {
    input: { templateId: 'private-plan', rating: 4, comment: `Knows ${forMembers}.` },
  });
  if (commented.__typename !== 'RateTemplatePayload') throw new Error(JSON.stringify(commented));
  const { run } = await publisher.do(instantiateTemplate, {
    input: { templateId: 'private-plan', variables: { word: forMembers }, idempotencyKey: 'the-key-of-acme' },
  });
  hiddenMembers.push(run.id);

  // A refusal, which files a report and writes an event.
  const broken = telling('broken', forPublishers, { version: 'one', [forPublishers]: forPublishers });
  const refused = await publisher.do(publishAgent, { input: broken });
  if (refused.__typename !== 'ManifestInvalid') throw new Error(JSON.stringify(refused));

  // What globex has is its own.
  await agentIn(other, agent({ agentId: 'theirs', visibility: 'private' }));

  return {
    outsiders: {
      'no token': registry.anyone,
      'no role': await withoutRole(registry),
      'a viewer of globex': await globex('viewer'),
      'a publisher of globex': other,
      'an admin of globex': await globex('admin'),
    },
    viewer,
    publisher,
    admin,
    other,
    hidden: { members: hiddenMembers, publishers: hiddenPublishers },
    runId: run.id,
  };
}

/** Signed in; the token names acme, and gives the role where users write and nobody reads. */
async function withoutRole({ url, secret }: TestRegistry): Promise<Actor> {
  const claims = {
    role: 'authenticated',
    app_metadata: { namespace: 'acme' },
    user_metadata: { registry_role: 'admin', namespace: 'acme' },
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(randomUUID())
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(secret);
  return actorAt(url, token);
}
