import { parseArgs } from 'node:util';
import { table } from '../../packages/cli/table.ts';
import { isNamespace, type Quota, quotas } from '../../packages/manifest/index.ts';
import { misused, usage } from '../../packages/node/usage.ts';
import { readEnv } from '../../server/open/env.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { running } from '../backup/running.ts';
import { withDatabase } from '../backup/withDatabase.ts';

const help = `Usage: npm run quotas -- [set <namespace> <quota>… | clear <namespace>]

Lists the quotas of all namespaces, sets those that are named, or clears all of a namespace.
  --versions <count>      stored versions, drafts and archived ones too
  --stored-bytes <count>  bytes of the files of all stored versions
  --runs-per-day <count>  runs created in a day (UTC)
A quota of "none" is cleared. A quota takes effect with the next write; what is stored already stays.

The database is that of DATABASE_ADMIN_URL or DATABASE_URL, else the embedded one of REGISTRY_DATA_DIR, which no gateway
may use at the same time.`;
usage(help, ['--versions', '--stored-bytes', '--runs-per-day']);

const optionOf: Readonly<Record<Quota, string>> = {
  VERSIONS: 'versions',
  STORED_BYTES: 'stored-bytes',
  RUNS_PER_DAY: 'runs-per-day',
};

/** The limits that the command line names; null for a quota to clear. */
function limitsFrom(values: Readonly<Record<string, unknown>>): [Quota, number | null][] {
  return quotas.flatMap((quota): [Quota, number | null][] => {
    const given = values[optionOf[quota]];
    if (typeof given !== 'string') return [];
    if (given === 'none') return [[quota, null]];
    if (/^\d{1,15}$/.test(given)) return [[quota, Number(given)]];
    return misused(`"--${optionOf[quota]}" must be a whole number or "none"; got "${given}".`, help);
  });
}

async function list(run: RunSql, schema: string): Promise<void> {
  const rows = (await run(
    `select namespace, quota, most::float8 as most, ${schema}.quota_used(namespace, quota)::float8 as used
     from ${schema}.namespace_quotas order by namespace, quota`,
  )) as { namespace: string; quota: string; most: number; used: number }[];
  if (rows.length === 0) return console.log('No namespace has a quota.');
  const cells = rows.map(({ namespace, quota, most, used }) => [namespace, quota.toLowerCase(), `${used}`, `${most}`]);
  console.log(table(['NAMESPACE', 'QUOTA', 'USED', 'LIMIT'], cells));
}

await running(async () => {
  const options = Object.fromEntries(Object.values(optionOf).map((name) => [name, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [action = 'list', namespace = '', ...more] = positionals;
  const limits = limitsFrom(values);
  if (!['list', 'set', 'clear'].includes(action) || more.length > 0)
    misused(`Unknown: "${positionals.join(' ')}".`, help);
  if (action !== 'list' && !isNamespace(namespace)) misused(`"${namespace}" is not a namespace.`, help);
  if ((action === 'set') !== limits.length > 0) misused('Name quotas with "set", and only there.', help);

  const env = readEnv();
  const schema = `"${env.REGISTRY_SCHEMA}"`;
  await withDatabase(env, async (run) => {
    if (action === 'clear') await run(`delete from ${schema}.namespace_quotas where namespace = $1`, [namespace]);
    for (const [quota, most] of limits) {
      if (most === null) {
        await run(`delete from ${schema}.namespace_quotas where namespace = $1 and quota = $2`, [namespace, quota]);
      } else {
        await run(
          `insert into ${schema}.namespace_quotas (namespace, quota, most) values ($1, $2, $3)
           on conflict (namespace, quota) do update set most = excluded.most, set_at = now()`,
          [namespace, quota, most],
        );
      }
    }
    await list(run, schema);
  });
});
