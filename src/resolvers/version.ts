import { diffDefinitions, type ResourceProfile } from '../../packages/shared/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { Version, VersionFile } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';

/** What versions of agents and of templates have in common. */

export async function entry(version: Version, _: unknown, { load }: Context): Promise<Entry> {
  const entry = await load.entry[version.kind].byId.load(version.entryId);
  if (!entry) throw new Error('A version can be seen, but not its entry.');
  return entry;
}

export interface VersionDiff {
  from: Version;
  to: Version;
  changes: ReturnType<typeof diffDefinitions>['changes'];
  files: ReturnType<typeof diffDefinitions>['files'];
}

/** What changed from `against` to this version. */
export async function diff(
  version: Version,
  { against }: { against: string },
  { load }: Context,
): Promise<VersionDiff> {
  const other = await load.version[version.kind].byNumber.load([version.entryId, against]);
  if (!other) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `There is no version ${JSON.stringify(against.slice(0, 80))} to compare with.`,
    );
  }
  return { from: other, to: version, ...diffDefinitions(comparable(other), comparable(version)) };
}

const comparable = (version: Version) => ({
  manifest: version.mcpServers === null ? version.manifest : { ...version.manifest, mcpServers: version.mcpServers },
  files: version.files,
});

export const resourceProfile = (version: Version): ResourceProfile | null =>
  (version.manifest.resourceProfile as ResourceProfile | undefined) ?? null;

export const prompts = (version: Version) => version.files.filter((file) => file.path.startsWith('prompts/'));

export const assets = (version: Version) => version.files.filter((file) => file.path.startsWith('assets/'));

const utf8 = new TextDecoder();

/** The text of a file. */
export async function content(file: VersionFile, _: unknown, { load }: Context): Promise<string> {
  const bytes = await load.blob.load(file.sha256);
  if (!bytes) throw new Error(`The content of ${file.path} (${file.sha256}) is not in the store.`);
  return utf8.decode(bytes);
}
