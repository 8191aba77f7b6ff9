import { parseReferences } from '../mcp/references.ts';
import { items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import { eachDifference } from './compareShared.ts';

/** Compares MCP servers by name, and the variables and secrets that they need. */
export function compareServers(
  changes: Changes,
  [before, after]: readonly [unknown, unknown],
  [envBefore, envAfter]: readonly [unknown, unknown],
): void {
  eachDifference(changes, before, after, (name, old, now) => {
    const path = ['mcpServers', name];
    if (old === undefined) return changes.add('mcp-server-added', path, old, now);
    if (now === undefined) return changes.add('mcp-server-removed', path, old, now);
    if (transport(old) !== transport(now)) changes.add('mcp-server-transport-changed', path, old, now);
    else {
      eachDifference(changes, old, now, (key, one, other) => {
        if (key !== 'type') changes.add('mcp-server-changed', [...path, key], one, other);
      });
    }
  });
  const [had, has] = [needed(before, envBefore), needed(after, envAfter)];
  for (const [name, path] of has)
    if (!had.has(name) && ownProperty(variable(envBefore, name), 'isRequired') !== true)
      changes.add('mcp-reference-required', path, undefined, name);
  for (const [name, path] of had) if (!has.has(name)) changes.add('mcp-reference-optional', path, name, undefined);
}

/** How a server is started or reached. */
function transport(server: unknown): string {
  if (ownProperty(server, 'command') !== undefined) return 'stdio';
  return ownProperty(server, 'type') === 'sse' ? 'sse' : 'http';
}

/** The references without a default, also in `env`, in all servers, each with the place of its first use. */
function needed(servers: unknown, env: unknown): Map<string, Path> {
  const found = new Map<string, Path>();
  const isNeeded = (name: string): boolean =>
    !found.has(name) && ownProperty(variable(env, name), 'default') === undefined;
  const collect = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      for (const part of parseReferences(value)) {
        if (part.kind === 'reference' && part.default === undefined && isNeeded(part.name)) found.set(part.name, path);
      }
    } else {
      for (const [key, item] of Object.entries(value ?? {})) {
        const step = Array.isArray(value) ? Number(key) : key;
        collect(item, path.length < 4 ? [...path, step] : path);
      }
    }
  };
  collect(servers, ['mcpServers']);
  return found;
}

const variable = (env: unknown, name: string): unknown => items(env).find((each) => ownProperty(each, 'name') === name);
