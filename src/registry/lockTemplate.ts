import { createLock, type Lock, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import { type PartRow, partsByIds } from '../db/resolution.ts';
import { type SupportedAgent, supportedAgentsOf } from '../db/template.ts';
import type { Version } from '../db/version.ts';
import type { UnresolvedDependency } from '../errors.ts';
import type { Reader } from './reader.ts';
import { resolveTemplate } from './resolveTemplate.ts';

/** The exact versions for a run of a template. */
export interface LockedRun {
  lock: Lock;
  /** By the slug of an agent in the plan: the ids of the agent and of its version. */
  agentOf: ReadonlyMap<string, { agentId: string; agentVersionId: string }>;
}

/**
 * Resolves everything that a plan of a template needs, and locks it.
 *
 * @param agents slugs of the agents of the plan, in its order
 * @param variables kept in the lock, outside its digest
 */
export async function lockTemplate(
  reader: Reader,
  template: Entry,
  version: Version,
  agents: readonly string[],
  environment: string | null,
  variables?: Record<string, unknown>,
): Promise<LockedRun | { unresolved: UnresolvedDependency[] }> {
  const supportedAgents = await reader.run(supportedAgentsOf([version.id]));
  const { dependencies } = version.manifest as unknown as TemplateManifest;
  const resolved = await resolveTemplate(
    reader,
    {
      entryId: template.id,
      namespace: template.namespace,
      slug: template.slug,
      version: version.version,
      dependencies: dependencies ?? {},
      supportedAgents,
    },
    agents,
  );
  if (resolved.unresolved) return { unresolved: resolved.unresolved };
  const parts = {
    agents: await partsOf(reader, 'AGENT', resolved.agents),
    templates: await partsOf(reader, 'TEMPLATE', resolved.templates),
  };
  const own = { ...version, namespace: template.namespace, slug: template.slug };
  return {
    lock: createLock({ environment, template: own, ...parts, variables }),
    agentOf: agentsBySlug(agents, supportedAgents, resolved.agents),
  };
}

const partsOf = async (
  reader: Reader,
  kind: 'AGENT' | 'TEMPLATE',
  versions: ReadonlyMap<string, string>,
): Promise<PartRow[]> => (versions.size === 0 ? [] : reader.run(partsByIds(kind, [...versions.values()])));

/** The agents of a plan, as their template was bound to them. */
export function agentsBySlug(
  agents: readonly string[],
  supported: readonly SupportedAgent[],
  versions: ReadonlyMap<string, string>,
): LockedRun['agentOf'] {
  return new Map(
    agents.flatMap((slug) => {
      const agentId = supported.find((each) => each.slug === slug)?.agentRegistryId ?? '';
      const agentVersionId = versions.get(agentId);
      return agentVersionId === undefined ? [] : [[slug, { agentId, agentVersionId }] as const];
    }),
  );
}
