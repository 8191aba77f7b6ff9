import type { Actor } from './actor.ts';

/** The operations of visibility tests, each with the fields that they check. */

const change = 'visibilityChange { before after readableBefore readableAfter versionsShown versionsHidden }';
const error = '... on Error { code message }';
const event = 'event { id action version reason before after }';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Answered = Promise<any>;

export const publishWith = (actor: Actor, input: object): Answered =>
  actor.do(
    `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { __typename ${error}
      ... on PublishAgentPayload { warnings { code path } agent { visibility } version { version visibility } ${change} } } }`,
    { input },
  );

export const promoteWith = (actor: Actor, input: object): Answered =>
  actor.do(
    `mutation ($input: PromoteInput!) { promoteAgent(input: $input) { __typename ${error}
      ... on PublishAgentPayload { warnings { code path } agent { visibility } version { version visibility } ${change} } } }`,
    { input },
  );

export const rollback = (actor: Actor, input: object): Answered =>
  actor.do(
    `mutation ($input: RollbackInput!) { rollbackAgent(input: $input) { __typename ${error}
      ... on RollbackAgentPayload { agent { visibility currentVersion { version } } version { version } ${change} ${event} } } }`,
    { input },
  );

export const setStatus = (actor: Actor, input: object): Answered =>
  actor.do(
    `mutation ($input: SetStatusInput!) { setAgentStatus(input: $input) { __typename ${error}
      ... on SetAgentStatusPayload { agent { status } ${change} ${event} } } }`,
    { input },
  );

const setVisibilityDocument = `mutation ($input: SetVisibilityInput!) { setAgentVisibility(input: $input) { __typename ${error}
  ... on SetAgentVisibilityPayload { agent { visibility } ${change} ${event} } } }`;

export const setVisibility = (actor: Actor, input: object): Answered => actor.do(setVisibilityDocument, { input });

/** The code of the refusal, at any level. */
export async function changeOf(actor: Actor, input: object): Promise<string | undefined> {
  const { data, errors } = await actor.ask(setVisibilityDocument, { input });
  return errors?.[0]?.extensions.code ?? data?.setAgentVisibility.code;
}

/** The code and the message of the refusal, at any level. */
export async function refusalOf(actor: Actor, input: object): Promise<[code: string, message: string]> {
  const { data, errors } = await actor.ask(setVisibilityDocument, { input });
  const [error] = errors ?? [];
  return error
    ? [error.extensions.code, error.message]
    : [data.setAgentVisibility.code, data.setAgentVisibility.message];
}

/** What an actor can read of an agent of `default`; null for nothing. */
export async function readAgent(actor: Actor, id: string) {
  const { data } = await actor.ask(
    `query ($id: String!, $tags: [String!]) {
      agent(agentId: $id, namespace: "default") { name description visibility status updatedAt
        currentVersion { version prompts { content } } versions(first: 50) { edges { node { version } } } }
      agents(filter: { namespace: "default", tags: $tags }) { edges { node { agentId } } }
      search(query: $id) { edges { node { ... on Agent { agentId } } } }
    }`,
    { id, tags: [`t-${id}`] },
  );
  const { agent, agents, search } = data;
  const found = search.edges.filter(({ node }: { node: { agentId?: string } }) => node.agentId === id).length;
  if (agent === null) {
    if (agents.edges.length + found > 0) throw new Error(`${id} is found, and cannot be read.`);
    return null;
  }
  const versions: string[] = agent.versions.edges.map(({ node }: { node: { version: string } }) => node.version);
  return { ...agent, versions };
}

/** The events of one entry that an actor can read. */
export async function eventsOf(actor: Actor, id: string): Promise<Record<string, unknown>[]> {
  const { data } = await actor.ask(
    `query ($id: String!) { registryEvents(first: 100, filter: { entryId: $id }) { edges { node {
      type action version reason before after entryId namespace entry { name } } } } }`,
    { id },
  );
  return data.registryEvents.edges.map(({ node }: { node: Record<string, unknown> }) => node);
}
