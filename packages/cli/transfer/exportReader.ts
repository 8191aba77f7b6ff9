import {
  ChangesSinceDocument,
  type Client,
  type Connection,
  download,
  ExportAgentDocument,
  ExportAgentsDocument,
  ExportAgentVersionsDocument,
  ExportTemplateDocument,
  ExportTemplatesDocument,
  ExportTemplateVersionsDocument,
  GatewayRefused,
} from '../../client/index.ts';
import type { Kind } from '../../manifest/index.ts';
import type { ExportReader } from '../../node/transfer/exportReader.ts';

const lists = { AGENT: ExportAgentsDocument, TEMPLATE: ExportTemplatesDocument } satisfies Record<Kind, unknown>;
const versionLists = { AGENT: ExportAgentVersionsDocument, TEMPLATE: ExportTemplateVersionsDocument };
const single = { AGENT: ExportAgentDocument, TEMPLATE: ExportTemplateDocument };
const filterOf = (namespace: string | null) => (namespace === null ? null : { namespace });

/** Reads an export from a gateway. */
export const exportReader = (client: Client, connection: Connection): ExportReader => ({
  async entries(kind, namespace, after) {
    const variables = { filter: filterOf(namespace), after };
    return (await client.request(lists[kind], variables)).entries;
  },
  entry: async (kind, place) => (await client.request(single[kind], { ...place })).entry ?? null,
  versions: async (kind, place, after) =>
    (await client.request(versionLists[kind], { ...place, after })).entry?.versions ?? null,
  async events(after, namespace) {
    return (await client.request(ChangesSinceDocument, { after, filter: filterOf(namespace) })).registryEvents;
  },
  async files(kind, place, { version, status }, files) {
    try {
      return await download(connection, { kind, ...place, version }, files);
    } catch (error) {
      if (status === 'DRAFT' && error instanceof GatewayRefused && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  },
});
