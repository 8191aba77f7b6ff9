import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attacksOn } from './attacks.ts';
import { patternsIn } from './patternsIn.ts';

const folders = ['server', 'src', 'schema', 'packages'];

/** Where the source with patterns is. */
export const sourceFiles = (more: readonly string[] = []): string[] =>
  [...folders, ...more]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter((file) => /(?<!\.d)\.ts$/.test(file) && !/generated|node_modules/.test(file)),
    )
    .sort();

/** A text made of a fragment, as long as is asked for. */
export type Fragment = (length: number) => string;

/** Texts of a pattern's own parts for every pattern of the source, each once, in the order of the source. */
export function fragments(): Fragment[] {
  const attacks = sourceFiles()
    .flatMap(patternsIn)
    .flatMap(({ pattern }) => (pattern ? attacksOn(pattern.source, pattern.flags) : []));
  const different = new Map(attacks.map((attack) => [JSON.stringify(Object.values(attack)), attack]));
  return [...different.values()].map(
    ({ before, part, after }) =>
      (length) =>
        before + part.repeat(Math.max(1, Math.floor(length / part.length))) + after,
  );
}
