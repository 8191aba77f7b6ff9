import { readFileSync } from 'node:fs';

/**
 * Whether this Node is new enough for a program. If not, explains it on stderr and sets the exit code.
 *
 * @param program the URL of a module beside the package.json that states the required Node
 */
export function checkNode(program: string, version: string = process.versions.node): boolean {
  const { name, engines } = JSON.parse(readFileSync(new URL('./package.json', program), 'utf8'));
  const required = String(engines.node).replace(/^>=/, '');
  if (isAtLeast(version, required)) return true;
  console.error(
    `${name} requires Node ${required} or newer; this is Node ${version}. Install it from https://nodejs.org.`,
  );
  process.exitCode = 1;
  return false;
}

/** Compares versions such as 22.13.0. */
function isAtLeast(version: string, required: string): boolean {
  const [given, least] = [version, required].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (const [at, minimum] of (least ?? []).entries()) {
    const part = given?.[at] ?? 0;
    if (part !== minimum) return part > minimum;
  }
  return true;
}
