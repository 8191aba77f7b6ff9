import {
  type ChannelGateInput,
  ConsoleAgentChannelsDocument,
  type ConsoleImpactFragment,
  type ConsoleProblemFragment,
  ConsoleSetAgentChannelDocument,
  ConsoleSetTemplateChannelDocument,
  ConsoleTemplateChannelsDocument,
} from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import { isRefusal } from '../api/outcome.ts';
import type { EntryAddress } from './useEntry.ts';

/** The channels of an entry, what happened to them, and the versions that they can point to. */
export async function readChannels({ kinds, namespace, id }: EntryAddress, signal: AbortSignal) {
  const document = kinds === 'agents' ? ConsoleAgentChannelsDocument : ConsoleTemplateChannelsDocument;
  const { entry, registryEvents } = await ask(document, { id, namespace, first: 100 }, signal);
  return {
    channels: entry?.channels ?? [],
    published: entry?.versions.edges.flatMap(({ node }) => (node.status === 'ACTIVE' ? [node.version] : [])) ?? [],
    events: registryEvents.edges.map(({ node }) => node),
  };
}

export interface ChannelRequest {
  id: string;
  namespace: string;
  channel: string;
  version: string;
  /** The change takes effect only while the channel points to this. */
  expectedVersion?: string;
  /** Null for none; omitted to keep it. */
  gate?: ChannelGateInput | null;
  reason: string;
  dryRun: boolean;
  idempotencyKey?: string;
}

/** Points a channel to a version, or says what that would do. */
export async function setChannel(
  kinds: Kinds,
  input: ChannelRequest,
): Promise<{ refusal: ConsoleProblemFragment | null; impact: ConsoleImpactFragment | null; previous: string | null }> {
  const { result } = await ask(
    kinds === 'agents' ? ConsoleSetAgentChannelDocument : ConsoleSetTemplateChannelDocument,
    {
      input,
    },
  );
  if (isRefusal(result)) return { refusal: result, impact: null, previous: null };
  return { refusal: null, impact: result.impact ?? null, previous: result.previousVersion?.version ?? null };
}
