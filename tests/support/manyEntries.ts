import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../../src/db/migrate.ts';
import { createPglite, runOnPglite } from '../../src/db/pglite.ts';
import { multirange } from '../../src/registry/references.ts';

/** Makes the embedded database of a gateway, with the rows of manyEntries.sql. Publishing as many takes minutes. */
export async function seedManyEntries(dataDir: string): Promise<void> {
  const pglite = await createPglite({ folder: join(dataDir, 'postgres') });
  try {
    const run = runOnPglite(pglite);
    await migrate(run);
    const rows = await readFile(new URL('manyEntries.sql', import.meta.url), 'utf8');
    await run(rows.replaceAll(':range', `'${multirange('^1.0.0')}'`));
    await run('analyze');
  } finally {
    await pglite.close();
  }
}
