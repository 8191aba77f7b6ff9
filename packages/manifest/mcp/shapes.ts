import { entries, isRecord, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';

/** A server as it was authored. */
export interface AuthoredServer {
  name: string;
  path: Path;
  value: unknown;
}

/** The servers of a file, and where they are. */
export interface ServersFound {
  /** Null when the file has no servers in a known format. */
  servers: AuthoredServer[] | null;
  /** The path that should be an object of servers but is another value. */
  notAnObject: Path | null;
  /** VS Code's `inputs`. */
  inputs: unknown;
  /** Other keys that no client writes. */
  unknownKeys: string[];
  /** Other keys that are client settings. */
  settings: string[];
  /** The name of the format, when it is not the contract's. */
  shape: string | null;
}

/** Client settings beside `mcpServers`. */
const settingKeys = new Set([
  ...[
    'globalShortcut',
    'preferences',
    'scale',
    'locale',
    'userThemeMode',
    'isUsingBuiltInNodeForMcp',
    'theme',
    'version',
  ],
  ...['name', 'description', 'comment', '_comment', '_comments', '//', 'hooks', 'toolsets', 'defaults', 'experimental'],
]);

/** Formats with all servers under one key. */
const places: readonly { key: readonly string[]; shape: string | null }[] = [
  { key: ['mcpServers'], shape: null },
  { key: ['servers'], shape: '"servers" (the format of VS Code)' },
  { key: ['mcp', 'servers'], shape: '"mcp.servers" (VS Code settings)' },
  { key: ['mcp_servers'], shape: '"mcp_servers"' },
  { key: ['context_servers'], shape: '"context_servers" (the format of Zed)' },
];

/** True for a value that is certainly a server: it has a command or a URL. */
const isServer = (value: unknown): boolean =>
  ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => ownProperty(value, key) !== undefined);

/** Finds the servers of an mcp.json in a known format: Claude, VS Code, Cursor, Zed, or a map of servers. */
export function findServers(config: Record<string, unknown>): ServersFound {
  for (const { key, shape } of places) {
    const at = valueAt(config, key);
    if (at === undefined) continue;
    const [top = ''] = key;
    const inputs =
      ownProperty(config, 'inputs') ?? (key.length > 1 ? ownProperty(ownProperty(config, top), 'inputs') : undefined);
    const others = Object.keys(config).filter((each) => ![top, '$schema', 'inputs'].includes(each));
    return {
      servers: isRecord(at) ? entries(at).map(([name, value]) => ({ name, path: [...key, name], value })) : [],
      notAnObject: isRecord(at) ? null : key,
      ...{ inputs, shape },
      unknownKeys: others.filter((each) => !settingKeys.has(each)),
      settings: others.filter((each) => settingKeys.has(each)),
    };
  }
  const flat = entries(config).filter(([key]) => key !== '$schema' && key !== 'inputs');
  const isMap = flat.some(([, value]) => isServer(value)) && !isServer(config);
  const none = { notAnObject: null, inputs: ownProperty(config, 'inputs'), unknownKeys: [], settings: [] };
  if (!isMap) return { ...none, servers: null, shape: null };
  const servers = flat.filter(([key, value]) => isRecord(value) || !settingKeys.has(key));
  return {
    ...none,
    servers: servers.map(([name, value]) => ({ name, path: [name], value })),
    settings: flat.filter(([key, value]) => !isRecord(value) && settingKeys.has(key)).map(([key]) => key),
    shape: 'A map of servers',
  };
}

const valueAt = (config: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => ownProperty(inner, key), config);

/** True for a file that is a single server without a name. */
export const isOneServer = (config: unknown): boolean => isServer(config);
