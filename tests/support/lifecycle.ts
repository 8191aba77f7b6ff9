import type { Actor } from './actor.ts';
import type { TestRegistry } from './registry.ts';

/** The operations that archive, discard and remove, each with the fields that tests check. */

const error = '... on Error { code message }';
const stale = '... on StaleVersion { expected actual }';
const event = 'event { id type action version reason before after entry { name } }';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Answered = Promise<any>;

const archiving = (verb: 'archive' | 'unarchive', kind: 'Agent' | 'Template') => {
  const name = `${verb === 'archive' ? 'Archive' : 'Unarchive'}`;
  return `mutation ($input: ${name}VersionInput!) { ${verb}${kind}Version(input: $input) { __typename ${error} ${stale}
    ... on ${name}${kind}VersionPayload { version { version status } ${event} } } }`;
};

export const archive = (actor: Actor, input: object, kind: 'Agent' | 'Template' = 'Agent'): Answered =>
  actor.do(archiving('archive', kind), { input: { reason: 'It is broken.', ...input } });

export const unarchive = (actor: Actor, input: object, kind: 'Agent' | 'Template' = 'Agent'): Answered =>
  actor.do(archiving('unarchive', kind), { input });

export const discard = (actor: Actor, input: object, kind: 'Agent' | 'Template' = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: DiscardDraftInput!) { discard${kind}Draft(input: $input) { __typename ${error}
      ... on Discard${kind}DraftPayload { version digest ${event} } } }`,
    { input },
  );

export const remove = (actor: Actor, input: object, kind: 'Agent' | 'Template' = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: RemoveEntryInput!) { remove${kind}(input: $input) { __typename ${error} ${stale}
      ... on Remove${kind}Payload { namespace versionCount ${event}
        visibilityChange { readableBefore readableAfter versionsHidden } } } }`,
    { input: { reason: 'Nobody needs it.', ...input } },
  );

/** The status of each version of an agent that an actor can see, newest first, such as `1.0.0 ACTIVE`. */
export async function versionsOf(actor: Actor, agentId: string): Promise<string[]> {
  const { data } = await actor.ask(
    `query ($id: String!) { agent(agentId: $id, namespace: "default") { versions(first: 50) { edges { node { version status } } } } }`,
    { id: agentId },
  );
  return data.agent.versions.edges.map(
    ({ node }: { node: { version: string; status: string } }) => `${node.version} ${node.status}`,
  );
}

/** Number of events with this action about an entry. */
export async function countEvents({ database }: TestRegistry, slug: string, action: string): Promise<number> {
  const rows = await database.asOwner(
    `select id from nofx.registry_events where slug = '${slug}' and action = '${action}' and audience <> 'WITHDRAWAL'`,
  );
  return rows.length;
}
