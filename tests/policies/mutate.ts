/**
 * Does the matrix notice? Weakens the policies, the guards and the grants, one thing at a time, in a transaction of a
 * scratch database, and runs the checks of tests/policies in it. Prints the score and what no check noticed;
 * fails when that is not argued below.
 *
 * `--only <text>`, once or several times, tries the mutants whose name holds one of the texts; `--from <n>` continues a run that was stopped, at the mutant of
 * that number. A survivor is printed as soon as it is found, with its number.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import pc from 'picocolors';
import { misused, usage } from '../../packages/node/usage.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import { type NativePostgres, startPostgres } from '../support/postgres.ts';
import { attemptsWithin, connect } from './attempt.ts';
import { type Check, checks } from './checks.ts';
import { type Ask, type Mutant, mutantsOf } from './mutants.ts';
import { worldSql } from './world.ts';

/** Mutants that change nothing that anybody could see, and why. */
const equivalent: Record<string, string> = {
  'registry_events_append: with check without (seq IS NULL)':
    'Nobody has the grant to name `seq` in an insert (the columns of matrix.ts), and it has no default.',
  'guard_entry: without “an entry is removed by its removed_at, never deleted”':
    'A delete has no new row, so the next refusal, of another identity, takes its place with the same code.',
  'keep_visibility: without “a version belongs to an entry”':
    'Without an entry the row has no namespace, which is refused as a foreign key would: both are violations of integrity (23xxx).',
  'keep_link_readers: without “a link belongs to a version of a template”':
    'Without a version the row has no namespace, which is refused: see keep_visibility.',
  'keep_rating_readers: without “a rating belongs to a template”':
    'Without a template the row has no namespace, which is refused: see keep_visibility.',
  'entry_shares_update: with check without (owner_namespace = ( SELECT nofx.viewer_namespace() AS viewer_namespace))':
    'The owner cannot be updated, and `guard_share` writes the namespace of the entry, which `using` has checked.',
  "template_version_agents_read: using without (( SELECT nofx.shared_entries() AS shared_entries) <> '{}'::uuid[])":
    'It spares the question about each row where nothing is shared; a shared version is of an entry that is shared.',
  'guard_share: without “a share is of an entry”':
    'Without an entry the share has no namespace of an owner, which is refused: see keep_visibility.',
  'keep_report_namespace: without “a report is about a comment”':
    'Without a comment the report has no namespace, which is refused: see keep_visibility.',
  'keep_step_namespace: without “a step belongs to a run”':
    'Without a run the row has no namespace, which is refused: see keep_visibility.',
};

const help = `Usage: npm run mutate:policies [-- --only <text>]… [--from <n>]

Weakens policies, guards and grants one at a time, and prints the changes that no check detects.

  --only <text>   only the mutants whose name contains this text, or another one that is given so
  --from <n>      begin with the mutant of this number (default: 1)`;
usage(help, ['--only', '--from']);

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [''] }, from: { type: 'string', default: '1' } },
});
const first = Number(options.from);
const isChosen = (name: string) => options.only.some((text) => name.includes(text));
if (!Number.isInteger(first) || first < 1)
  misused(`--from must be an integer, at least 1; got "${options.from}".`, help);
const all = checks();
const started = Date.now();
const postgres = await startPostgres({ synchronous_commit: 'off', full_page_writes: 'off' });
try {
  const mutants = (await prepare(postgres)).slice(first - 1).filter(({ name }) => isChosen(name));
  report(mutants, await tryAll(postgres, mutants));
} finally {
  await postgres.stop();
}

/** The database of which every worker has a copy. */
async function prepare(server: NativePostgres): Promise<Mutant[]> {
  await runScript(server.url(), async (run) => void (await run('create database world')));
  let mutants: Mutant[] = [];
  await runScript(server.url('world'), async (run) => {
    await migrate(run);
    await run(worldSql);
    mutants = await mutantsOf(run as Ask);
  });
  return mutants;
}

/** What no check noticed. */
async function tryAll(server: NativePostgres, mutants: readonly Mutant[]): Promise<Mutant[]> {
  const survivors: Mutant[] = [];
  const queue = mutants.values();
  const work = async (name: string) => {
    await runScript(server.url(), async (run) => void (await run(`create database ${name} template world`)));
    const client = await connect(server.url(name));
    const unharmed = await noticed(client, { table: '', sql: 'select' });
    if (unharmed) throw new Error(`The checks fail before anything is mutated: ${unharmed}`);
    for (const mutant of queue) {
      if (await noticed(client, mutant)) continue;
      survivors.push(mutant);
      if (!equivalent[mutant.name]) console.log(pc.red(`survived: ${mutant.name}`));
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, (_, index) => work(`world_${index}`)));
  return survivors;
}

/** The first thing that a check finds, those of the mutant's table first; null when all is as the matrix says. */
async function noticed(client: pg.Client, { table, sql }: Pick<Mutant, 'table' | 'sql'>): Promise<string | null> {
  const near = (check: Check) => (check.table === table ? 0 : 1);
  const attempts = attemptsWithin(client);
  await client.query('begin');
  try {
    await client.query(sql);
    for (const check of all.toSorted((a, b) => near(a) - near(b))) {
      const [found] = await check.run(attempts);
      if (found) return `${check.name}: ${found}`;
    }
    return null;
  } finally {
    await client.query('rollback');
  }
}

function report(mutants: readonly Mutant[], survivors: readonly Mutant[]) {
  const groups = Map.groupBy(mutants, ({ group }) => group);
  for (const [group, members] of groups) {
    const alive = survivors.filter((survivor) => survivor.group === group);
    console.log(`${`${members.length - alive.length}/${members.length}`.padStart(9)}  ${group}`);
  }
  const unargued = survivors.filter(({ name }) => !equivalent[name]);
  for (const { name } of survivors) {
    console.log(
      equivalent[name] ? pc.dim(`\nequivalent: ${name}\n  ${equivalent[name]}`) : pc.red(`\nsurvived: ${name}`),
    );
  }
  const idle = Object.keys(equivalent).filter(
    (name) => first === 1 && isChosen(name) && !survivors.some((survivor) => survivor.name === name),
  );
  for (const name of idle)
    console.log(pc.red(`\nargued to be equivalent, and yet it was noticed, or is no mutant: ${name}`));
  const killed = mutants.length - survivors.length;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(
    `\n${killed} of ${mutants.length} mutants were noticed, ${survivors.length - unargued.length} are equivalent, ${unargued.length} survived; ${seconds} s.`,
  );
  process.exitCode = unargued.length + idle.length > 0 || mutants.length === 0 ? 1 : 0;
}
