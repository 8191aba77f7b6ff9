import { misuse } from '../../packages/cli/problem.ts';
import { clean } from '../../packages/cli/terminal.ts';

const prefix = 'preview_';
const ours = new Set(['nofx', 'public', 'auth', 'storage', 'extensions', 'realtime', 'postgres']);

/** The schema of a preview: that of `pr-42` is `preview_pr_42`, and no other name has it. Throws a Problem. */
export function schemaOf(name: string): string {
  const shown = clean(JSON.stringify(name.slice(0, 60)));
  if (ours.has(name)) throw misuse(`${shown} is a schema of its own, and no preview.`);
  if (name.startsWith(prefix)) throw misuse(`Say the name of the preview, without ${prefix}.`);
  if (name.length <= 32 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return `${prefix}${name.replaceAll('-', '_')}`;
  throw misuse(
    `${shown} cannot be the name of a preview.`,
    'A name has 1 to 32 of a-z, 0-9 and single "-" between them, such as pr-42.',
  );
}
