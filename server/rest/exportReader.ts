import { setTimeout as sleep } from 'node:timers/promises';
import type { FileEntry, Kind } from '../../packages/manifest/index.ts';
import type {
  EntryAddress,
  ExportedEntry,
  ExportedEvent,
  ExportedPage,
  ExportedVersion,
  ExportReader,
} from '../../packages/node/transfer/exportReader.ts';
import { NotFound } from '../../src/errors.ts';
import { createContext } from '../../src/resolvers/context.ts';
import { entryBySlug } from '../../src/resolvers/entry.ts';
import type { AnswerBytes } from '../access/answerPool.ts';
import { Problem } from '../access/problem.ts';
import { RateLimited } from '../access/rateLimited.ts';
import { bytesCost, type RequestContext } from '../access/requestContext.ts';
import type { GatewayOptions } from '../graphql/gatewayOptions.ts';
import { type Data, documentOf, type Engine } from './engine.ts';

const entryFields = `slug namespace createdAt updatedAt status statusMessage visibility compatibility replacedBy { namespace slug }
  currentVersion { version } tags category description listingOverrides featured curatedAt
  channels { name movedAt version { version } previousVersion { version }
    gate { requireTests windowHours minRuns minSuccessRate maxP95DurationMs maxTokensPerRun onRegression } }`;
const versionFields = `version status visibility digest digestRule commitSha publishedAt publishedBy files { path size sha256 }`;
const page = 'pageInfo { hasNextPage endCursor }';

const perKind = <Value>(of: (noun: 'agent' | 'template') => Value): Record<Kind, Value> => ({
  AGENT: of('agent'),
  TEMPLATE: of('template'),
});

/** The operations of an export. Tests check them against the schema and the limits. */
export const exportDocuments = {
  entries: perKind(
    (noun) =>
      `query ExportEntries($filter: RegistryFilter, $after: String) { entries: ${noun}s(first: 50, after: $after, filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) { ${page} edges { node { ${entryFields} } } } }`,
  ),
  entry: perKind(
    (noun) =>
      `query ExportEntry($id: String!, $namespace: String!) { entry: ${noun}(${noun}Id: $id, namespace: $namespace) { ${entryFields} } }`,
  ),
  versions: perKind(
    (noun) =>
      `query ExportVersions($id: String!, $namespace: String!, $after: String) { entry: ${noun}(${noun}Id: $id, namespace: $namespace) { versions(first: 50, after: $after) { ${page} edges { node { ${versionFields} } } } } }`,
  ),
  events: `query ExportEvents($after: String!, $filter: RegistryEventFilter) { registryEvents(first: 100, after: $after, filter: $filter) { ${page} edges { node { kind namespace entryId version action } } } }`,
  latest: 'query ExportCursor { registryEvents(last: 1) { edges { cursor } } }',
};

/** Cost of the files of a version, without their bytes. */
const filesCost = 10;
/** How long in a row an export waits for the rate limit, or for a busy gateway. */
const maxWaitMs = 120_000;

export interface RestExportReader extends ExportReader {
  /** The cursor of the newest event; "0" if there is none. */
  latest(): Promise<string>;
  /** Releases what is held in memory. */
  release(): void;
}

/**
 * Reads an export in process, an operation at a time, with the rights, costs and limits of the request. It waits while the
 * caller's budget is exhausted.
 *
 * @param check throws when the export must not go on
 */
export function restExportReader(
  engine: Engine,
  { services, limiter, answers }: Pick<GatewayOptions, 'services' | 'limiter' | 'answers'>,
  requestContext: RequestContext,
  check: () => void,
): RestExportReader {
  const { payer, caller, refusals, runIds } = requestContext;
  let held: AnswerBytes | null = null;
  const release = () => {
    held?.release();
    held = null;
  };

  async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let waited = 0; ; ) {
      check();
      try {
        return await work();
      } catch (error) {
        const seconds = retryAfterOf(error);
        if (seconds === null || waited >= maxWaitMs) throw error;
        const ms = Math.max(250, seconds * 1_000);
        waited += ms;
        await waitChecking(ms, check);
      }
    }
  }

  const run = (document: string, variables: Data): Promise<Data> =>
    patiently(async () => {
      const answer = answers.open(payer);
      try {
        return await engine.run({ ...requestContext, answer }, documentOf(document), variables);
      } finally {
        answer.release();
      }
    });
  const filterOf = (namespace: string | null) => (namespace === null ? null : { namespace });

  async function readFiles(kind: Kind, { id, namespace }: EntryAddress, version: string, files: readonly FileEntry[]) {
    limiter?.spend(payer, filesCost);
    const answer = answers.open(payer);
    held = answer;
    const context = createContext(services, caller, {
      answer,
      searchGate: (search) => search(),
      refused: (code) => refusals.add(code),
      concerns: (runId) => runIds.add(runId),
      engages: () => {}, // An export is neither a view nor a pull.
    });
    const entry = await entryBySlug(kind, id, namespace, context);
    const head = entry && (await context.load.version[kind].byNumber.load([entry.id, version]));
    const content = head && (await context.load.version[kind].whole.load(head.id));
    const bundle = [];
    for (const { path, sha256, size } of files) {
      if (!content?.files.some((file) => file.path === path && file.sha256 === sha256)) return null;
      answer.take(size);
      const bytes = await context.load.blob.load(sha256);
      if (!bytes) throw new Error(`The content of ${path} (${sha256}) is missing in file storage.`);
      bundle.push({ path, bytes });
    }
    limiter?.charge(payer, bytesCost(files.reduce((sum, { size }) => sum + size, 0)));
    return bundle;
  }

  return {
    release,
    async latest() {
      const { edges } = (await run(exportDocuments.latest, {})).registryEvents as { edges: { cursor: string }[] };
      return edges[0]?.cursor ?? '0';
    },
    entries: async (kind, namespace, after) =>
      (await run(exportDocuments.entries[kind], { filter: filterOf(namespace), after }))
        .entries as ExportedPage<ExportedEntry>,
    entry: async (kind, place) => (await run(exportDocuments.entry[kind], { ...place })).entry as ExportedEntry | null,
    async versions(kind, place, after) {
      const { entry } = await run(exportDocuments.versions[kind], { ...place, after });
      return (entry as { versions: ExportedPage<ExportedVersion> } | null)?.versions ?? null;
    },
    events: async (after, namespace) =>
      (await run(exportDocuments.events, { after, filter: filterOf(namespace) }))
        .registryEvents as ExportedPage<ExportedEvent>,
    async files(kind, place, { version, status }, files) {
      release();
      if (files.length === 0) return [];
      const found = await patiently(() => {
        release();
        return readFiles(kind, place, version, files);
      });
      if (found || status === 'DRAFT') return found;
      throw new NotFound(`${place.namespace}/${place.id}@${version} was removed or hidden during the export.`);
    },
  };
}

/** Seconds after which an error may be gone. Null if repeating does not help. */
function retryAfterOf(error: unknown): number | null {
  if (error instanceof RateLimited) return error.retryAfter;
  if (!(error instanceof Problem) || !['RATE_LIMITED', 'UNAVAILABLE'].includes(error.code)) return null;
  return Number(error.headers['retry-after'] ?? 1);
}

const checkEveryMs = 250;

async function waitChecking(ms: number, check: () => void): Promise<void> {
  for (let left = ms; left > 0; left -= checkEveryMs) {
    check();
    await sleep(Math.min(left, checkEveryMs));
  }
}
