import {
  type AgentManifest,
  type BundleFile,
  type McpServer,
  type ParseOptions,
  parseAgent,
  type ResourceProfile,
} from '../../manifest/index.ts';
import { WorkerProblem } from '../problem.ts';
import type { AgentAddress } from './selection.ts';

/** One version of an agent, as it was published: its digest was computed again from these files. */
export interface CopiedAgent extends AgentAddress {
  version: string;
  digest: string;
  status: 'ACTIVE' | 'DEPRECATED' | 'DISABLED';
  /** In the current format: as authored, or converted from the older one. */
  manifest: AgentManifest;
  /** By path, such as `prompts/system.md`. */
  prompts: Record<string, string>;
  /** In the contract's form: references are not resolved. */
  mcpServers: Record<string, McpServer>;
  resourceProfile: ResourceProfile | null;
  /** Everything that was published, including assets. */
  files: readonly BundleFile[];
}

/** The agent is as it was published, but breaks a rule of this worker. */
export class InvalidAgent extends WorkerProblem {
  override readonly name = 'AgentUnusable';
}

const utf8 = new TextDecoder();

/**
 * An agent without servers is accepted: whether it may be published is for the registry to decide.
 *
 * @throws InvalidAgent when this worker's rules (such as its stdio commands) refuse the definition
 */
export function copiedAgent(
  at: Pick<CopiedAgent, 'agentId' | 'namespace' | 'version' | 'digest' | 'status'>,
  files: readonly BundleFile[],
  options: ParseOptions,
): CopiedAgent {
  const { definition, issues } = parseAgent({ files }, { ...options, draft: true, lenientContent: true });
  if (!definition) {
    const [first] = issues.filter(({ severity }) => severity === 'error');
    const where = [first?.file, first?.path].filter(Boolean).join(' ');
    throw new InvalidAgent(`${at.agentId}@${at.version} cannot be used by this worker: ${where}: ${first?.message}`);
  }
  const { manifest, mcpServers } = definition;
  if (manifest.agentId !== at.agentId || manifest.version !== at.version)
    throw new InvalidAgent(`The manifest of ${at.agentId}@${at.version} names another agent.`);
  return {
    ...at,
    manifest,
    mcpServers,
    prompts: Object.fromEntries(
      files.filter(({ path }) => path.startsWith('prompts/')).map(({ path, bytes }) => [path, utf8.decode(bytes)]),
    ),
    resourceProfile: manifest.resourceProfile ?? null,
    files,
  };
}
