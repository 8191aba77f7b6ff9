import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, type Connection, download, VersionFilesByIdDocument } from '../../client/index.ts';
import {
  type BundleFile,
  checkList,
  checkVersion,
  type Kind,
  manifestFile,
  NotAsPublished,
} from '../../manifest/index.ts';
import { currentHost } from '../host.ts';
import { typed } from '../paths.ts';
import { Problem } from '../problem.ts';
import { writeFolder } from '../pull/writeFolder.ts';
import { clean, plural, print } from '../terminal.ts';
import type { PlanRow } from './plan.ts';

interface Target {
  client: Client;
  connection: Connection;
  kind: Kind;
  namespace: string;
  /** The folder of the definitions. */
  dir: string;
  isQuiet: boolean;
}

/** Writes what the plan says, one definition after the other; one that cannot be written does not stop the others. */
export async function writePlanned(plan: readonly PlanRow[], target: Target): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const row of plan) {
    if (row.action !== 'write') {
      rows.push(row);
      continue;
    }
    const done = await writeOne(row, target).then(
      (reason) => ({ outcome: 'written' as const, reason }),
      (error: unknown) => {
        if (error instanceof Problem || error instanceof NotAsPublished)
          return { outcome: 'not written' as const, reason: error.message };
        throw error;
      },
    );
    rows.push({ ...row, ...done });
    if (!target.isQuiet) print(`${row.id}: ${done.outcome === 'written' ? '' : 'not written: '}${clean(done.reason)}`);
  }
  return rows;
}

/** Downloads and verifies all files before the first one is written. */
async function writeOne({ id, collected }: PlanRow, target: Target): Promise<string> {
  const { client, connection, kind, namespace, dir } = target;
  const variables = { id, namespace, version: '', exact: false };
  const found = await client.request(VersionFilesByIdDocument, variables);
  const current = (kind === 'AGENT' ? found.agent : found.template)?.current;
  if (!current) throw new Problem('it has no current version any more.');
  checkList(kind, current.files);
  const files = await download(connection, { kind, id, namespace, version: current.version }, current.files);
  checkVersion(kind, files, current.digest, current.digestRule);
  const folder = collected?.folder ?? join(typed(dir), id);
  if (folder !== typed(dir) && (await isLink(folder))) throw new Problem(`${shown(folder)} is a link.`);
  await replaceFolder(kind, folder, files, collected?.files ?? null);
  return `wrote ${current.version} to ${shown(folder)}: ${plural(files.length, 'file')}`;
}

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

const shown = (folder: string): string => folder.replace(`${currentHost().folder}/`, '');

/**
 * Writes the files of a definition in place of others. The manifest comes last: until then, a pull that was interrupted is
 * repeated by the next one.
 */
async function replaceFolder(
  kind: Kind,
  folder: string,
  files: readonly BundleFile[],
  before: readonly BundleFile[] | null,
): Promise<void> {
  const isManifest = ({ path }: BundleFile) => path === manifestFile[kind];
  const kept = new Set(files.map(({ path }) => path));
  for (const { path } of before ?? []) if (!kept.has(path)) await rm(join(folder, ...path.split('/')), { force: true });
  const others = files.filter((file) => !isManifest(file));
  await writeFolder(folder, others, before !== null);
  await writeFolder(folder, files.filter(isManifest), true);
}
