import { type Issues, inPlace, type Place } from './issue.ts';
import { HttpServer, type McpServer, ServerName, StdioServer } from './mcp.ts';
import { clip, type Path } from './path.ts';
import { entries, isRecord, items, own } from './plain.ts';
import { publicUrlProblem } from './publicUrl.ts';
import { checkShape } from './shape.ts';

/** What may start as a process when nobody says otherwise. */
export const defaultStdioCommands: readonly string[] = [
  'npx',
  'node',
  'uvx',
  'uv',
  'python',
  'python3',
  'deno',
  'docker',
  'bunx',
];

const file = 'mcp.json';
const at = (...path: Path): Place => ({ file, path });

/**
 * The servers of a plain mcp.json value, those whose shape is right. A file without `mcpServers` is another format
 * that some agents have today: it is kept and reported, and no server is guessed from it.
 */
export function readMcp(config: unknown, stdioCommands: readonly string[], issues: Issues): Record<string, McpServer> {
  if (!isRecord(config)) {
    issues.error(at(), 'invalid_type', 'Expected an object.');
    return {};
  }
  if (!Object.hasOwn(config, 'mcpServers')) {
    issues.warning(
      at(),
      'older_shape',
      'There is no "mcpServers" here, so this agent has no MCP servers; the file is kept as it is.',
    );
    return {};
  }
  for (const key of Object.keys(config)) {
    if (key === 'mcpServers' || key === '$schema') continue;
    issues.error(
      at(key),
      'unknown_key',
      `"${clip(key)}" is not part of the contract; remove it, or check its spelling.`,
    );
  }
  const servers = config.mcpServers;
  if (!isRecord(servers)) {
    issues.error(at('mcpServers'), 'invalid_type', 'Expected an object.');
    return {};
  }
  if (Object.keys(servers).length > 50) issues.error(at('mcpServers'), 'too_long', 'At most 50 servers are allowed.');
  for (const [name, server] of Object.entries(servers).slice(0, 200)) checkServer(name, server, stdioCommands, issues);
  return servers as Record<string, McpServer>;
}

function checkServer(name: string, server: unknown, stdioCommands: readonly string[], issues: Issues): void {
  const place = at('mcpServers', name);
  checkShape(ServerName, name, place, issues, inPlace);
  const type = own(server, 'type');
  const overHttp = own(server, 'url') !== undefined || (typeof type === 'string' && type !== 'stdio');
  checkShape(overHttp ? HttpServer : StdioServer, server, place, issues, inPlace);
  const url = own(server, 'url');
  const problem = typeof url === 'string' ? publicUrlProblem(url) : null;
  if (problem) issues.error(at('mcpServers', name, 'url'), problem.code, problem.message);
  const command = own(server, 'command');
  if (typeof command === 'string' && !stdioCommands.includes(command)) {
    const message = `The command is not one of those allowed here: ${stdioCommands.join(', ')}.`;
    issues.error(at('mcpServers', name, 'command'), 'command_not_allowed', message);
  }
  checkArguments(name, typeof command === 'string' ? command : '', items(own(server, 'args')), issues);
  for (const [variable] of entries(own(server, 'env'))) {
    if (!/^(?:LD_|DYLD_)|^(?:BASH_ENV|ENV|NODE_OPTIONS|PYTHONSTARTUP|PYTHONPATH|PATH)$/.test(variable)) continue;
    issues.error(
      at('mcpServers', name, 'env', variable),
      'unsafe_env',
      `"${clip(variable)}" changes what is run; it cannot be set here.`,
    );
  }
}

/** Options that make an allowed command run any code, or leave its container. */
const unsafe: Record<string, RegExp> = {
  node: /^(?:-e|-p|-pe|--eval|--print|-r|--require|--import)(?:=|$)/,
  python: /^-c/,
  python3: /^-c/,
  deno: /^eval$/,
  docker:
    /^(?:--privileged|--pid=host|--network=host|--net=host|--ipc=host|--cap-add.*|--security-opt.*|--device.*)$|(?:^|=)(?:\/|\/(?:etc|root|proc|sys|dev|var\/run)[^:]*):|docker\.sock/,
};

function checkArguments(name: string, command: string, args: readonly unknown[], issues: Issues): void {
  const pattern = Object.hasOwn(unsafe, command) ? unsafe[command] : undefined;
  for (const [index, arg] of args.entries()) {
    if (typeof arg !== 'string' || !pattern?.test(arg)) continue;
    const message = `This argument lets ${command} run any code or reach the machine; it is not allowed here.`;
    issues.error(at('mcpServers', name, 'args', index), 'unsafe_argument', message);
  }
}
