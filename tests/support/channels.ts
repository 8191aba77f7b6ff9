import type { Actor } from './actor.ts';
import { impactFields } from './impact.ts';

/** The operations on channels, each with the fields that tests check. */

const error =
  '... on Error { code message } ... on StaleVersion { expected actual } ... on IncompatibleChange { changes }';
const event = 'event { id number type action version reason before after }';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Answered = Promise<any>;
type Kind = 'Agent' | 'Template';

export const setChannelDocument = (kind: Kind) =>
  `mutation ($input: SetChannelInput!) { set${kind}Channel(input: $input) { __typename ${error}
    ... on Set${kind}ChannelPayload { channel { name version { version } previousVersion { version } }
      version { version } previousVersion { version } ${event} ${impactFields} } } }`;

export const setChannel = (actor: Actor, input: object, kind: Kind = 'Agent'): Answered =>
  actor.do(setChannelDocument(kind), { input: { channel: 'stable', reason: 'It is good.', ...input } });

export const removeChannel = (actor: Actor, input: object, kind: Kind = 'Agent'): Answered =>
  actor.do(
    `mutation ($input: RemoveChannelInput!) { remove${kind}Channel(input: $input) { __typename ... on Error { code message }
      ... on StaleVersion { expected actual }
      ... on Remove${kind}ChannelPayload { version { version } ${event} ${impactFields} } } }`,
    { input: { channel: 'stable', reason: 'Nobody needs it.', ...input } },
  );

/** The channels of an agent that an actor can see, such as `stable 1.0.0`. */
export async function channelsOf(actor: Actor, agentId: string, namespace = 'default'): Promise<string[] | undefined> {
  const { data } = await actor.ask(
    `query ($id: String!, $namespace: String) {
      agent(agentId: $id, namespace: $namespace) { channels { name version { version } } }
    }`,
    { id: agentId, namespace },
  );
  const { channels = null } = data.agent ?? {};
  return channels?.map(
    ({ name, version }: { name: string; version: { version: string } }) => `${name} ${version.version}`,
  );
}
