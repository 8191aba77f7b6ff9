import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { canonicalJson, type FileEntry, sha256Hex } from '../values/digest.ts';
import { type Issue, Issues } from '../values/issue.ts';
import { toJsonValue } from '../values/jsonValue.ts';
import { coded, JsonObject, Slug, Version } from './fields.ts';
import { isNamespace } from './names.ts';
import { checkShape } from './shape.ts';

/** The name of a lock in a repository, and in issues. */
export const lockFile = 'registry.lock.json';

const sha256 = coded('invalid_value', 'Must be a SHA-256 digest: 64 lower-case hexadecimal digits.');
const namespace = coded('invalid_value', 'Must be a namespace: 1 to 63 lower-case letters, digits and "-".');

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, sha256);
const LockedFile = z.strictObject({ path: z.string().min(1).max(400), sha256: Sha256 });

const part = {
  namespace: z.string().refine(isNamespace, namespace),
  version: Version,
  /** Digest of the version. */
  digest: Sha256,
  digestRule: z.int().min(1).max(1_000),
  /** Files under prompts/. */
  prompts: z.array(LockedFile).max(500),
  /** All other files, with the manifest. */
  files: z.array(LockedFile).max(500),
};

/** An exact version of a template, with its files. */
export const LockedTemplate = z.strictObject({ templateId: Slug, ...part });
export type LockedTemplate = z.infer<typeof LockedTemplate>;

/** An exact version of an agent, with its MCP servers and files. */
export const LockedAgent = z.strictObject({
  agentId: Slug,
  ...part,
  /** SHA-256 of the canonical JSON of each server. */
  mcpServers: z.array(z.strictObject({ name: z.string().min(1).max(200), sha256: Sha256 })).max(200),
});
export type LockedAgent = z.infer<typeof LockedAgent>;

/** Everything that runs when a template is instantiated in an environment, in exact versions. */
export const Lock = z.strictObject({
  lockVersion: z.literal(1),
  digest: Sha256,
  environment: z.string().min(1).max(64).nullable(),
  template: LockedTemplate,
  /** Templates that it depends on, directly or through others. */
  templates: z.array(LockedTemplate).max(1_000),
  /** Agents of the plan, and those that they depend on. */
  agents: z.array(LockedAgent).max(1_000),
  /** Values that are used unless others are given. They are not part of the digest. */
  variables: JsonObject.optional(),
  /** Digest of the lock of the run that was upgraded to this one. It is not part of the digest. */
  upgradedFrom: Sha256.optional(),
});
export type Lock = z.infer<typeof Lock>;

/**
 * The digest of a lock: SHA-256, in hex, over the canonical JSON (RFC 8785) of the lock without `digest`, `variables` and `upgradedFrom`.
 * Two locks have the same digest when they lock the same parts for the same environment.
 */
export function lockDigest({
  digest: _,
  variables: __,
  upgradedFrom: ___,
  ...locked
}: Omit<Lock, 'digest'> & { digest?: string }): string {
  return sha256Hex(utf8ToBytes(canonicalJson(locked)));
}

/** A version as a lock describes it. */
export interface LockableVersion {
  namespace: string;
  slug: string;
  version: string;
  digest: string;
  digestRule: number;
  files: readonly FileEntry[];
  /** By name; none for a template. */
  mcpServers?: Readonly<Record<string, unknown>> | null;
}

/** A lock of these versions with its digest. The order of the versions does not matter. */
export function createLock({
  environment,
  template,
  templates,
  agents,
  variables,
}: {
  environment: string | null;
  template: LockableVersion;
  templates: readonly LockableVersion[];
  agents: readonly LockableVersion[];
  variables?: Record<string, unknown> | undefined;
}): Lock {
  const locked = {
    lockVersion: 1 as const,
    environment,
    template: lockTemplate(template),
    templates: sorted(templates, name).map(lockTemplate),
    agents: sorted(agents, name).map(lockAgent),
  };
  return { ...locked, digest: lockDigest(locked), ...(variables === undefined ? {} : { variables }) };
}

const name = (version: LockableVersion) => `${version.namespace}/${version.slug}`;

const lockTemplate = (version: LockableVersion): LockedTemplate => ({
  templateId: version.slug,
  ...lockPart(version),
});

const lockAgent = (version: LockableVersion): LockedAgent => ({
  agentId: version.slug,
  ...lockPart(version),
  mcpServers: sorted(Object.entries(version.mcpServers ?? {}), ([server]) => server).map(([server, config]) => ({
    name: server,
    sha256: sha256Hex(utf8ToBytes(canonicalJson(config))),
  })),
});

function lockPart({ namespace: owner, version, digest, digestRule, files }: LockableVersion) {
  const all = sorted(files, ({ path }) => path).map(({ path, sha256: hash }) => ({ path, sha256: hash }));
  const isPrompt = ({ path }: { path: string }) => path.startsWith('prompts/');
  return {
    namespace: owner,
    version,
    digest,
    digestRule,
    prompts: all.filter(isPrompt),
    files: all.filter((file) => !isPrompt(file)),
  };
}

/** Sorted by code units, as RFC 8785 sorts keys. */
const sorted = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

/** Parses a lock that was given as a JSON value, and recomputes its digest. `lock` is null if and only if an issue is an error. */
export function parseLock(value: unknown): { lock: Lock | null; issues: Issue[] } {
  const issues = new Issues();
  const plain = toJsonValue(value, (path, code, message) => issues.error({ file: lockFile, path }, code, message), {
    nodes: 500_000,
    characters: 16_777_216,
  });
  if (!issues.failed) checkShape(Lock, plain, { file: lockFile, path: [] }, issues, (place) => place);
  if (issues.failed) return { lock: null, issues: issues.list() };
  const lock = plain as Lock;
  const digest = lockDigest(lock);
  if (digest === lock.digest) return { lock, issues: issues.list() };
  issues.error(
    { file: lockFile, path: ['digest'] },
    'lock_digest_mismatch',
    `The lock was changed: its content has the digest ${digest}. Create it again.`,
  );
  return { lock: null, issues: issues.list() };
}
