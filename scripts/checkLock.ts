/**
 * Holds the lock file to what `npm ci` and a reader rely on: every package by its SHA-512, and every optional package
 * of a platform listed (npm drops those that it cannot find, and then refuses its own lock file elsewhere).
 */
import { readFile } from 'node:fs/promises';

interface Locked {
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages: Record<string, Locked> = JSON.parse(lock).packages;
const names = new Set(
  Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
);

const problems = Object.entries(packages).flatMap(([path, { integrity = '', link, optionalDependencies = {} }]) => {
  if (!path.includes('node_modules/') || link) return []; // The packages of this repository.
  const missing = Object.keys(optionalDependencies).filter((name) => !names.has(name));
  return [
    ...(integrity.startsWith('sha512-') ? [] : [`${path} has no sha512 integrity.`]),
    ...missing.map((name) => `${path} has the optional package ${name}, which the lock file lacks.`),
  ];
});

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${Object.keys(packages).length - 1} packages, each by its digest.`);
