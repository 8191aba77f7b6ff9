import {
  type AgentHeadFragment,
  type Client,
  type Connection,
  download,
  type VersionFilesFragment,
  WorkerAgentDocument,
  WorkerAgentsDocument,
  WorkerAgentVersionDocument,
  WorkerBeginningDocument,
  type WorkerBeginningQuery,
} from '../../client/index.ts';
import { type BundleFile, checkList, checkVersion } from '../../manifest/index.ts';
import type { AgentAddress } from './selection.ts';

export type AgentHead = AgentHeadFragment;
export type PublishedVersion = Pick<VersionFilesFragment, 'version' | 'digest' | 'digestRule' | 'files'>;
export type Beginning = WorkerBeginningQuery;

/** The requests of the copy. Each throws GatewayUnreachable, GatewayRefused, the reason of the signal. */
export interface Remote {
  /** The viewer, and the last event of the log. */
  beginning(): Promise<Beginning>;
  agents(): AsyncGenerator<AgentHead, void, undefined>;
  agent(address: AgentAddress): Promise<AgentHead | null>;
  version(address: AgentAddress, version: string): Promise<PublishedVersion | null>;
  /** The files, checked one by one and together. Also throws NotAsPublished. */
  files(address: AgentAddress, version: PublishedVersion): Promise<BundleFile[]>;
}

const pageSize = 20;

export function openRemote(client: Client, connection: Connection, signal: AbortSignal): Remote {
  const options = { signal };
  return {
    beginning: () => client.request(WorkerBeginningDocument, {}, options),

    async *agents() {
      for (let after: string | null = null; ; ) {
        const page: { agents: { edges: { node: AgentHead }[]; pageInfo: PageInfo } } = await client.request(
          WorkerAgentsDocument,
          { first: pageSize, after },
          options,
        );
        for (const { node } of page.agents.edges) yield node;
        if (!page.agents.pageInfo.hasNextPage) return;
        after = page.agents.pageInfo.endCursor ?? null;
      }
    },

    async agent(address) {
      const { agent } = await client.request(WorkerAgentDocument, address, options);
      return agent ?? null;
    },

    async version(address, version) {
      const { agent } = await client.request(WorkerAgentVersionDocument, { ...address, version }, options);
      return agent?.version ?? null;
    },

    async files({ namespace, agentId }, { version, digest, digestRule, files }) {
      checkList('AGENT', files);
      const bytes = await download(connection, { kind: 'AGENT', id: agentId, namespace, version }, files, signal);
      checkVersion('AGENT', bytes, digest, digestRule);
      return bytes;
    },
  };
}

interface PageInfo {
  hasNextPage: boolean;
  endCursor?: string | null;
}
