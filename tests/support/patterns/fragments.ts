import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attacksOn } from './attacks.ts';
import { patternsIn } from './patternsIn.ts';

const folders = ['server', 'src', 'schema', 'packages'];

/** The folders with patterns. */
export const sourceFiles = (more: readonly string[] = []): string[] =>
  [...folders, ...more]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter((file) => /(?<!\.d)\.ts$/.test(file) && !/generated|node_modules/.test(file)),
    )
    .sort();

/** A text made of a fragment, with a given length. */
export type Fragment = (length: number) => string;

/** Texts made of the parts of every pattern in the source, each once, in source order. */
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
