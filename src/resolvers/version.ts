import { allowedFindingsOf, type ResourceProfile } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { Version, VersionFile, VersionHead, VersionPart } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';
import type { MaybePromise } from './maybePromise.ts';

/** Resolvers that agent versions and template versions share. */

export async function entry(version: VersionHead, _: unknown, { load }: Context): Promise<Entry> {
  const entry = await load.entry[version.kind].byId.load(version.entryId);
  if (!entry) throw hiddenMeanwhile();
  return entry;
}

/** The version with its content. One statement for all versions of a request. */
export async function whole(version: VersionPart, { load }: Context): Promise<Version> {
  if (isWhole(version)) return version;
  const found = await load.version[version.kind].whole.load(version.id);
  if (!found) throw hiddenMeanwhile();
  return found;
}

/** A request reads with several statements, and between two of them a version can be hidden, removed or discarded. */
const hiddenMeanwhile = () =>
  new RequestError('CONFLICT', 'A version was hidden or removed while it was read. Try again.');

/** What a function makes of the manifest: at once where it was read with the version. */
export const withManifest = <Value>(
  version: VersionPart,
  context: Context,
  make: (manifest: Version['manifest']) => Value,
): MaybePromise<Value> =>
  version.manifest === undefined
    ? whole(version, context).then((found) => make(found.manifest))
    : make(version.manifest);

export const manifest = (version: VersionHead, _: unknown, context: Context) =>
  withManifest(version, context, (found) => found);

export const allowedFindings = (version: VersionHead, _: unknown, context: Context) =>
  withManifest(version, context, allowedFindingsOf);

export const files = async (version: VersionHead, _: unknown, context: Context) =>
  (await whole(version, context)).files;

export const tests = async (version: VersionHead, _: unknown, context: Context) =>
  (await whole(version, context)).tests;

const isWhole = (version: VersionPart): version is Version => version.files !== undefined;

export const resourceProfile = (version: VersionHead, _: unknown, context: Context) =>
  withManifest(version, context, (found) => (found.resourceProfile as ResourceProfile | undefined) ?? null);

const filesUnder =
  (folder: string) =>
  async (version: VersionHead, _: unknown, context: Context): Promise<VersionFile[]> =>
    (await whole(version, context)).files.filter((file) => file.path.startsWith(folder));

export const prompts = filesUnder('prompts/');

/** A file with its version. */
export interface Asset extends VersionFile {
  version: VersionHead;
}

export const assets = async (version: VersionHead, _: unknown, context: Context): Promise<Asset[]> =>
  (await filesUnder('assets/')(version, _, context)).map((file) => ({ ...file, version }));

/** URL path of the file, relative to the gateway. */
export async function assetUrl({ version, path }: Asset, _: unknown, context: Context): Promise<string> {
  const { kind, slug, namespace } = await entry(version, _, context);
  const noun = kind === 'AGENT' ? 'agents' : 'templates';
  const file = path.split('/').map(encodeURIComponent).join('/');
  return `/api/${noun}/${slug}/versions/${encodeURIComponent(version.version)}/files/${file}?namespace=${namespace}`;
}

/** The text of a file. Its size is counted toward the response before the file is read. */
export async function content(file: VersionFile, _: unknown, { load, answer }: Context): Promise<string> {
  answer.take(file.size);
  const text = await load.text.load(file.sha256);
  if (text === null) throw new Error(`The content of ${file.path} (${file.sha256}) is missing in file storage.`);
  return text;
}
