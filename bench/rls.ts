/**
 * What row level security costs: the statements of the hand-written peer as the owner, as `anon` and as a publisher, in one
 * session, interleaved. CPU time of the backend, from /proc, so that other work on the machine matters less.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { usage } from '../packages/node/usage.ts';
import { actAs } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { runScript } from '../src/db/postgres.ts';
import { anonymous, type Viewer } from '../src/viewer.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { scenarios } from './scenarios/index.ts';
import { seed, sizes } from './seed.ts';

usage(
  `Usage: npm run bench:rls [-- --size S|L]

Compares statements with and without row level security.

  --size   S (default) or L, as in npm run bench`,
  ['--size'],
);
const { values: options } = parseArgs({ options: { size: { type: 'string', default: 'S' } } });
const rounds = 7;
const calls = 100;

const statements: Record<string, (row: Record<string, unknown>) => unknown[]> = {
  get: ({ namespace, slug }) => [namespace, slug],
  nested: ({ namespace }) => [namespace],
  page: ({ sortName, id }) => [sortName, id],
  history: ({ namespace, slug }) => [namespace, slug],
};
const postgres = await startPostgres({ shared_buffers: '256MB' });
const client = new pg.Client({ connectionString: postgres.url() });
try {
  await runScript(postgres.url(), async (run) => {
    await migrate(run);
    await seed(run, options.size === 'L' ? sizes.L : sizes.S);
  });
  await client.connect();
  await client.query('set jit = off; set plan_cache_mode = force_generic_plan');
  const { rows } = await client.query('select pg_backend_pid() as pid');
  for (const [name, valuesOf] of Object.entries(statements)) await compare(name, valuesOf, rows[0].pid);
} finally {
  await client.end();
  await postgres.stop();
}

async function compare(name: string, valuesOf: (typeof statements)[string], pid: number) {
  const text = await readFile(new URL(`peers/sql/${name}.sql`, import.meta.url), 'utf8');
  const scenario = scenarios.find((each) => each.name === name);
  const { rows } = await client.query(scenario?.variables ?? '');
  const publisher: Viewer = {
    kind: 'user',
    id: '00000000-0000-4000-8000-000000000001',
    role: 'publisher',
    namespace: rows[0].namespace ?? 'atlas',
  };
  const callers = { owner: null, anon: anonymous, publisher };
  const spent: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [caller, viewer] of Object.entries(callers)) {
      await client.query('begin read only');
      if (viewer) await client.query(actAs(viewer, 'nofx', 'read'));
      else await client.query('set local search_path = nofx, extensions');
      await client.query('set local statement_timeout = 0');
      const statement = (at: number) => ({ name: `${name} ${caller}`, text, values: valuesOf(rows[at % rows.length]) });
      for (let at = 0; at < 10; at += 1) await client.query(statement(at));
      const before = await cpuMicroseconds(pid);
      for (let at = 0; at < calls; at += 1) await client.query(statement(at));
      const taken = ((await cpuMicroseconds(pid)) - before) / calls;
      spent[caller] = [...(spent[caller] ?? []), taken];
      await client.query('commit');
    }
  }
  const [owner = 0, anon = 0, member = 0] = Object.values(spent).map(median);
  const ratio = (cost: number) => `${cost.toFixed(0)} us (${(owner / cost).toFixed(2)})`;
  console.log(`${name}: owner ${owner.toFixed(0)} us; anon ${ratio(anon)}; publisher ${ratio(member)}`);
}

/** Time on a processor; the first number of schedstat, in nanoseconds. Linux only. */
async function cpuMicroseconds(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]) / 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
