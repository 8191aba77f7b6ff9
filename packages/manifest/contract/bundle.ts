import { isRecord, own } from '../read/jsonValue.ts';
import { textProblems } from '../read/text.ts';
import { findSecrets } from '../secrets/secrets.ts';
import { countedEntry, currentDigestRule, type FileEntry, sha256Hex } from './digest.ts';
import type { Issues } from './issue.ts';
import { type IssueCode, issueCodes } from './issueCodes.ts';
import { type Kind, manifestFile } from './kind.ts';
import { clip } from './path.ts';

/** A file as it comes in: its path relative to the definition's folder, `/` between the parts. */
export interface BundleFile {
  path: string;
  bytes: Uint8Array;
  /** Why `bytes` are not what was sent. */
  problem?: { code: IssueCode; message: string };
}

const mebibyte = 1024 * 1024;

/** How much a definition may be: files, bytes of one file, bytes of all, bytes of one JSON document. */
export const BundleLimits = { files: 500, fileBytes: 5 * mebibyte, bytes: 20 * mebibyte, jsonBytes: mebibyte } as const;

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

/** What people and tools keep in any folder of a repository. It is part of the bundle, and of no use to an agent. */
const customary =
  /^(?:(?:README|LICEN[CS]E|COPYING|CHANGELOG|NOTICE|AUTHORS|CONTRIBUTORS|CONTRIBUTING|SECURITY|CODE_OF_CONDUCT|SUPPORT|HISTORY|UNLICENSE)(?:[.-][A-Za-z0-9.-]{1,40})?|CODEOWNERS|\.gitignore|\.gitattributes|\.gitkeep|\.editorconfig|\.npmignore|\.prettierignore|\.markdownlint\.json)$/i;

const places: Record<Kind, string> = {
  AGENT: 'agent.json, mcp.json, prompts/*.md and assets/',
  TEMPLATE: 'template.json, docs.md, prompts/*.md, assets/ and tests/*.json',
};

const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Why a path cannot be a file of a definition of this kind, or null. What is taken can be written on any system. */
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
  if (parts.some((part) => /[<>:"|?*]/.test(part) || /[. ]$/.test(part) || device.test(part) || part.length > 200)) {
    return bad('The path has a segment that some operating systems cannot store; rename it.');
  }
  if (customary.test(path) || allowed[kind].some((pattern) => pattern.test(path))) return null;
  const message = `Unexpected file: a definition contains ${places[kind]}, and files such as README.md and LICENSE. Move it to assets/, or remove it.`;
  return { code: 'unexpected_file', message };
}

/** The files of a definition that can be kept, by path, with their hashes. */
export interface Bundle {
  entries: FileEntry[];
  /** The same files as they count in the digest. */
  counted: FileEntry[];
  bytesOf: ReadonlyMap<string, Uint8Array>;
}

/** Checks paths, number and sizes of files before it hashes any; every problem goes to `issues`. */
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
    const [path, bytes] = [own(given, 'path'), own(given, 'bytes')];
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
    const problem = own(given, 'problem');
    if (isRecord(problem)) {
      const code = issueCodes.find((each) => each === problem.code) ?? 'invalid_file';
      issues.error(place, code, String(problem.message));
    }
    const twin = folded.get(fold(path));
    if (twin !== undefined)
      issues.error(
        place,
        'duplicate_path',
        `Paths must be unique; another file has this path${twin === path ? '' : ' in different case'}.`,
      );
    const largest =
      path === manifestFile[kind] || path === 'mcp.json' ? BundleLimits.jsonBytes : BundleLimits.fileBytes;
    if (bytes.length > largest)
      issues.error(place, 'file_too_large', `The file has ${bytes.length} bytes; the maximum is ${largest}.`);
    total += bytes.length;
    folded.set(fold(path), path);
    if (twin === undefined) bytesOf.set(path, bytes);
  }
  folderClashes(folded, issues);
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

/** Paths that a case-insensitive file system takes for one. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase().normalize('NFC');

/** `assets/a` cannot be a file when `assets/a/b` is one. */
function folderClashes(folded: ReadonlyMap<string, string>, issues: Issues): void {
  for (const [key, path] of folded) {
    for (let cut = key.lastIndexOf('/'); cut > 0; cut = key.lastIndexOf('/', cut - 1)) {
      if (!folded.has(key.slice(0, cut))) continue;
      issues.error(
        { file: clip(path, 120), path: [] },
        'duplicate_path',
        'A parent folder of this path is also a file; rename one of them.',
      );
    }
  }
}
