import type { PlanSource } from '../../packages/manifest/contract/expandRun.ts';
import { createLock, type Lock, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import { type PartRow, partsByIds } from '../db/resolution.ts';
import { supportedAgentsOf } from '../db/template.ts';
import type { Version } from '../db/version.ts';
import type { UnresolvedDependency } from '../errors.ts';
import { agentTimeouts } from './agentTimeouts.ts';
import type { UsedInPlan } from './planNeeds.ts';
import { type BoundTemplate, planSource, type RootTemplate } from './planSource.ts';
import type { Reader } from './reader.ts';
import { resolveTemplate } from './resolveTemplate.ts';

/** The exact versions for a run of a template. */
export interface LockedRun {
  lock: Lock;
  /** By the id of an agent, that of its version. */
  agents: ReadonlyMap<string, string>;
  /** By the id of an agent version, its timeout in seconds. */
  timeouts: ReadonlyMap<string, number>;
  /** The ids of the templates that the template depends on, directly or through others. */
  templates: readonly string[];
  /** The template with those that it includes. */
  source: PlanSource<BoundTemplate>;
}

/** What prevents a lock, and the template without those that it includes. */
interface UnresolvedRun {
  unresolved: UnresolvedDependency[];
  source: PlanSource<BoundTemplate>;
}

/** Resolves everything that a plan of a template needs, and locks it, without variables. */
export async function lockTemplate(
  reader: Reader,
  template: Entry,
  version: Version,
  used: UsedInPlan,
  environment: string | null,
): Promise<LockedRun | UnresolvedRun> {
  const supportedAgents = await reader.run(supportedAgentsOf([version.id]));
  const manifest = version.manifest as unknown as TemplateManifest;
  const { namespace, slug } = template;
  const root: RootTemplate = { namespace, slug, version: version.version, manifest, supported: supportedAgents };
  const resolved = await resolveTemplate(
    reader,
    {
      entryId: template.id,
      versionId: version.id,
      namespace,
      slug,
      version: version.version,
      dependencies: manifest.dependencies ?? {},
      supportedAgents,
    },
    used,
  );
  if (resolved.unresolved) return { unresolved: resolved.unresolved, source: await sourceOf(reader, root, []) };
  const parts = {
    agents: await partsOf(reader, 'AGENT', resolved.agents),
    templates: await partsOf(reader, 'TEMPLATE', resolved.templates),
  };
  return {
    lock: createLock({ environment, template: { ...version, namespace, slug }, ...parts }),
    agents: resolved.agents,
    timeouts: agentTimeouts(parts.agents),
    templates: [...resolved.templates.keys()],
    source: await sourceOf(reader, root, parts.templates),
  };
}

const sourceOf = async (reader: Reader, root: RootTemplate, parts: readonly PartRow[]) =>
  (await planSource(reader, root, parts)).source;

const partsOf = async (
  reader: Reader,
  kind: 'AGENT' | 'TEMPLATE',
  versions: ReadonlyMap<string, string>,
): Promise<PartRow[]> => (versions.size === 0 ? [] : reader.run(partsByIds(kind, [...versions.values()])));
