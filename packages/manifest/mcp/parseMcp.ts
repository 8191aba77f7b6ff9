import { publicUrlProblem } from '../checks/publicUrl.ts';
import { checkShape } from '../contract/shape.ts';
import { isSecretName } from '../secrets/secrets.ts';
import { type IssueLocation, type Issues, inPlace, type Relocate } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { clip, type Path } from '../values/path.ts';
import { HttpServer, type McpServer, ServerName, StdioServer } from './config.ts';
import { type Inputs, inputsOf, interpolateInputs } from './inputs.ts';
import { checkLaunch } from './launch.ts';
import { isEditorVariable, parseReferences } from './references.ts';
import { isDisabled, type Notes, normalizeServer } from './server.ts';
import { normalizeName } from './serverName.ts';
import { findServers, isOneServer, type ServersFound } from './shapes.ts';

const file = 'mcp.json';
const at = (...path: Path): IssueLocation => ({ file, path });

export interface McpOptions {
  stdioCommands: readonly string[];
  /** Whether the definition is a draft, which need not have usable servers. */
  draft: boolean;
  /** The paths of the definition's files. */
  files: ReadonlySet<string>;
}

/** A server in the contract's form, and where it was authored. */
export interface PlacedServer {
  name: string;
  server: unknown;
  place: (path: Path) => Path;
}

export interface ParsedMcp {
  /** In the form of the contract, by name, as published and read by workers. */
  servers: Record<string, McpServer>;
  placed: PlacedServer[];
}

/**
 * The servers of a plain mcp.json value, in the contract's form: the shapes of Claude, VS Code, Cursor and plain maps
 * are accepted, each with a warning. A file without servers in any of them is kept and reported.
 */
export function parseMcp(config: unknown, options: McpOptions, issues: Issues): ParsedMcp {
  const none = { servers: {}, placed: [] };
  if (!isRecord(config)) {
    issues.error(at(), 'invalid_type', 'Must be an object.');
    return none;
  }
  const found = findServers(config);
  if (found.servers === null) {
    reportNone(config, options, issues);
    return none;
  }
  reportShape(found, issues);
  const inputs = inputsOf(found.inputs);
  for (const id of inputs.clashes)
    issues.error(
      at('inputs'),
      'duplicate_variable',
      `The input "${clip(id)}" maps to the same variable as another input; rename one.`,
    );
  const notes = createNotes();
  const placed = normalizeServers(found.servers, inputs, notes, issues);
  notes.report(issues);
  for (const server of placed) checkServer(server, options, issues);
  if (found.servers.length > 0 && placed.length === 0) {
    issues[options.draft ? 'warning' : 'error'](
      at(),
      'no_servers',
      `All ${found.servers.length} servers in this file are disabled or invalid. Enable or correct one, or remove the file.`,
    );
  }
  return { servers: Object.fromEntries(placed.map(({ name, server }) => [name, server as McpServer])), placed };
}

function reportNone(config: Record<string, unknown>, { draft }: McpOptions, issues: Issues): void {
  if (isOneServer(config)) {
    const message = 'This is a single server without a name. Write {"mcpServers": {"<name>": { … }}}.';
    issues[draft ? 'warning' : 'error'](at(), 'no_servers', message);
    return;
  }
  issues.warning(
    at(),
    'older_shape',
    '"mcpServers" is missing, so the agent has no MCP servers. The file is stored unchanged.',
  );
}

function reportShape({ servers, notAnObject, unknownKeys, settings, shape }: ServersFound, issues: Issues): void {
  if (notAnObject) issues.error(at(...notAnObject), 'invalid_type', 'Must be an object.');
  if (shape !== null)
    issues.warning(
      at(),
      'client_shape',
      `${shape} is read as "mcpServers". Write "mcpServers" so that every client can read the file.`,
    );
  for (const key of unknownKeys)
    issues.error(
      at(key),
      'unknown_key',
      `"${clip(key)}" is not part of the contract. Remove it, or correct its spelling.`,
    );
  for (const key of settings)
    issues.warning(at(key), 'ignored_key', `"${clip(key)}" is a client setting; it is ignored.`);
  if ((servers?.length ?? 0) > 50) issues.error(at(), 'too_long', 'Must contain at most 50 servers.');
}

/** The servers that are enabled, in the contract's form and under names that it allows. */
function normalizeServers(
  authored: NonNullable<ServersFound['servers']>,
  inputs: Inputs,
  notes: ReturnType<typeof createNotes>,
  issues: Issues,
): PlacedServer[] {
  const normalized = new Map<string, PlacedServer>();
  for (const { name: shown, path, value } of authored.slice(0, 200)) {
    if (isDisabled(value)) {
      issues.warning(at(...path), 'server_disabled', `"${clip(shown)}" is disabled; it is ignored.`);
      continue;
    }
    const name = normalizeName(shown);
    if (name !== shown)
      issues.warning(
        at(...path),
        'client_shape',
        `"${clip(shown)}" is read as "${clip(name)}": a server name must not contain spaces or punctuation.`,
      );
    if (normalized.has(name)) {
      issues.error(at(...path), 'duplicate_server', `Server names must be unique; "${clip(name)}" is used twice.`);
      continue;
    }
    const { server, skipped } = normalizeServer(value, notes.about(path));
    const filled = interpolateInputs(server, inputs, (id) => notes.input(id, inputs.references.get(id) ?? ''));
    normalized.set(name, { name, server: filled, place: placeIn(path, skipped) });
  }
  return [...normalized.values()];
}

/** Where a place of the normalised server was authored. */
const placeIn =
  (path: Path, skipped: number) =>
  (inner: Path): Path => {
    const [key, index, ...rest] = inner;
    if (skipped === 0) return [...path, ...inner];
    if (key === 'command') return [...path, 'args', skipped - 1];
    return key === 'args' && typeof index === 'number' ? [...path, key, index + skipped, ...rest] : [...path, ...inner];
  };

/** Reports each difference once, at its first place, however many servers have it. */
function createNotes() {
  const notes = new Map<string, { place: IssueLocation; code: IssueCode; message: string }>();
  const addOnce = (key: string, place: IssueLocation, code: IssueCode, message: string): void => {
    if (!notes.has(key)) notes.set(key, { place, code, message });
  };
  const why: Record<string, string> = {
    cwd: 'the worker chooses the folder',
    envFile: 'set the variables under "env", as references',
  };
  return {
    about: (path: Path): Notes => ({
      ignored: (key) => {
        const reason = Object.hasOwn(why, key) ? `: ${why[key]}` : '';
        addOnce(key, at(...path, key), 'ignored_key', `"${clip(key)}" is a client setting; it is ignored${reason}.`);
      },
      rewritten: (what, instead) =>
        addOnce(`${what} ${instead}`, at(...path), 'client_shape', `${what} is read as ${instead}.`),
    }),
    input: (id: string, reference: string) =>
      addOnce(`input:${id}`, at('inputs'), 'client_shape', `\${input:${clip(id)}} is read as ${clip(reference)}.`),
    report: (issues: Issues) => {
      for (const { place, code, message } of notes.values()) issues.warning(place, code, message);
    },
  };
}

function checkServer(
  { name, server, place }: PlacedServer,
  { stdioCommands, files }: McpOptions,
  issues: Issues,
): void {
  const relocate: Relocate = ({ path }) => at(...place(path));
  checkShape(ServerName, name, relocate({ file, path: [] }), issues, inPlace);
  const url = ownProperty(server, 'url');
  const type = ownProperty(server, 'type');
  const overHttp = url !== undefined || (typeof type === 'string' && type !== 'stdio');
  checkShape(overHttp ? HttpServer : StdioServer, server, { file, path: [] }, issues, relocate);
  const problem = typeof url === 'string' ? publicUrlProblem(url) : null;
  if (problem) issues.error(at(...place(['url'])), problem.code, problem.message);
  checkReferences(server, place, issues);
  if (overHttp && ownProperty(server, 'command') === undefined) return;
  const command = ownProperty(server, 'command');
  const { problems, script, hasTarget } = checkLaunch(
    {
      command: typeof command === 'string' ? command : '',
      args: items(ownProperty(server, 'args')).map((arg) => (typeof arg === 'string' ? arg : '')),
      env: Object.fromEntries(entries(ownProperty(server, 'env')).map(([key]) => [key, ''])),
    },
    stdioCommands,
  );
  for (const { path, code, message } of problems) {
    // A missing command is reported by the shape.
    if (code !== 'command_not_allowed' || typeof command === 'string') issues.error(at(...place(path)), code, message);
  }
  if (!hasTarget && typeof command === 'string' && command !== '')
    issues.warning(
      at(...place(['args'])),
      'nothing_to_start',
      'The arguments do not name a package or image, so nothing is started.',
    );
  if (script) checkScript(script, place, files, issues);
}

function checkScript(
  script: { path: Path; file: string },
  place: (path: Path) => Path,
  files: ReadonlySet<string>,
  issues: Issues,
): void {
  const path = script.file
    .split('/')
    .filter((part) => part !== '.')
    .join('/');
  if (files.has(path)) return;
  const where = at(...place(script.path));
  if (path.startsWith('assets/'))
    issues.error(where, 'missing_file', `File "${clip(path)}" was not found in this folder.`);
  else
    issues.warning(
      where,
      'script_not_published',
      `"${clip(path)}" is not a file of this definition, so it is not published.`,
    );
}

/** References are allowed in arguments, variables, the URL and headers; other notations would reach the server as text. */
function checkReferences(server: unknown, place: (path: Path) => Path, issues: Issues): void {
  const check = (value: unknown, path: Path, options: { isUrl?: boolean; name?: string } = {}): void => {
    if (typeof value === 'string') checkText(value, at(...place(path)), issues, options);
  };
  check(ownProperty(server, 'command'), ['command']);
  for (const [index, arg] of items(ownProperty(server, 'args')).entries()) check(arg, ['args', index]);
  for (const group of ['env', 'headers'])
    for (const [key, value] of entries(ownProperty(server, group))) check(value, [group, key], { name: key });
  check(ownProperty(server, 'url'), ['url'], { isUrl: true });
}

/** A notation that contains only a name: no default, which could be a secret. */
const showable =
  /^(?:\$\{(?:[A-Za-z]{1,20}:)?[\w.-]{1,60}\}|\{\{ ?[\w.]{1,60} ?\}\}|\$[A-Z_]{1,60}|%[A-Z_]{1,60}%|\{[a-z]{1,10}:[\w.-]{1,60}\})$/i;

/** A literal that may be a secret: not empty, and not a flag. */
const isSecretDefault = (text: string | undefined): boolean =>
  text !== undefined && !/^(?:|true|false|\d{1,6}|none|null)$/i.test(text);

/** Reports what looks like a reference but is not one, and defaults of secrets. */
export function checkText(
  value: string,
  where: IssueLocation,
  issues: Issues,
  { isUrl = false, name = '' }: { isUrl?: boolean; name?: string } = {},
): void {
  for (const part of parseReferences(value, { isUrl })) {
    if (part.kind === 'unknown') {
      const shown = showable.test(part.text) ? clip(part.text) : 'This';
      const message = `Character ${part.position}: ${shown} is not a supported reference; ${part.advice}.`;
      issues.error(where, 'unknown_reference', message);
    } else if (part.kind === 'reference' && isSecretDefault(part.default) && [part.name, name].some(isSecretName)) {
      issues.error(
        where,
        'secret',
        `\${${part.name}} is a secret; a secret must not have a default (rule secret-default).`,
      );
    } else if (part.kind === 'reference' && isEditorVariable(part.name)) {
      const message = `\${${part.name}} is an editor variable; the registry reads it as an environment variable of that name.`;
      issues.warning(where, 'editor_variable', message);
    }
  }
}
