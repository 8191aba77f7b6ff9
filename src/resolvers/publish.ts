import type { Kind } from '../db/kindTables.ts';
import { decodeFiles, type FileInput } from '../registry/decodeFiles.ts';
import type { DryRunRows } from '../registry/dryRunRows.ts';
import { type PromoteInput, promote as promoteVersion } from '../registry/promote.ts';
import { type Published, publish as publishDefinition } from '../registry/publish.ts';
import { requireRole } from '../registry/require.ts';
import { validate as validateDefinition } from '../registry/validate.ts';
import type { Context } from './context.ts';

export interface ValidateArgs {
  input: {
    manifest?: unknown;
    files?: readonly FileInput[] | null;
    acknowledge?: readonly string[] | null;
    idempotencyKey?: string | null;
    dryRun?: boolean | null;
  };
}

export interface PublishArgs {
  input: ValidateArgs['input'] & { commitSha?: string | null; draft?: boolean | null };
}

export const publish =
  (kind: Kind) =>
  async (_: unknown, { input }: PublishArgs, context: Context) => {
    requireRole(context, 'publisher', 'publish');
    const published = await publishDefinition(context.services, context, kind, definitionIn(input));
    return payload(kind, published, context);
  };

export const promote =
  (kind: Kind) =>
  async (_: unknown, { input }: { input: PromoteInput }, context: Context) =>
    payload(kind, await promoteVersion(context.services, context, kind, input), context);

export const validate =
  (kind: Kind) =>
  async (_: unknown, { input }: ValidateArgs, context: Context) => {
    requireRole(context, 'viewer', 'validate');
    return validateDefinition(context.services, context, kind, definitionIn(input));
  };

const definitionIn = <Input extends ValidateArgs['input']>(input: Input) => ({
  ...input,
  manifest: input.manifest,
  files: decodeFiles(input.files),
});

/** What a dry run wrote cannot be loaded after it was rolled back, so the loaders are primed with it. */
export function primeDryRun(kind: Kind, { dryRunRows, dryRunFiles = [] }: DryRunRows, { load }: Context) {
  for (const { sha256, bytes } of dryRunFiles) load.blob.prime(sha256, bytes);
  if (!dryRunRows) return;
  const { entry, version } = dryRunRows;
  load.entry[kind].byId.clear(entry.id).prime(entry.id, entry);
  load.version[kind].byId.clear(version.id).prime(version.id, version);
  load.version[kind].whole.clear(version.id).prime(version.id, version);
}

function payload(kind: Kind, published: Published, context: Context) {
  primeDryRun(kind, published, context);
  return { ...published, kind };
}

export type PublishPayload = ReturnType<typeof payload>;

/** The part of results that identifies the entry and the version. */
interface Outcome {
  kind: Kind;
  entryId: string;
  versionId: string;
}

export const publishedEntry = ({ kind, entryId }: Pick<Outcome, 'kind' | 'entryId'>, _: unknown, { load }: Context) =>
  load.entry[kind].byId.load(entryId);

export const publishedVersion = ({ kind, versionId }: Outcome, _: unknown, { load }: Context) =>
  load.version[kind].byId.load(versionId);

/** The event with its number, so that the caller can follow the feed from there. */
export async function eventOf({ eventId }: { eventId: string | null }, _: unknown, { load, services }: Context) {
  if (eventId === null) return null;
  await services.feed.advance();
  return load.eventById.load(eventId);
}

export const reportOf = ({ reportId }: { reportId: string | null }, _: unknown, { load }: Context) =>
  reportId === null ? null : load.reportById.load(reportId);
