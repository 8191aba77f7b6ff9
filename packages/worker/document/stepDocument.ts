import type { McpServer, ResourceProfile } from '../../manifest/index.ts';
import type { CopiedAgent } from '../copy/copiedAgent.ts';
import type { Claim } from '../steps/claim.ts';
import { checkAddresses, type Lookup } from './addresses.ts';
import { checkCommands } from './commands.ts';
import { type Redactor, redactorOf } from './redact.ts';
import { resolveVariables, type VariableSource } from './variables.ts';

/** The input of an executor. It contains secrets: it is passed on and stored nowhere. */
export interface StepDocument {
  run: { id: string; namespace: string; templateId: string | null; environment: string | null };
  step: { id: string; name: string; attempt: number };
  agent: {
    agentId: string;
    namespace: string;
    version: string;
    digest: string;
    model: unknown;
    entryPrompt: string | null;
  };
  /** By path; placeholders in them are for the executor. */
  prompts: Record<string, string>;
  /** References are resolved. */
  mcpServers: Record<string, McpServer>;
  /** By server: the checked addresses of its host. Connect to these instead of resolving the name again. */
  resolvedAddresses: Record<string, string[]>;
  /** The variables that the agent declares. */
  env: Record<string, string>;
  resourceProfile: ResourceProfile | null;
  inputs: unknown;
  /** The expected outputs of the step: a description or a JSON Schema by name. */
  outputs: unknown;
}

export interface DocumentRules {
  variables: VariableSource;
  allowHosts: readonly string[];
  /** Commands that MCP servers may be started with; defaults to those of the worker. */
  stdioCommands?: readonly string[] | undefined;
  lookup?: Lookup | undefined;
}

/** Throws StepFailure for a missing variable, and for a refused command or address. */
export async function stepDocument(
  claim: Claim,
  agent: CopiedAgent,
  { variables, allowHosts, stdioCommands, lookup }: DocumentRules,
): Promise<{ document: StepDocument; redactor: Redactor }> {
  const { manifest } = agent;
  const { env, mcpServers, secrets } = resolveVariables(manifest.env ?? [], agent.mcpServers, variables);
  checkCommands(mcpServers, stdioCommands);
  const resolvedAddresses = await checkAddresses(mcpServers, allowHosts, lookup);
  const { runId, namespace, templateId, environment, stepId, name, attempt, inputs, outputs } = claim;
  return {
    redactor: redactorOf(secrets),
    document: {
      run: { id: runId, namespace, templateId, environment },
      step: { id: stepId, name, attempt },
      agent: {
        agentId: agent.agentId,
        namespace: agent.namespace,
        version: agent.version,
        digest: agent.digest,
        model: manifest.model ?? null,
        entryPrompt: manifest.entryPrompt ?? null,
      },
      prompts: agent.prompts,
      mcpServers,
      resolvedAddresses,
      env,
      resourceProfile: agent.resourceProfile,
      inputs,
      outputs,
    },
  };
}
