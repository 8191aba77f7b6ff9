/** Holds the one direction of imports, and fails too when the tool read no modules: then it would hold nothing. */
import { spawnSync } from 'node:child_process';

const folders = ['api', 'schema', 'src', 'packages', 'scripts', 'supabase/functions'];
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
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (summary.violations.length > 0) process.exitCode = 1;
else console.log(`${own.length} modules, one direction.`);
