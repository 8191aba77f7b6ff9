import { findSecrets } from '../secrets/secrets.ts';
import { countedEntry, currentDigestRule, type FileEntry, sha256Hex } from '../values/digest.ts';
import type { Issues } from '../values/issue.ts';
import { type IssueCode, issueCodes } from '../values/issueCodes.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import type { Kind } from '../values/kind.ts';
import { clip } from '../values/path.ts';
import { textProblems } from '../values/text.ts';

/** An incoming file: its path relative to the folder of the definition, with `/` between the segments. */
export interface BundleFile {
  path: string;
  bytes: Uint8Array;
  /** Why `bytes` are not the bytes that were sent. */
  problem?: { code: IssueCode; message: string };
}

const mebibyte = 1024 * 1024;

/** The maximum size of a definition: number of files, bytes of one file, bytes of all, bytes of one JSON document. */
export const BundleLimits = { files: 500, fileBytes: 5 * mebibyte, bytes: 20 * mebibyte, jsonBytes: mebibyte } as const;

/** Whether a file is one of the JSON documents of a definition, by its path. */
export const isDocument = (path: string): boolean => /^(?:agent|template|mcp)\.json$|^(?:tests|versions)\//.test(path);

const allowed: Record<Kind, RegExp[]> = {
  AGENT: [/^agent\.json$/, /^mcp\.json$/, /^prompts\/.+\.md$/, /^assets\/.+/],
  TEMPLATE: [
    /^template\.json$/,
    /^docs\.md$/,
    /^prompts\/.+\.md$/,
    /^assets\/.+/,
    /^tests\/.+\.json$/,
    /^versions\/.+\.json$/,
  ],
};

/** Common files of any repository. They are part of the bundle, but an agent does not use them. */
const commonFiles =
  /^(?:(?:README|LICEN[CS]E|COPYING|CHANGELOG|NOTICE|AUTHORS|CONTRIBUTORS|CONTRIBUTING|SECURITY|CODE_OF_CONDUCT|SUPPORT|HISTORY|UNLICENSE)(?:[.-][A-Za-z0-9.-]{1,40})?|CODEOWNERS|\.gitignore|\.gitattributes|\.gitkeep|\.editorconfig|\.npmignore|\.prettierignore|\.markdownlint\.json)$/i;

const expectedFiles: Record<Kind, string> = {
  AGENT: 'agent.json, mcp.json, prompts/*.md and assets/',
  TEMPLATE: 'template.json, docs.md, prompts/*.md, assets/ and tests/*.json',
};

/** Names of devices on Windows, which reads the digits ¹, ² and ³ as 1, 2 and 3 (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?:\.|$)/i;

/** The maximum of most file systems counts UTF-16 code units (NTFS, APFS: 255) or bytes of UTF-8 (ext4, XFS: 255). */
const isTooLong = (part: string): boolean => part.length > 200 || utf8.encode(part).length > 255;
const utf8 = new TextEncoder();

/** Why a path is not allowed in a definition of this kind, or null. An allowed path can be written on any system. */
export function filePathProblem(kind: Kind, path: string): { code: IssueCode; message: string } | null {
  const bad = (message: string) => ({ code: 'invalid_path' as const, message });
  if (path === '' || path.length > 400) return bad('A path must have 1 to 400 characters.');
  const [problem] = textProblems(path);
  if (problem)
    return { code: problem.code === 'not_nfc' ? 'not_nfc' : 'invalid_path', message: `The path ${problem.message}` };
  if (findSecrets(path).length > 0)
    return { code: 'secret', message: 'The path contains what looks like a secret; rename the file.' };
  if (/[\t\n\r]/.test(path)) return bad('The path must not contain control characters.');
  if (path.includes('\\')) return bad('The path must not contain a backslash; separate folders with "/".');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path))
    return bad('The path must be relative to the folder of the definition.');
  const parts = path.split('/');
  if (parts.length > 16) return bad('The path must have at most 16 segments.');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return bad('The path must not contain an empty, "." or ".." segment.');
  if (parts.some((part) => /[<>:"|?*]/.test(part) || /[. ]$/.test(part) || device.test(part) || isTooLong(part))) {
    return bad('The path has a segment that some operating systems cannot store; rename it.');
  }
  if (commonFiles.test(path) || allowed[kind].some((pattern) => pattern.test(path))) return null;
  const message = `Unexpected file: a definition contains ${expectedFiles[kind]}, and files such as README.md and LICENSE. Move it to assets/, or remove it.`;
  return { code: 'unexpected_file', message };
}

/** The valid files of a definition, by path, with their hashes. */
export interface Bundle {
  entries: FileEntry[];
  /** The same files as the digest counts them. */
  counted: FileEntry[];
  bytesOf: ReadonlyMap<string, Uint8Array>;
}

/** Checks paths, number and sizes of the files before any is hashed; every problem goes to `issues`. */
export function parseBundle(kind: Kind, files: readonly unknown[], issues: Issues): Bundle {
  const bytesOf = new Map<string, Uint8Array>();
  const folded = new Map<string, string>();
  let total = 0;
  if (files.length > BundleLimits.files) {
    issues.error(
      { file: '', path: [] },
      'too_many_files',
      `A definition must have at most ${BundleLimits.files} files; this one has ${files.length}.`,
    );
  }
  for (const given of files.slice(0, BundleLimits.files)) {
    const [path, bytes] = [ownProperty(given, 'path'), ownProperty(given, 'bytes')];
    const place = { file: typeof path === 'string' ? clip(path, 120) : '', path: [] };
    if (typeof path !== 'string' || !(bytes instanceof Uint8Array)) {
      issues.error(place, 'invalid_file', 'A file must have a path and bytes.');
      continue;
    }
    const wrong = filePathProblem(kind, path);
    if (wrong) {
      issues.error(place, wrong.code, wrong.message);
      continue;
    }
    const problem = ownProperty(given, 'problem');
    if (isRecord(problem)) {
      const code = issueCodes.find((each) => each === problem.code) ?? 'invalid_file';
      issues.error(place, code, String(problem.message));
    }
    const duplicate = folded.get(foldPath(path));
    if (duplicate !== undefined)
      issues.error(
        place,
        'duplicate_path',
        `Paths must be unique; another file has this path${duplicate === path ? '' : ' in different case'}.`,
      );
    const maxBytes = isDocument(path) ? BundleLimits.jsonBytes : BundleLimits.fileBytes;
    if (bytes.length > maxBytes)
      issues.error(place, 'file_too_large', `The file has ${bytes.length} bytes; the maximum is ${maxBytes}.`);
    total += bytes.length;
    folded.set(foldPath(path), path);
    if (duplicate === undefined) bytesOf.set(path, bytes);
  }
  for (const path of pathsBelowFiles(folded))
    issues.error(
      { file: clip(path, 120), path: [] },
      'duplicate_path',
      'A parent folder of this path is also a file; rename one of them.',
    );
  if (total > BundleLimits.bytes) {
    issues.error(
      { file: '', path: [] },
      'bundle_too_large',
      `The files have ${total} bytes in total; the maximum is ${BundleLimits.bytes}.`,
    );
  }
  if (issues.failed) return { entries: [], counted: [], bytesOf };
  const entries = [...bytesOf].map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256Hex(bytes) }));
  const counted = [...bytesOf].map(([path, bytes]) => countedEntry({ path, bytes }, currentDigestRule));
  return { entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)), counted, bytesOf };
}

/** Equal for paths that are the same on a case-insensitive file system. */
export const foldPath = (path: string): string => path.normalize('NFC').toLowerCase().normalize('NFC');

/** The paths with a parent folder that is also a file: `assets/a/b`, if there is `assets/a`. The keys are from `foldPath`. */
export const pathsBelowFiles = (folded: ReadonlyMap<string, string>): string[] =>
  [...folded].flatMap(([key, path]) => {
    const parts = key.split('/');
    return parts.some((_, index) => folded.has(parts.slice(0, index).join('/'))) ? [path] : [];
  });
