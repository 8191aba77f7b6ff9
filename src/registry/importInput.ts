import {
  type BundleFile,
  type CompatibilityPolicy,
  type Definition,
  digestOfFiles,
  isDigestRule,
  isSlug,
  isVersion,
} from '../../packages/manifest/index.ts';
import type { ChannelGate } from '../db/channel.ts';
import type { EntryListing, EntryStatus, Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { VersionStatus } from '../db/version.ts';
import { type DefinitionIssue, ManifestInvalid, RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { parseWithIncluded } from './includedTemplates.ts';
import { quoted } from './quoted.ts';
import { readOptions } from './readOptions.ts';
import { checkCommitSha, requireText } from './require.ts';
import { requireChannel } from './requireChannel.ts';
import type { Services, WriteOptions } from './services.ts';
import { maxChannels } from './setChannel.ts';
import { type StoredFiles, storedFiles } from './storedFiles.ts';

/** An entry as the registry has it that it comes from. */
export interface ImportedEntryInput {
  createdAt: Date;
  updatedAt: Date;
  status: EntryStatus;
  statusMessage?: string | null;
  replacedBy?: string | null;
  visibility: Visibility;
  compatibility: CompatibilityPolicy;
  currentVersion?: string | null;
  /** What is listed apart from the current version. Undefined: as it is here. */
  listing?: EntryListing | null;
  /** Undefined: as they are here. */
  channels?: readonly ImportedChannel[] | null;
  /** Whether `channels` has all channels of the entry, so that others are removed. */
  allChannels?: boolean | null;
  featured?: boolean | null;
  /** When the channels, or whether it is featured, were last changed. */
  curatedAt?: Date | null;
}

export interface ImportedChannel {
  name: string;
  version: string;
  previousVersion?: string | null;
  gate: ChannelGate | null;
  movedAt: Date;
}

export interface ImportedVersionInput {
  version: string;
  status: VersionStatus;
  visibility: Visibility;
  digest: string;
  digestRule: number;
  commitSha?: string | null;
  publishedAt: Date;
  publishedBy?: string | null;
  /** All its files, the manifest too; needed unless the version is here already. */
  files?: readonly BundleFile[] | null;
}

export interface ImportVersionsInput extends WriteOptions {
  kind: Kind;
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  entry: ImportedEntryInput;
  versions: readonly ImportedVersionInput[];
  /** Import versions whose dependencies are not here, and say so, instead of refusing them. */
  allowUnresolved?: boolean | null;
}

/** A version to import, with its definition if its files were sent. */
export interface ImportCandidate extends Omit<ImportedVersionInput, 'files'> {
  commitSha: string | null;
  definition: Definition | null;
  stored: StoredFiles | null;
}

export const maxImportedVersions = 50;
const digestPattern = /^[0-9a-f]{64}$/;
const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks everything that needs no database: each definition by the rules of a publish, and its digest.
 *
 * @throws BAD_USER_INPUT; ManifestInvalid with the issues of all versions
 */
export async function importCandidates(
  services: Services,
  user: User,
  input: ImportVersionsInput,
): Promise<ImportCandidate[]> {
  requireEntry(input);
  const issues: DefinitionIssue[] = [];
  const candidates: ImportCandidate[] = [];
  for (const version of input.versions) candidates.push(await candidateOf(services, user, input, version, issues));
  if (issues.length > 0) throw new ManifestInvalid(issues);
  return candidates.sort((one, other) => one.publishedAt.getTime() - other.publishedAt.getTime());
}

function requireEntry({ id, entry, versions }: ImportVersionsInput): void {
  if (!isSlug(id)) throw badInput(`\`id\` must be an id such as code-reviewer; got ${quoted(id)}.`);
  if (versions.length > maxImportedVersions)
    throw badInput(`\`versions\` must contain at most ${maxImportedVersions} versions; got ${versions.length}.`);
  if (entry.statusMessage) requireText('statusMessage', entry.statusMessage, 500);
  if (entry.status === 'ACTIVE' && entry.replacedBy)
    throw badInput('`replacedBy` is allowed only when `status` is DEPRECATED or DISABLED.');
  requirePast('createdAt', entry.createdAt);
  requirePast('updatedAt', entry.updatedAt);
  if (entry.curatedAt) requirePast('curatedAt', entry.curatedAt);
  requireChannels(entry.channels ?? []);
  const numbers = versions.map(({ version }) => version);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) throw badInput(`\`versions\` contains ${quoted(twice)} more than once.`);
}

function requireChannels(channels: readonly ImportedChannel[]): void {
  if (channels.length > maxChannels)
    throw badInput(`\`channels\` must contain at most ${maxChannels} channels; got ${channels.length}.`);
  const names = channels.map(({ name }) => requireChannel(name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badInput(`\`channels\` contains ${quoted(twice)} more than once.`);
  for (const { version, previousVersion, movedAt } of channels) {
    for (const [field, number] of Object.entries({ version, previousVersion }))
      if (number && !isVersion(number))
        throw badInput(`\`${field}\` of a channel must be a SemVer 2.0 version such as 1.2.0; got ${quoted(number)}.`);
    requirePast('movedAt', movedAt);
  }
}

async function candidateOf(
  services: Services,
  user: User,
  { kind, id }: ImportVersionsInput,
  { files, ...version }: ImportedVersionInput,
  issues: DefinitionIssue[],
): Promise<ImportCandidate> {
  const { version: number, digest, digestRule, publishedBy } = version;
  if (!isVersion(number))
    throw badInput(`\`version\` must be a SemVer 2.0 version such as 1.2.0; got ${quoted(number)}.`);
  if (!digestPattern.test(digest)) throw badInput('`digest` must be 64 lower-case hexadecimal digits.');
  if (!isDigestRule(digestRule)) throw badInput(`\`digestRule\` must be 1 or 2; got ${digestRule}.`);
  if (publishedBy && !uuidPattern.test(publishedBy)) throw badInput('`publishedBy` must be a UUID.');
  requirePast('publishedAt', version.publishedAt);
  const candidate = { ...version, commitSha: checkCommitSha(version.commitSha) };
  if (!files) return { ...candidate, definition: null, stored: null };
  const options = { ...readOptions(services), draft: version.status === 'DRAFT' };
  const { definition, issues: found } = await parseWithIncluded(services, user, kind, { files }, options);
  if (!definition) {
    issues.push(...found.map((issue) => ({ ...issue, file: `${number}/${issue.file}` })));
    return { ...candidate, definition: null, stored: null };
  }
  if (definition.slug !== id || definition.version !== number)
    issues.push(issueOf(number, 'name_mismatch', `The files define ${definition.slug}@${definition.version}.`));
  const actual = digestOfFiles(definition.authored, files, digestRule);
  if (actual !== digest)
    issues.push(
      issueOf(number, 'digest_mismatch', `The files have the digest ${actual}, not ${digest}. They were changed.`),
    );
  return { ...candidate, definition, stored: storedFiles(definition, files) };
}

const issueOf = (version: string, code: string, message: string): DefinitionIssue => ({
  file: version,
  path: '',
  code,
  message,
  severity: 'error',
});

const badInput = (message: string): RequestError => new RequestError('BAD_USER_INPUT', message);

function requirePast(name: string, date: Date): void {
  if (date.getUTCFullYear() < 1)
    throw badInput(`\`${name}\` must be in the year 1 or later; got ${date.toISOString()}.`);
  if (date.getTime() < Date.now()) return;
  throw badInput(`\`${name}\` must be in the past; got ${date.toISOString()}. Check the clocks of both registries.`);
}
