import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { examples } from '../../packages/cli/examples.ts';
import { misuse } from '../../packages/cli/problem.ts';
import { cell, table } from '../../packages/cli/table.ts';
import { clean, note, plural, print, printJson, warn } from '../../packages/cli/terminal.ts';

/** A separate registry for a branch: a schema, and a folder for its files. The only command that uses the database. */
export const preview = (program: Command): Command => {
  const command = program
    .command('preview')
    .summary('manage preview registries for branches')
    .description(
      'Creates, lists and removes previews. A preview is a separate schema in the database of DATABASE_URL, with its own files. These commands connect to the database directly (with DATABASE_ADMIN_URL if it is set) and do not use a token.',
    )
    .addHelpText(
      'after',
      examples(
        'registry preview create pr-42',
        'registry preview list --older-than 14d',
        'registry preview destroy pr-42',
      ),
    );

  command
    .command('create')
    .summary('create or update a preview')
    .argument('<name>', 'name of the preview, such as pr-42')
    .option('--dir <folder>', 'folder with agents/ and templates/ (default: packages/shared)')
    .option('--json', 'print the result as JSON')
    .action(create);
  command
    .command('destroy')
    .summary('remove a preview and its files')
    .argument('[name]', 'name of the preview, such as pr-42')
    .option('--older-than <age>', 'all previews not updated for this long, such as 14d', ageFrom)
    .option('--json', 'print the result as JSON')
    .action(destroy);
  command
    .command('list')
    .summary('list the previews')
    .option('--older-than <age>', 'only previews not updated for this long, such as 14d', ageFrom)
    .option('--json', 'print the result as JSON')
    .action(list);
  return command;
};

async function create(name: string, { dir, json }: { dir?: string; json?: boolean }) {
  const { createPreview } = await import('../preview/create.ts');
  const { schema, migrated, outcomes } = await createPreview(name, dir);
  const count = (outcome: string) => outcomes.filter((each) => each.outcome === outcome).length;
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
  for (const { kind, slug, version, problem = '' } of refused) {
    warn(`refused ${kind.toLowerCase()} ${clean(slug)}@${clean(version)}: ${clean(problem)}`);
  }
  if (json) {
    const published = count('published');
    printJson({ name, schema, migrated, published, unchanged: count('unchanged'), refused });
  } else {
    print(
      `${pc.green('✓')} The preview ${name} is ready: ${count('published')} published, ${count('unchanged')} unchanged.`,
    );
    note('\nServe it from the same database with:\n');
    print(`REGISTRY_SCHEMA=${schema}`);
  }
  if (refused.length > 0) process.exitCode = 1;
}

async function destroy(name: string | undefined, { olderThan, json }: { olderThan?: number; json?: boolean }) {
  const { destroyPreview, previews } = await import('../preview/destroy.ts');
  if ((name === undefined) === (olderThan === undefined))
    throw misuse('Pass either the name of a preview or --older-than.');
  const names = name === undefined ? (await previews(olderThan)).map((each) => each.name) : [name];
  const destroyed = [];
  for (const each of names) {
    const done = await destroyPreview(each);
    destroyed.push(done);
    if (json) continue;
    if (done.tables === null && done.files === 0) print(`Preview ${each} was not found; nothing to do.`);
    else
      print(`${pc.green('✓')} Removed ${each}: ${plural(done.tables ?? 0, 'table')}, ${plural(done.files, 'file')}.`);
  }
  if (json) printJson(destroyed);
  else if (names.length === 0) print('No preview is that old; nothing to do.');
}

async function list({ olderThan, json }: { olderThan?: number; json?: boolean }) {
  const { previews } = await import('../preview/destroy.ts');
  const found = await previews(olderThan);
  if (json) return printJson(found.map(({ registry: _, ...each }) => each));
  if (found.length === 0) return print('No previews.');
  print(
    table(
      ['name', 'schema', 'created', 'updated'],
      found.map(({ name, schema, createdAt, updatedAt }) => [cell(name), schema, ago(createdAt), ago(updatedAt)]),
    ),
  );
}

const units = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds. */
function ageFrom(text: string): number {
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * units[unit as keyof typeof units];
  throw new InvalidArgumentError('Must be an age: a number and h, d or w, such as 14d.');
}

function ago(time: string): string {
  const passed = Date.now() - Date.parse(time);
  if (passed < units.h) return `${Math.max(0, Math.floor(passed / 60_000))} min ago`;
  return passed < 2 * units.d ? `${Math.floor(passed / units.h)} h ago` : `${Math.floor(passed / units.d)} d ago`;
}
