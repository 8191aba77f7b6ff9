/** Holds the one direction of imports, and fails too when the tool read no modules: then it would hold nothing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const folders = ['api', 'server', 'schema', 'src', 'packages', 'scripts', 'supabase/functions'];
const { stdout, stderr } = spawnSync(
  'depcruise',
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
  {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[] };
}
const { modules, summary }: Cruise = JSON.parse(stdout || '{"modules":[],"summary":{"violations":[]}}');
const own = modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`)));

if (own.length < 100) {
  console.error(`Only ${own.length} modules were read: the check would pass whatever they import.\n${stderr}`);
  process.exitCode = 1;
}
const problems = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);

/** What dependency-cruiser's parser does not report: whether an import is type-only. */
const byValue = /^(?:import|export) (?!type\b)[^;]*? from '(\.\.\/src\/(?:db|registry|loaders)\/[^']+)'/gm;
for (const { source } of own.filter((module) => module.source.startsWith('schema/'))) {
  for (const [, to] of readFileSync(source, 'utf8').matchAll(byValue)) {
    problems.push(`schema-imports-only-types-of-the-database-and-use-cases: ${source} -> ${to}`);
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${own.length} modules, one direction.`);
