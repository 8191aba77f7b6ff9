import { type EnvVariable, type McpServer, parseReferences } from '../../manifest/index.ts';
import type { Copy } from '../copy/copy.ts';
import type { AgentAddress } from '../copy/selection.ts';
import type { Log } from '../log.ts';
import { StepFailure } from '../stepFailure.ts';
import { resolveVariables, type VariableSource } from './variables.ts';

/** The maximum number of agents that are listed individually in the log. */
const maxWarnings = 20;

/** The names that an agent declares, and those that its servers reference. */
export function wantedVariables(
  declared: readonly EnvVariable[],
  servers: Readonly<Record<string, McpServer>>,
): Set<string> {
  const texts = [
    ...declared.flatMap(({ default: value }) => (value === undefined ? [] : [String(value)])),
    ...Object.values(servers).flatMap((server) =>
      'url' in server
        ? [server.url, ...Object.values(server.headers ?? {})]
        : [...(server.args ?? []), ...Object.values(server.env ?? {})],
    ),
  ];
  const references = texts.flatMap((text) => parseReferences(text));
  return new Set([
    ...declared.map(({ name }) => name),
    ...references.flatMap((part) => (part.kind === 'reference' ? [part.name] : [])),
  ]);
}

/**
 * Lists the variables that agents of the copy use, and those of them that are not available, before a step fails for
 * that reason. Never a value.
 */
export async function reportVariables(
  agents: AsyncIterable<AgentAddress> | Iterable<AgentAddress>,
  { copy, source, log }: { copy: Copy; source: VariableSource; log: Log },
): Promise<void> {
  const wanted = new Set<string>();
  let lacking = 0;
  for await (const { agentId, namespace } of agents) {
    const agent = await copy.agent(agentId, { namespace }).catch(() => null); // Its steps report what is wrong with it.
    if (!agent) continue;
    const declared = agent.manifest.env ?? [];
    for (const name of wantedVariables(declared, agent.mcpServers)) wanted.add(name);
    const problem = problemOf(() => resolveVariables(declared, agent.mcpServers, source));
    if (problem === null) continue;
    lacking += 1;
    if (lacking <= maxWarnings) log.warn(`Steps of ${namespace}/${agentId} will fail: ${problem}`);
  }
  if (lacking > maxWarnings)
    log.warn(`Steps of ${lacking - maxWarnings} more agents will fail because of missing variables.`);
  if (wanted.size > 0) log.info(`Variables used by agents: ${[...wanted].sort().map(stateIn(source)).join(', ')}.`);
}

function problemOf(resolve: () => unknown): string | null {
  try {
    resolve();
    return null;
  } catch (error) {
    if (error instanceof StepFailure) return error.message;
    throw error;
  }
}

const stateIn =
  ({ environment, allowed = [] }: VariableSource) =>
  (name: string): string => {
    if (!allowed.includes(name)) return `${name} (not in REGISTRY_WORKER_VARIABLES)`;
    return `${name} (${environment[name] ? 'set' : 'not set'})`;
  };
