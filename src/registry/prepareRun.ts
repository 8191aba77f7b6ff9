import { type PlannedRun, planRun } from '../../packages/manifest/contract/planRun.ts';
import { type Lock, manifestFile, type TemplateManifest } from '../../packages/manifest/index.ts';
import { formatPath } from '../../packages/manifest/values/path.ts';
import type { Transaction } from '../db/database.ts';
import type { Entry } from '../db/entry.ts';
import type { Version } from '../db/version.ts';
import { type DefinitionIssue, DependencyUnresolved, type UnresolvedDependency, VariablesInvalid } from '../errors.ts';
import type { User } from '../viewer.ts';
import { findTemplate } from './findTemplate.ts';
import { findTemplateVersion } from './findTemplateVersion.ts';
import { type LockedRun, lockTemplate } from './lockTemplate.ts';

/** What a run is made of. */
export interface PreparedRun {
  template: Entry;
  version: Version;
  plan: PlannedRun;
  lock: Lock;
  agentOf: LockedRun['agentOf'];
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
 * @throws NotFound; VariablesInvalid with everything that is wrong, unresolved references too; DependencyUnresolved when
 *   nothing else is wrong
 */
export async function prepareRun(tx: Transaction, user: User, input: RunRequest): Promise<PreparedRun> {
  const template = await findTemplate(tx, user, input);
  const version = await findTemplateVersion(tx, template, input.version ?? null);
  const plan = planRun(version.manifest as unknown as TemplateManifest, input.environment, input.variables);
  const agents = plan.steps.map(({ agent }) => agent);
  const locked = await lockTemplate(tx, template, version, agents, input.environment ?? null, plan.variables);
  const unresolved = 'unresolved' in locked ? locked.unresolved : [];
  if (plan.issues.some(({ severity }) => severity === 'error'))
    throw new VariablesInvalid([...plan.issues, ...unresolved.map(asIssue)]);
  if ('unresolved' in locked) throw new DependencyUnresolved(locked.unresolved);
  return { template, version, plan, ...locked };
}

/** An unresolved reference at the key of the manifest that leads to it. */
function asIssue({ kind, chain, slug, range, reason }: UnresolvedDependency): DefinitionIssue {
  const first = chain[1]?.slice(0, chain[1].indexOf('@')) ?? slug;
  const path = formatPath([kind === 'AGENT' ? 'supportedAgents' : 'dependencies', first]);
  const message = `${slug}@${range}: ${reason}. Required by ${chain.slice(0, -1).join(' -> ')}.`;
  return { file: manifestFile.TEMPLATE, path, code: 'reference_unresolved', message, severity: 'error' };
}
