import { posix } from 'node:path';
import type { Workspace } from './workspaces.ts';

/** Where compiled JavaScript and declarations name another module. */
const specifier =
  /(\bfrom\s*|\bimport\s*\(?\s*|\bimport\.meta\.resolve\(\s*)(['"])(\.{1,2}\/[^'"\n]+|[@\w][^'"\n]*)\2/g;

/** A compiled file as it is published. */
export interface Rewritten {
  text: string;
  /** The packages that it imports. */
  imports: Set<string>;
}

/**
 * Makes a compiled file independent of the repository: a relative import that leaves the package becomes an import of the
 * other package by its name, and every other relative import names a .js file.
 *
 * @param path of the file below `packages/`, such as `cli/commands/pull.js`
 * @throws Error for a module that the other package does not export
 */
export function rewriteImports(path: string, compiled: string, workspaces: readonly Workspace[]): Rewritten {
  const imports = new Set<string>();
  const text = compiled.replace(specifier, (match, before: string, quote: string, target: string) => {
    if (!target.startsWith('.')) {
      if (!target.startsWith('node:')) imports.add(packageOf(target));
      return match;
    }
    const module = posix.join(posix.dirname(path), target).replace(/\.ts$/, '.js');
    const [own = '', other = ''] = [path.split('/', 1)[0], module.split('/', 1)[0]];
    if (own === other) return `${before}${quote}${target.replace(/\.ts$/, '.js')}${quote}`;
    const name = publicName(module, workspaces);
    if (name === null) throw new Error(`packages/${path} imports ${module}, which its package does not export.`);
    imports.add(packageOf(name));
    return `${before}${quote}${name}${quote}`;
  });
  return { text, imports };
}

/** The package of `zod`, `ajv/dist/2020.js`, `@noble/hashes/sha2.js`. */
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/** The name by which a module of another package is imported; null when its package keeps it to itself. */
function publicName(module: string, workspaces: readonly Workspace[]): string | null {
  const [slug = ''] = module.split('/', 1);
  const workspace = workspaces.find((each) => each.slug === slug);
  if (!workspace) return null;
  const { name, exports } = workspace.manifest;
  const inside = module.slice(slug.length + 1).replace(/\.js$/, '');
  if (exports['.'] === `./${inside}.ts`) return name;
  const folder = inside.slice(0, inside.lastIndexOf('/') + 1);
  return exports[`./${folder}*`] === `./${folder}*.ts` ? `${name}/${inside}` : null;
}
