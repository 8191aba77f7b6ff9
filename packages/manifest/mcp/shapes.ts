import type { Path } from '../contract/path.ts';
import { entries, isRecord, own } from '../read/jsonValue.ts';

/** A server as it was authored. */
export interface AuthoredServer {
  name: string;
  path: Path;
  value: unknown;
}

/** Where a file has its servers. */
export interface ServersFound {
  /** Null where the file holds none in any shape that is known. */
  servers: AuthoredServer[] | null;
  /** The place that should be an object of servers, when it is another value. */
  notAnObject: Path | null;
  /** VS Code's `inputs`. */
  inputs: unknown;
  /** Keys beside the servers that no client writes. */
  unknownKeys: string[];
  /** Keys beside the servers that are settings of a client. */
  settings: string[];
  /** What the shape is called, when it is not the contract's. */
  shape: string | null;
}

/** Beside `mcpServers` in files of clients. */
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

/** By key, the shapes that hold servers in one place. */
const places: readonly { key: readonly string[]; shape: string | null }[] = [
  { key: ['mcpServers'], shape: null },
  { key: ['servers'], shape: '"servers" (the format of VS Code)' },
  { key: ['mcp', 'servers'], shape: '"mcp.servers" (VS Code settings)' },
  { key: ['mcp_servers'], shape: '"mcp_servers"' },
  { key: ['context_servers'], shape: '"context_servers" (the format of Zed)' },
];

/** True for what is surely a server: it has a command or an address. */
const isServer = (value: unknown): boolean =>
  ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => own(value, key) !== undefined);

/** Finds the servers of an mcp.json in the shape of any client that is known: Claude, VS Code, Cursor, a plain map. */
export function findServers(config: Record<string, unknown>): ServersFound {
  for (const { key, shape } of places) {
    const at = valueAt(config, key);
    if (at === undefined) continue;
    const [top = ''] = key;
    const inputs = own(config, 'inputs') ?? (key.length > 1 ? own(own(config, top), 'inputs') : undefined);
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
  const none = { notAnObject: null, inputs: own(config, 'inputs'), unknownKeys: [], settings: [] };
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
  path.reduce<unknown>((inner, key) => own(inner, key), config);

/** True for a file that is one server, without a name. */
export const isOneServer = (config: unknown): boolean => isServer(config);
