import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BundleFile,
  BundleLimits,
  type Issue,
  type IssueCode,
  type Kind,
  manifestFile,
} from '../manifest/index.ts';

/** A definition's folder as it is on disk: the text of its manifest (null if missing), its files, and its issues. */
export interface DefinitionFolder {
  manifest: string | null;
  files: BundleFile[];
  issues: Issue[];
}

/** Never part of a bundle: files of editors and operating systems. */
const ignored = new Set(['.DS_Store', '.git', '.gitkeep', 'Thumbs.db', 'node_modules']);

/**
 * Reads the folder of a definition: regular files only, never through a link, and never more than a bundle may contain
 * (measured while reading). What cannot be read is an issue, not an exception.
 */
export async function readFolder(
  kind: Kind,
  folder: string,
  options: { isListed?: boolean } = {},
): Promise<DefinitionFolder> {
  const issues: Issue[] = [];
  const files: BundleFile[] = [];
  let bytes = 0;

  const refuse = (file: string, code: IssueCode, message: string) => {
    issues.push({ file, path: '', code, message, severity: 'error' });
  };

  async function take(path: string) {
    // O_NONBLOCK: does not wait for a FIFO that replaced the file.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(join(folder, path), flags).catch((error: NodeJS.ErrnoException) => {
      refuse(
        path,
        'unreadable_file',
        error.code === 'ELOOP' ? 'Links are not followed; copy the file here instead.' : 'The file cannot be read.',
      );
      return null;
    });
    if (!handle) return;
    try {
      const info = await handle.stat();
      if (!info.isFile()) return refuse(path, 'not_a_file', 'Only regular files can be part of a bundle.');
      if (info.size > BundleLimits.fileBytes) {
        return refuse(path, 'file_too_large', `The file must have at most ${BundleLimits.fileBytes} bytes.`);
      }
      if (bytes + info.size > BundleLimits.bytes) {
        return refuse(
          path,
          'bundle_too_large',
          `With this file, the bundle exceeds the maximum of ${BundleLimits.bytes} bytes.`,
        );
      }
      const content = Buffer.alloc(info.size);
      const { bytesRead } = await handle.read(content, 0, info.size, 0);
      bytes += bytesRead;
      files.push({ path, bytes: content.subarray(0, bytesRead) });
    } finally {
      await handle.close();
    }
  }

  async function walk(directory: string) {
    const entries = await entriesOf(join(folder, directory)).catch((error: NodeJS.ErrnoException) => {
      // The folder itself is the caller's.
      if (directory === '') throw error;
      refuse(directory, 'unreadable_file', `The folder cannot be read${error.code ? ` (${error.code})` : ''}.`);
      return [];
    });
    for (const entry of entries) {
      if (ignored.has(entry.name)) continue;
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (files.length + issues.length >= BundleLimits.files) {
        return refuse(path, 'too_many_files', `A bundle must have at most ${BundleLimits.files} files.`);
      }
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) await take(path);
      else
        refuse(
          path,
          entry.isSymbolicLink() ? 'link' : 'not_a_file',
          'Only regular files can be part of a bundle: no links, devices or pipes.',
        );
    }
  }

  // A link `parent/link` is not followed; a folder that was given by its own path may be one.
  if (options.isListed && (await lstat(folder)).isSymbolicLink()) {
    refuse('', 'link', 'A link to another folder is not followed. Copy the folder here, or name it with --dir.');
    return { manifest: null, files, issues };
  }
  await walk('');
  const manifest = files.find((file) => file.path === manifestFile[kind]);
  if (!manifest) refuse(manifestFile[kind], 'missing_file', `${manifestFile[kind]} is missing in this folder.`);
  return { manifest: manifest ? new TextDecoder().decode(manifest.bytes) : null, files, issues };
}

const entriesOf = async (directory: string): Promise<Dirent[]> =>
  (await readdir(directory, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * The folders below `parent` that should contain a definition; `parent` itself if it is one. Links are included: they
 * are refused when they are read, not omitted.
 */
export async function definitionFolders(kind: Kind, parent: string): Promise<string[]> {
  const entries = await entriesOf(parent);
  if (entries.some((entry) => entry.name === manifestFile[kind])) return [parent];
  const folders: string[] = [];
  for (const entry of entries) {
    const path = join(parent, entry.name);
    if (!entry.name.startsWith('.') && (entry.isDirectory() || (entry.isSymbolicLink() && !(await isFile(path)))))
      folders.push(path);
  }
  const isOther = entries.some(({ name }) => Object.values<string>(manifestFile).includes(name));
  const isDefinition = !isOther && entries.some(({ name }) => parts.has(name));
  const withManifest = await Promise.all(folders.map((folder) => isFile(join(folder, manifestFile[kind]))));
  return isDefinition && !withManifest.includes(true) ? [parent] : folders;
}

/** Names that occur only in the folder of one definition: without a manifest beside them, it was forgotten. */
const parts = new Set(['prompts', 'assets', 'mcp.json', 'docs.md', 'versions']);

/** Whether a file exists, also behind a link. */
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
