import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type Client,
  EntryHereDocument,
  type EntryHereQuery,
  type HereVersionFragment,
  ImportVersionsDocument,
  type ImportVersionsMutation,
} from '../../client/index.ts';
import { channelsOf, listingOf } from '../../node/transfer/exportRecords.ts';
import type { EntryRecord, VersionRecord } from '../../node/transfer/format.ts';
import { Problem } from '../problem.ts';
import type { ImportReport, SkipReason } from './importReport.ts';

/** An entry of an export with its versions. */
export interface EntryGroup {
  entry: EntryRecord;
  versions: VersionRecord[];
}

export interface ImportTarget {
  client: Client;
  /** The caller's own. */
  namespace: string;
  dryRun: boolean;
  /** Leave entries that were removed where the export comes from. */
  keepRemoved: boolean;
  read(sha256: string): Promise<Uint8Array>;
  report: ImportReport;
}

type Here = NonNullable<EntryHereQuery['agent'] | EntryHereQuery['template']>;
type Result = ImportVersionsMutation['result'];
type Imported = Extract<Result, { __typename: 'ImportVersionsPayload' }>;

/** The limits of one call: versions, and bytes of their files. A version that is larger goes alone. */
const callLimits = { versions: 50, bytes: 8 * 1024 * 1024 };

/**
 * Imports an entry: sends only what is not in the registry, so that an import that was interrupted goes on where it was.
 *
 * @returns false if something that it depends on is not here; then nothing of this call was imported
 */
export async function importEntry(target: ImportTarget, group: EntryGroup, allowUnresolved: boolean): Promise<boolean> {
  const { entry } = group;
  const { here, versions: versionsHere } = await entryHere(target, entry);
  const sending = group.versions.filter((version) => !isHere(version, versionsHere.get(version.version)));
  const unsent = group.versions.filter((version) => !sending.includes(version));
  const isNewer = here !== null && Date.parse(here.updatedAt) > Date.parse(entry.updatedAt);
  const outcomes: Imported[] = [];
  const isCurated = isSameCuration(entry, here) || isCuratedLater(entry, here);
  if (sending.length > 0 || !isCurated || (!isNewer && !isSameState(target, entry, here))) {
    const all = calls(sending);
    for (const [index, versions] of all.entries()) {
      // Channels come last: they point to versions.
      const state = index === all.length - 1 ? entry : withoutChannels(entry);
      const result = await send(target, state, versions, allowUnresolved);
      if (result.__typename !== 'ImportVersionsPayload') {
        if (result.code === 'DEPENDENCY_UNRESOLVED' && !allowUnresolved) return false;
        refuse(target.report, group, result);
        return true;
      }
      outcomes.push(result);
    }
  }
  record(target.report, group, outcomes, unsent, isNewer);
  if (outcomes.length === 0) recordChannels(target.report, entry, here);
  else for (const outcome of outcomes) recordCuration(target.report, entry, outcome);
  return true;
}

async function entryHere({ client, namespace }: ImportTarget, { kind, id }: EntryRecord) {
  const versions = new Map<string, HereVersionFragment>();
  let here: Here | null = null;
  let after: string | null = null;
  do {
    const found: EntryHereQuery = await client.request(EntryHereDocument, { id, namespace, after });
    const entry: Here | null = (kind === 'AGENT' ? found.agent : found.template) ?? null;
    here ??= entry;
    for (const { node } of entry?.versions.edges ?? []) versions.set(node.version, node);
    const pageInfo = entry?.versions.pageInfo;
    after = pageInfo?.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return { here, versions };
}

/** Whether sending the version would change nothing. What conflicts is sent, so that the gateway decides. */
const isHere = (version: VersionRecord, here: HereVersionFragment | undefined): boolean =>
  here !== undefined &&
  here.digest === version.digest &&
  here.digestRule === version.digestRule &&
  here.status === version.status &&
  (here.visibility === 'PUBLIC' || version.visibility === 'PRIVATE');

const isSameState = (target: ImportTarget, entry: EntryRecord, here: Here | null): boolean =>
  here !== null &&
  Date.parse(here.updatedAt) === Date.parse(entry.updatedAt) &&
  here.status === entry.status &&
  (here.statusMessage ?? null) === entry.statusMessage &&
  here.visibility === entry.visibility &&
  here.compatibility === entry.compatibility &&
  (here.currentVersion?.version ?? null) === entry.currentVersion &&
  (entry.listing === undefined || isDeepStrictEqual(listingOf(here), entry.listing)) &&
  (here.replacedBy ? `${here.replacedBy.namespace}/${here.replacedBy.slug}` : null) === replacedBy(target, entry);

/** Whether the channels, and whether the entry is featured, are here as in the export. */
const isSameCuration = (entry: EntryRecord, here: Here | null): boolean => {
  if (entry.channels === undefined) return true;
  if (here === null) return false;
  const found = channelsOf(here);
  const channels = entry.allChannels
    ? found
    : found.filter(({ name }) => entry.channels?.some((each) => each.name === name));
  return (
    isDeepStrictEqual(channels, entry.channels) &&
    here.featured === entry.featured &&
    curatedAt(here.curatedAt) === curatedAt(entry.curatedAt)
  );
};

const isCuratedLater = (entry: EntryRecord, here: Here | null): boolean =>
  here?.curatedAt != null && curatedAt(here.curatedAt) > curatedAt(entry.curatedAt);

const curatedAt = (time: string | null | undefined): number => (time == null ? 0 : Date.parse(time));

const withoutChannels = ({ channels: _, featured: __, curatedAt: ___, ...entry }: EntryRecord): EntryRecord => entry;

/** In the namespace that it is imported into, if it was in the namespace of the entry. */
const replacedBy = ({ namespace }: ImportTarget, entry: EntryRecord): string | null =>
  entry.replacedBy?.startsWith(`${entry.namespace}/`)
    ? `${namespace}/${entry.replacedBy.slice(entry.namespace.length + 1)}`
    : entry.replacedBy;

/** The versions of each call, oldest first. Without versions, one call for the state of the entry. */
function calls(versions: readonly VersionRecord[]): VersionRecord[][] {
  const inOrder = [...versions].sort((one, other) => one.publishedAt.localeCompare(other.publishedAt));
  const all: VersionRecord[][] = [[]];
  let size = 0;
  for (const version of inOrder) {
    const own = version.files.reduce((sum, file) => sum + file.size, 0);
    const last = all.at(-1) ?? [];
    if (last.length > 0 && (last.length >= callLimits.versions || size + own > callLimits.bytes)) {
      all.push([version]);
      size = own;
    } else {
      last.push(version);
      size += own;
    }
  }
  return all;
}

async function send(
  target: ImportTarget,
  entry: EntryRecord,
  versions: readonly VersionRecord[],
  allowUnresolved: boolean,
): Promise<Result> {
  const { type: _, kind: __, namespace: ___, id: ____, listing, ...state } = entry;
  const input = {
    kind: entry.kind,
    id: entry.id,
    namespace: target.namespace,
    entry: {
      ...state,
      // An empty category stands for none.
      ...(listing ? { listing: { ...listing, ...(listing.category === null ? { category: '' } : {}) } } : {}),
      replacedBy: replacedBy(target, entry),
    },
    versions: await Promise.all(versions.map((version) => withFiles(target, version))),
    allowUnresolved: allowUnresolved || target.dryRun,
    dryRun: target.dryRun,
    idempotencyKey: `import:${randomUUID()}`,
  };
  return (await target.client.request(ImportVersionsDocument, { input })).result;
}

async function withFiles({ read }: ImportTarget, version: VersionRecord) {
  const { type: _, kind: __, namespace: ___, id: ____, files, ...values } = version;
  const contents = await Promise.all(
    files.map(async ({ path, sha256 }) => ({
      path,
      content: Buffer.from(await read(sha256)).toString('base64'),
      encoding: 'BASE64' as const,
    })),
  );
  return { ...values, files: contents };
}

function refuse(
  report: ImportReport,
  { entry, versions }: EntryGroup,
  result: Exclude<Result, { __typename: 'ImportVersionsPayload' }>,
): void {
  if (!('message' in result)) throw new Problem('The gateway answered with an unknown result.');
  const issues = 'issues' in result ? result.issues.map((issue) => `${issue.file}: ${issue.message}`) : [];
  report.entries.skipped += 1;
  report.versions.skipped += versions.length;
  const message = [`${result.message} (${result.code})`, ...issues].join(' ');
  report.skipped.push({ ...nameOf(entry), version: null, reason: 'REFUSED', message });
}

function record(
  report: ImportReport,
  { entry, versions }: EntryGroup,
  outcomes: readonly Imported[],
  unsent: readonly VersionRecord[],
  isNewer: boolean,
): void {
  const skip = (version: string | null, reason: SkipReason, message: string) =>
    report.skipped.push({ ...nameOf(entry), version, reason, message });
  const done = new Set(outcomes.map(({ outcome }) => outcome));
  if (done.has('IMPORTED')) report.entries.imported += 1;
  else if (done.has('NEWER_HERE') || (outcomes.length === 0 && isNewer)) {
    report.entries.skipped += 1;
    skip(null, 'NEWER_HERE', 'The entry was changed here later; its state stays.');
  } else report.entries[done.has('UPDATED') ? 'updated' : 'unchanged'] += 1;
  for (const { version } of unsent) {
    report.versions.unchanged += 1;
    skip(version, 'ALREADY_THERE', 'The same content is here under this version number.');
  }
  for (const { version, outcome, digest } of outcomes.flatMap((each) => each.versions)) {
    if (outcome === 'IMPORTED') report.versions.imported += 1;
    else if (outcome === 'UPDATED') report.versions.updated += 1;
    else if (outcome === 'UNCHANGED') {
      report.versions.unchanged += 1;
      skip(version, 'ALREADY_THERE', 'The same content is here under this version number.');
    } else {
      report.versions.skipped += 1;
      const wanted = versions.find((each) => each.version === version)?.digest;
      if (outcome === 'CONFLICT')
        skip(
          version,
          'CONFLICT',
          `The version number is taken by other content here: digest ${digest}, not ${wanted}.`,
        );
      else skip(version, 'FILES_MISSING', 'The version is not here, and its files were not sent.');
    }
  }
  report.warnings.push(
    ...[...new Set(outcomes.flatMap(({ warnings }) => warnings))].map((text) => `${entry.id}: ${text}`),
  );
}

/** Channels that were not sent: they are here, or were changed here later. */
function recordChannels(report: ImportReport, entry: EntryRecord, here: Here | null): void {
  const found = here === null ? [] : channelsOf(here);
  for (const channel of entry.channels ?? []) {
    const isHere = found.some((each) => isDeepStrictEqual(each, channel));
    recordChannel(report, entry, channel.name, isHere ? 'UNCHANGED' : 'NEWER_HERE');
  }
}

function recordCuration(report: ImportReport, entry: EntryRecord, outcome: Imported): void {
  if (outcome.listingChanged || outcome.featuredChanged) report.listings.updated += 1;
  for (const { name, outcome: done } of outcome.channels) recordChannel(report, entry, name, done);
}

function recordChannel(
  { channels, skipped }: ImportReport,
  entry: EntryRecord,
  name: string,
  outcome: Imported['channels'][number]['outcome'],
): void {
  if (outcome === 'SET') channels.set += 1;
  else if (outcome === 'REMOVED') channels.removed += 1;
  else if (outcome === 'UNCHANGED') channels.unchanged += 1;
  else {
    const message =
      outcome === 'NEWER_HERE'
        ? `Channels of the entry were changed here later; ${name} stays.`
        : `The version that the channel ${name} points to is not published here.`;
    channels.skipped += 1;
    skipped.push({ ...nameOf(entry), version: null, reason: outcome, message });
  }
}

const nameOf = ({ kind, id, namespace }: EntryRecord) => ({ kind, id, namespace });
