import { isRecord, items } from '../values/jsonValue.ts';
import { clip } from '../values/path.ts';

/** Records what is read differently from how it is written. */
export interface Notes {
  /** The key is a client setting and is ignored. */
  ignored(key: string): void;
  /** Written in the format of a client; `instead` is the form of the contract. */
  rewritten(what: string, instead: string): void;
}

/** Client settings that do not describe the server: each is ignored, with a warning. */
const clientKeys = new Set([
  ...['autoApprove', 'alwaysAllow', 'alwaysApprove', 'autoAllow', 'disabledTools', 'enabledTools', 'tools', 'toolsets'],
  ...['includeTools', 'excludeTools', 'allowedTools', 'trust', 'timeout', 'networkTimeout', 'initializationTimeout'],
  ...[
    'startupTimeout',
    'startup_timeout_sec',
    'startup_timeout_ms',
    'tool_timeout_sec',
    'requestTimeout',
    'cwd',
    'envFile',
  ],
  ...[
    'description',
    'name',
    'title',
    'icon',
    'logoUrl',
    'tags',
    'category',
    'gallery',
    'version',
    'dev',
    'note',
    'notes',
  ],
  ...['comment', '_comment', '//', 'homepage', 'source', 'provider', 'providerUrl', 'author', 'license', 'longRunning'],
  ...[
    'fromGalleryId',
    'marketplace',
    'instructions',
    'documentation',
    'restart',
    'sandbox',
    'sandboxEnabled',
    'metadata',
  ],
]);

/** Other names that clients use for a key of the contract. */
const aliases: Readonly<Record<string, string>> = {
  ...{ serverUrl: 'url', httpUrl: 'url', baseUrl: 'url', endpoint: 'url' },
  ...{ transport: 'type', transportType: 'type', environment: 'env' },
};

const otherTypes = new Map(Object.entries({ sse: 'sse', stdio: 'stdio', local: 'stdio', process: 'stdio' }));
const overHttp = new Set(['http', 'streamablehttp', 'httpstream', 'streamable', 'remote']);

/** Maps the names that clients use, such as `streamable-http` or `STDIO`, to http, sse and stdio. */
function typeOf(type: string): string {
  const bare = type.toLowerCase().replace(/[-_ ]/g, '');
  if (overHttp.has(bare)) return 'http';
  return otherTypes.get(bare) ?? type;
}

/** True for a server that is disabled. */
export const isDisabled = (server: unknown): boolean =>
  isRecord(server) && (server.disabled === true || server.enabled === false || server.isActive === false);

/** A server in the contract's form. */
export interface NormalizedServer {
  server: unknown;
  /** The number of arguments before its own as authored: those of `cmd /c npx`. */
  skipped: number;
}

/** Converts a server from the format of a client to that of the contract; invalid values are left for the checks. */
export function normalizeServer(authored: unknown, notes: Notes): NormalizedServer {
  if (!isRecord(authored)) return { server: authored, skipped: 0 };
  const server: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(authored)) {
    const alias = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
    if (['disabled', 'enabled', 'isActive'].includes(key) && typeof value === 'boolean') continue;
    if (clientKeys.has(key)) notes.ignored(key);
    else if (alias !== undefined && !Object.hasOwn(authored, alias)) {
      notes.rewritten(`"${key}"`, `"${alias}"`);
      server[alias] = value;
    } else server[key] = value;
  }
  normalizeType(server, notes);
  const skipped = normalizeCommand(server, notes);
  if (isRecord(server.env)) server.env = texts(server.env, 'env', notes);
  if (isRecord(server.headers)) server.headers = texts(server.headers, 'headers', notes);
  if (Array.isArray(server.args)) server.args = Object.values(texts({ ...server.args }, 'args', notes));
  for (const key of ['env', 'headers', 'args']) if (server[key] === null) delete server[key];
  return { server, skipped };
}

function normalizeType(server: Record<string, unknown>, notes: Notes): void {
  const { type, url } = server;
  if (typeof type === 'string' && typeOf(type) !== type) {
    notes.rewritten(`"type": "${clip(type, 20)}"`, `"type": "${typeOf(type)}"`);
    server.type = typeOf(type);
  }
  if (typeof url !== 'string' || type !== undefined || server.command !== undefined) return;
  const isOlder = /\/sse\/?(?:[?#]|$)/.test(url.slice(0, 2_048));
  server.type = isOlder ? 'sse' : 'http';
  notes.rewritten('"url" without "type"', `"type": "${isOlder ? 'sse' : 'http'}"`);
}

/** `cmd /c npx …` and `npx.cmd` are how Windows starts `npx`; no shell is needed for it. */
function normalizeCommand(server: Record<string, unknown>, notes: Notes): number {
  const { command } = server;
  if (typeof command !== 'string') return 0;
  const [first, inner, ...rest] = items(server.args);
  if (
    /^cmd(?:\.exe)?$/i.test(command) &&
    typeof first === 'string' &&
    /^\/c$/i.test(first) &&
    typeof inner === 'string'
  ) {
    server.command = withoutEnding(inner);
    server.args = rest;
    notes.rewritten('"cmd /c"', `"command": "${clip(withoutEnding(inner), 20)}"`);
    return 2;
  }
  if (withoutEnding(command) !== command) {
    server.command = withoutEnding(command);
    notes.rewritten(`"command": "${clip(command, 20)}"`, `"${clip(withoutEnding(command), 20)}"`);
  }
  return 0;
}

const withoutEnding = (command: string): string => command.replace(/^([a-z0-9]{1,20})\.(?:exe|cmd|bat)$/i, '$1');

/** Numbers and booleans as strings, as processes and headers need them. */
function texts(values: Record<string, unknown>, where: string, notes: Notes): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, value]) => {
    if (typeof value !== 'number' && typeof value !== 'boolean') return [key, value];
    notes.rewritten(`A number or boolean in "${where}"`, 'a string');
    return [key, String(value)];
  });
  return Object.fromEntries(entries);
}
