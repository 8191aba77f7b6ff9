import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Kind, manifestFile } from '../manifest/index.ts';
import { definitionFolders } from '../node/readFolder.ts';
import { currentHost } from './host.ts';
import { namesOf } from './kinds.ts';
import { typed } from './paths.ts';
import { misuse, Problem } from './problem.ts';

/**
 * Where the definitions of a kind are when --dir is not given: in the folder that the host names, else in `agents` or
 * `templates` of the current folder, else in the current folder itself, when it or a folder in it has a manifest.
 *
 * @returns null when there are none
 */
export async function findDefinitions(kind: Kind): Promise<string | null> {
  const { folder, definitions } = currentHost();
  if (definitions !== null) return join(definitions, namesOf[kind]);
  if (await isFile(join(folder, manifestFile[kind]))) return folder;
  const named = join(folder, namesOf[kind]);
  if (await isFolder(named)) return named;
  const folders = await definitionFolders(kind, folder);
  const withManifest = await Promise.all(folders.map((each) => isFile(join(each, manifestFile[kind]))));
  return withManifest.includes(true) ? folder : null;
}

/** Like `findDefinitions`, but throws a Problem when there are none. */
export async function definitionsOf(kind: Kind): Promise<string> {
  const found = await findDefinitions(kind);
  if (found === null) throw noDefinitions([kind]);
  return found;
}

/** Whether a folder contains nothing that should be a definition, or does not exist. */
export const hasNoDefinitions = (kind: Kind, dir: string): Promise<boolean> =>
  definitionFolders(kind, typed(dir)).then(
    (folders) => folders.length === 0,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return true;
      throw misuse(`${dir} is not a readable folder${error.code ? ` (${error.code})` : ''}.`);
    },
  );

/** The error when there are no definitions. */
export function noDefinitions(kinds: readonly Kind[]): Problem {
  const named = kinds.map((kind) => namesOf[kind]).join(' or ');
  const folders = kinds.map((kind) => `${namesOf[kind]}/`).join(', ');
  const files = kinds.map((kind) => manifestFile[kind]).join(' or ');
  return new Problem(
    `No ${named} found in ${currentHost().folder}. Expected ${folders}, or ${files} in this folder or in a folder directly below it.`,
    { hint: 'Change to the folder of your definitions, or pass it with --dir.' },
  );
}

/** The help of --dir. */
export function dirHelp(): string {
  const { folder, definitions } = currentHost();
  const fallback =
    definitions === null ? 'agents/ or templates/ in the current folder' : `${relative(folder, definitions)}/<kind>`;
  return `folder of one or more definitions (default: ${fallback})`;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
