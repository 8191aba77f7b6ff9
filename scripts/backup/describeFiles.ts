import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import type { BundleIndex } from '../../src/artifacts/bundleIndex.ts';
import type { RunSql } from '../../src/db/migrate.ts';

/** Writes beside the files which of them each published version consists of, as a publish does. */
export async function describeFiles(run: RunSql, schema: string, store: Artifacts): Promise<void> {
  await run('begin read only');
  try {
    await run(`select set_config('registry.backup', 'on', true)`);
    const bundles = await run(['agent', 'template'].map((kind) => bundlesOf(schema, kind)).join(' union all '));
    for (const bundle of bundles as BundleIndex[]) await store.describe(bundle);
  } finally {
    await run('rollback');
  }
}

const bundlesOf = (schema: string, kind: string) => `
  select '${kind.toUpperCase()}' as kind, entry.namespace, slug as id, version, digest, digest_rule as "digestRule", files
  from ${schema}.${kind}_versions as version join ${schema}.${kind}_registry as entry on entry.id = version.entry_id
  where version.status <> 'DRAFT' and entry.removed_at is null`;
