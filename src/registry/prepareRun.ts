import { type ExpandedRun, expandRun } from '../../packages/manifest/contract/expandRun.ts';
import { type Lock, manifestFile, planFor, type TemplateManifest } from '../../packages/manifest/index.ts';
import { formatPath } from '../../packages/manifest/values/path.ts';
import type { Transaction } from '../db/database.ts';
import type { Entry } from '../db/entry.ts';
import { mayInstantiate } from '../db/share.ts';
import type { Version } from '../db/version.ts';
import {
  type DefinitionIssue,
  DependencyUnresolved,
  Forbidden,
  type UnresolvedDependency,
  VariablesInvalid,
} from '../errors.ts';
import type { User } from '../viewer.ts';
import { findTemplate } from './findTemplate.ts';
import { findTemplateVersion } from './findTemplateVersion.ts';
import { lockTemplate } from './lockTemplate.ts';
import { usedInPlan } from './planNeeds.ts';
import type { BoundTemplate } from './planSource.ts';

/** What a run is made of. */
export interface PreparedRun {
  template: Entry;
  version: Version;
  plan: ExpandedRun<BoundTemplate>;
  lock: Lock;
  /** By the id of an agent, that of its version. */
  agents: ReadonlyMap<string, string>;
  /** By the id of an agent version, its timeout in seconds. */
  timeouts: ReadonlyMap<string, number>;
  /** The ids of the templates that the template depends on, directly or through others. */
  templates: readonly string[];
}

export interface RunRequest {
  templateId: string;
  namespace?: string | null;
  version?: string | null;
  environment?: string | null;
  variables?: unknown;
}

/**
 * Plans a run of a template as it is now, and resolves its parts.
 *
 * @throws NotFound; Forbidden for a template that is shared to be read only; VariablesInvalid with everything that is wrong, unresolved references too; DependencyUnresolved when
 *   nothing else is wrong
 */
export async function prepareRun(tx: Transaction, user: User, input: RunRequest): Promise<PreparedRun> {
  const template = await findTemplate(tx, user, input);
  const version = await findTemplateVersion(tx, template, input.version ?? null);
  await requireUsable(tx, user, template, version);
  const manifest = version.manifest as unknown as TemplateManifest;
  const environment = input.environment ?? null;
  const isKnown = environment !== null && Object.hasOwn(manifest.environments ?? {}, environment);
  const used = usedInPlan(planFor(manifest, isKnown ? environment : null).steps);
  const locked = await lockTemplate(tx, template, version, used, environment);
  const unresolved = 'unresolved' in locked ? locked.unresolved : [];
  const plan = expandRun(locked.source, environment, input.variables);
  if (plan.issues.some(({ severity }) => severity === 'error'))
    throw new VariablesInvalid([...plan.issues, ...unresolved.map((each) => asIssue(each, manifest))]);
  if ('unresolved' in locked) throw new DependencyUnresolved(locked.unresolved);
  const { lock, agents, timeouts, templates } = locked;
  return { template, version, plan, lock: { ...lock, variables: plan.variables }, agents, timeouts, templates };
}

/** An unresolved reference at the key of the manifest that leads to it. */
function asIssue(
  { kind, chain, slug, range, reason }: UnresolvedDependency,
  { dependencies, supportedAgents }: TemplateManifest,
): DefinitionIssue {
  const first = chain[1]?.slice(0, chain[1].indexOf('@')) ?? slug;
  // An agent of a template that is included is behind a dependency.
  const isIncluded = Object.hasOwn(dependencies ?? {}, first) && !Object.hasOwn(supportedAgents, first);
  const path = formatPath([kind === 'AGENT' && !isIncluded ? 'supportedAgents' : 'dependencies', first]);
  const message = `${slug}@${range}: ${reason}. Required by ${chain.slice(0, -1).join(' -> ')}.`;
  return { file: manifestFile.TEMPLATE, path, code: 'reference_unresolved', message, severity: 'error' };
}

/** Throws Forbidden for a version that a share lets the user read, and not use. */
async function requireUsable(tx: Transaction, user: User, template: Entry, version: Version): Promise<void> {
  if (template.namespace === user.namespace) return;
  if (template.visibility === 'PUBLIC' && version.visibility === 'PUBLIC') return;
  const [found] = await tx.run(mayInstantiate('TEMPLATE', version.id));
  if (found?.allowed) return;
  throw new Forbidden(
    `${template.namespace}/${template.slug} is shared with your namespace for reading only. Ask an admin of "${template.namespace}" to allow its use.`,
  );
}
