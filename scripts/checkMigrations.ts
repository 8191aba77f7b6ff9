/**
 * A migration that has been applied anywhere is never edited: its digest is in supabase/migrations.sha256, in the format
 * of `sha256sum -c`, and must stay the same, as the history of that file shows. `--write` adds the migrations that are
 * not listed yet, and changes no line.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const supabase = new URL('../supabase/', import.meta.url);
const list = new URL('migrations.sha256', supabase);

const parse = (line: string) => [line.slice(66), line.slice(0, 64)] as const;
const known = new Map((await readFile(list, 'utf8')).trimEnd().split('\n').map(parse));
const names = (await readdir(new URL('migrations/', supabase))).filter((name) => name.endsWith('.sql')).sort();
const found = new Map<string, string>();
for (const name of names) {
  const content = await readFile(new URL(`migrations/${name}`, supabase));
  found.set(`migrations/${name}`, createHash('sha256').update(content).digest('hex'));
}

const problems = [...known].flatMap(([path, digest]) => {
  const now = found.get(path);
  if (now === digest) return [];
  return [`${path} was ${now ? 'edited' : 'removed'} after it was applied. Restore it, and add another migration.`];
});
for (const [path, digest] of firstListed()) {
  if (known.get(path) === digest) continue;
  problems.push(`${path} was listed with another digest (${digest}) before. Restore both, and add another migration.`);
}
const added = [...found].filter(([path]) => !known.has(path));

if (problems.length === 0 && added.length > 0 && process.argv.includes('--write')) {
  await writeFile(list, [...known, ...added].map(([path, digest]) => `${digest}  ${path}\n`).join(''));
  console.log(`${added.length} migrations were added to supabase/migrations.sha256.`);
} else {
  problems.push(...added.map(([path]) => `${path} is not listed. Run \`npm run generate\` and commit the result.`));
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${found.size} migrations, as they were applied.`);

/** The first digest of each migration, oldest first, as far as the clone has the history; nothing outside a clone. */
function firstListed(): Map<string, string> {
  const { stdout } = spawnSync('git', ['log', '--format=', '--patch', '--reverse', '--', 'migrations.sha256'], {
    cwd: supabase,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const lines = (stdout ?? '').split('\n').filter((line) => /^\+[0-9a-f]{64} {2}/.test(line));
  return new Map(lines.reverse().map((line) => parse(line.slice(1))));
}
