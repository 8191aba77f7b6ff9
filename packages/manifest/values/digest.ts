import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { manifestFile } from './kind.ts';
import { hasCrlf, isTextFile, withLineFeeds } from './textFile.ts';

/** A file of a definition: its path under the folder, its size in bytes, its SHA-256 in lower-case hex. */
export interface FileEntry {
  path: string;
  size: number;
  sha256: string;
}

/**
 * How the digest of a version counts its files; stored with each version.
 * 1: byte for byte. 2: text files with LF line ends (`isTextFile`), all others byte for byte.
 */
export type DigestRule = 1 | 2;

/** The rule for new versions. */
export const currentDigestRule: DigestRule = 2;

/** Whether this program can verify a digest made with this rule. */
export const isDigestRule = (rule: unknown): rule is DigestRule => rule === 1 || rule === 2;

/** SHA-256 (FIPS 180-4) of bytes, in lower-case hex. */
export const sha256Hex = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** The canonical JSON of a plain value (RFC 8785). Throws for what JSON cannot represent: NaN, a lone surrogate, a cycle. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value.');
  return text;
}

const isManifestFile = (path: string): boolean => Object.values<string>(manifestFile).includes(path);

/**
 * The digest of a version: SHA-256, in hex, over the canonical JSON of
 * `{"manifest": <as authored>, "files": [[path, size, sha256], ...]}` with the files sorted by path (code units).
 * agent.json and template.json are not among the files: the value of the manifest counts, not its white space.
 *
 * @param files as they count under the version's rule (`countedEntry`)
 */
export function digestOf(manifest: unknown, files: readonly FileEntry[]): string {
  const rows = files
    .filter(({ path }) => !isManifestFile(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, size, sha256 }) => [path, size, sha256]);
  return sha256Hex(utf8ToBytes(canonicalJson({ manifest, files: rows })));
}

/** A file as a digest with this rule counts it. */
export function countedEntry({ path, bytes }: { path: string; bytes: Uint8Array }, rule: DigestRule): FileEntry {
  const counted = rule === 2 && hasCrlf(bytes) && isTextFile(path, bytes) ? withLineFeeds(bytes) : bytes;
  return { path, size: counted.length, sha256: sha256Hex(counted) };
}

/** The digest of a version under this rule, from its files. */
export const digestOfFiles = (
  manifest: unknown,
  files: readonly { path: string; bytes: Uint8Array }[],
  rule: DigestRule,
): string =>
  digestOf(
    manifest,
    files.map((file) => countedEntry(file, rule)),
  );
