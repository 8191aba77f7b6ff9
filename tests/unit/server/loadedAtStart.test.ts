import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What a module imports and exports by value, other than with `import()`. */
const staticImport = /^(?:import|export) (?!type\b)(?:[^;']*? from )?'([^']+)'/gm;

/** The packages that are loaded with a module, each by the first module that imports it. */
function packagesOf(start: string): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set([start]);
  for (const file of seen) {
    for (const [, from = ''] of readFileSync(join(root, file), 'utf8').matchAll(staticImport)) {
      if (from.startsWith('.')) seen.add(join(dirname(file), from));
      else if (!from.startsWith('node:') && !packages.has(from)) packages.set(from, file);
    }
  }
  return packages;
}

/** Large packages that many gateways never need. */
const loadedWhenNeeded = [
  '@electric-sql/pglite',
  '@graphql-yoga/render-graphiql',
  '@supabase/supabase-js',
  'stripe',
  'swagger-ui-dist',
];

it('a start does not load what only some gateways need', () => {
  const packages = packagesOf('server/start.ts');
  expect(packages.get('graphql')).toBeDefined();
  expect([...packages].filter(([name]) => loadedWhenNeeded.includes(name))).toEqual([]);
});
