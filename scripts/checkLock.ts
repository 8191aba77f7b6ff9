/**
 * Holds the lock file to what `npm ci` and a reader rely on: every package by its SHA-512, and every optional package
 * of a platform listed (npm drops those that it cannot find, and then refuses its own lock file elsewhere). And to what a start
 * relies on: no library is loaded twice, in two versions.
 */
import { readFile } from 'node:fs/promises';

interface Locked {
  integrity?: string;
  link?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages: Record<string, Locked> = JSON.parse(lock).packages;
const isInstalled = (path: string): boolean => path.includes('node_modules/');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const names = new Set(Object.keys(packages).map(nameOf));

const problems = Object.entries(packages).flatMap(([path, { integrity = '', link, optionalDependencies = {} }]) => {
  if (!isInstalled(path) || link) return []; // The packages of this repository.
  const missing = Object.keys(optionalDependencies).filter((name) => !names.has(name));
  return [
    ...(integrity.startsWith('sha512-') ? [] : [`${path} has no sha512 integrity.`]),
    ...missing.map((name) => `${path} has the optional package ${name}, which the lock file lacks.`),
  ];
});

/** Not loaded by the gateway: tools of the platform that one of its packages brings along. */
const isOfPlatform = (path: string): boolean => path.startsWith('node_modules/@vercel/');

const loaded = Object.entries(packages).filter(([path, { dev, link }]) => isInstalled(path) && !dev && !link);
for (const [name, copies] of Map.groupBy(loaded, ([path]) => nameOf(path))) {
  const paths = copies.map(([path]) => path).filter((path) => !isOfPlatform(path));
  if (paths.length > 1)
    problems.push(
      `${name} is there ${paths.length} times (${paths.join(', ')}). Let the overrides of package.json say one version.`,
    );
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${Object.keys(packages).length - 1} packages, each by its digest.`);
