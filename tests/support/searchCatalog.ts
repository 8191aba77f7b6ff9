import { readFile } from 'node:fs/promises';
import type { RunSql } from '../../src/db/migrate.ts';
import { entries } from '../fixtures/search/entries.ts';

const bench = (name: string) => readFile(new URL(`../../bench/data/${name}.sql`, import.meta.url), 'utf8');

/** One version for each entry, which makes it visible. */
const publish = (kind: 'agent' | 'template') => `
  insert into nofx.${kind}_versions (entry_id, version, status, manifest, digest)
    select id, '1.0.0', 'ACTIVE', '{}', repeat('0', 64) from nofx.${kind}_registry;
  update nofx.${kind}_registry as entry set current_version_id = version.id
    from nofx.${kind}_versions as version where version.entry_id = entry.id`;

/** Fills a migrated database like the benchmark's size S, with the entries of tests/fixtures/search. As its owner. */
export async function fillSearchCatalog(run: RunSql): Promise<void> {
  await run('set seed.entries = 1000; set jit = off');
  for (const name of ['words', 'agents', 'templates']) await run(await bench(name));
  for (const [slug, name, description, keywords] of entries) {
    await run(
      `insert into nofx.agent_registry (id, namespace, slug, name, description, keywords, visibility)
        values (md5('extra' || $1)::uuid, 'default', $1, $2, $3, $4, 'PUBLIC')`,
      [slug, name, description, keywords],
    );
  }
  await run(publish('agent'));
  await run(publish('template'));
  await run('drop schema seed cascade');
}

/** The quality of a ranking: nDCG of its first ten, from 0 to 1. */
export function ndcg(found: readonly number[], all: readonly number[]): number {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, 10).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0);
  const ideal = gain([...all].sort((a, b) => b - a));
  if (ideal > 0) return gain(found) / ideal;
  return found.length === 0 ? 1 : 0;
}
