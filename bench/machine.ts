import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { RunSql } from '../src/db/migrate.ts';

/** What the figures depend on besides the code. */
export async function machineFacts(run: RunSql) {
  const [postgres] = (await run('select version()')) as { version: string }[];
  return {
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: postgres?.version.split(' on ')[0] ?? 'unknown',
    commit: commit(),
    graphqlYoga: versionOf('../node_modules/graphql-yoga'),
    postgraphile: versionOf('node_modules/postgraphile'),
    pg: versionOf('../node_modules/pg'),
    /** Of the last minute, before anything was measured: others at work make figures worse. */
    loadBefore: loadavg()[0] ?? 0,
  };
}

export type MachineFacts = Awaited<ReturnType<typeof machineFacts>>;

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8')) as { version: string }).version;

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--', '../src', '../schema', '../supabase') ? ' + changes' : '')
    );
  } catch {
    return 'unknown';
  }
}
