import type { Actor } from './actor.ts';

/** The operations of tests of shares, each with the fields that they check. */

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Answered = Promise<any>;
type Kind = 'Agent' | 'Template';

const event = 'event { type action version reason before after }';

export const share = (actor: Actor, input: object, kind: Kind = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: ShareInput!) { share${kind}(input: $input) { __typename ... on Error { code message }
      ... on Share${kind}Payload { entry: ${kind.toLowerCase()} { slug shares { namespace mayInstantiate } }
        share { namespace mayInstantiate sharedBy } ${event} } } }`,
    { input },
  );

export const unshare = (actor: Actor, input: object, kind: Kind = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: UnshareInput!) { unshare${kind}(input: $input) { __typename ... on Error { code message }
      ... on Unshare${kind}Payload { entry: ${kind.toLowerCase()} { slug shares { namespace mayInstantiate } }
        impact { days templates templateVersions runs openRuns } ${event} } } }`,
    { input },
  );

export const decline = (actor: Actor, input: object, kind: Kind = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: DeclineShareInput!) { decline${kind}Share(input: $input) { __typename ... on Error { code message }
      ... on Decline${kind}SharePayload { entry: ${kind.toLowerCase()} { slug }
        impact { days templates templateVersions runs openRuns } ${event} } } }`,
    { input },
  );

/** Everything that an actor can read of an agent, wherever it can be found; null for nothing. */
export async function readShared(actor: Actor, namespace: string, id: string) {
  const { data, errors } = await actor.ask(
    `query ($id: String!, $namespace: String!) {
      agent(agentId: $id, namespace: $namespace) { name visibility
        sharedWithMe { namespace mayInstantiate } shares { namespace }
        currentVersion { version prompts { content } }
        channels { name version { version } }
        versions(first: 50) { edges { node { version status } } } }
      agents(filter: { namespace: $namespace }) { edges { node { agentId } } }
      sharedOnly: agents(filter: { namespace: $namespace, sharedWithMe: true }) { edges { node { agentId } } }
      search(query: $id) { edges { node { ... on Agent { agentId } } } }
      sharedSearch: search(query: $id, filter: { sharedWithMe: true }) { edges { node { ... on Agent { agentId } } } }
    }`,
    { id, namespace },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  const has = (list: { edges: { node: { agentId?: string } }[] }) => list.edges.some(({ node }) => node.agentId === id);
  const found = { listed: has(data.agents), searched: has(data.search) };
  if (data.agent === null) {
    if (found.listed || found.searched) throw new Error(`${id} is found, and cannot be read.`);
    return null;
  }
  const { versions, ...agent } = data.agent;
  return {
    ...agent,
    ...found,
    isSharedOnly: has(data.sharedOnly) && has(data.sharedSearch),
    versions: versions.edges.map(({ node }: { node: { version: string } }) => node.version),
  };
}

/** The events of an entry that an actor reads, in order. */
export async function heard(actor: Actor, id: string): Promise<Record<string, unknown>[]> {
  const { data } = await actor.ask(
    `query ($id: String!) { registryEvents(first: 100, filter: { entryId: $id }) { edges { node {
      type action version reason before after } } } }`,
    { id },
  );
  return data.registryEvents.edges.map(({ node }: { node: Record<string, unknown> }) => node);
}

export const heardActions = async (actor: Actor, id: string) => (await heard(actor, id)).map(({ action }) => action);
