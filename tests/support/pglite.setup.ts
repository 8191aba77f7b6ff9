import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { createPglite, runOnPglite } from '../../src/db/pglite.ts';

/** Migrates an embedded database once; each test file starts from its dump. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-pglite-'));
  const dump = join(folder, 'migrated.tar');
  const pglite = await createPglite();
  await migrate(runOnPglite(pglite));
  await writeFile(dump, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()));
  await pglite.close();
  project.provide('pglite', dump);
  return () => rm(folder, { recursive: true, force: true });
}
