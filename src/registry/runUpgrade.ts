import { expandRun } from '../../packages/manifest/contract/expandRun.ts';
import { unknownEnvironment } from '../../packages/manifest/contract/planRun.ts';
import {
  type ChangeLevel,
  type Lock,
  type MergeSide,
  mergeRun,
  planFor,
  type RunConflict,
  type TemplateManifest,
} from '../../packages/manifest/index.ts';
import { type Entry, entriesByIds } from '../db/entry.ts';
import { locksOfRuns, type Run } from '../db/run.ts';
import { versionsByIds } from '../db/version.ts';
import {
  type DefinitionIssue,
  DependencyUnresolved,
  NotFound,
  type UnresolvedDependency,
  UpgradeConflict,
  VariablesInvalid,
} from '../errors.ts';
import { type ChangedPart, compareParts, worstLevel } from './compareParts.ts';
import { findTemplateVersion } from './findTemplateVersion.ts';
import { lockTemplate } from './lockTemplate.ts';
import { usedInPlan } from './planNeeds.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { Reader } from './reader.ts';

export interface UpgradeOptions {
  /** Exact version number or range. Null for the current version. */
  toVersion?: string | null;
  /** Undefined keeps that of the run. */
  environment?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>>;
  resolutions?: ReadonlyMap<string, MergeSide>;
}

/** Why a run cannot be upgraded. */
export type UpgradeProblem = NotFound | UpgradeConflict | VariablesInvalid | DependencyUnresolved;

/** A run beside what would be instantiated now, or from another version of its template. */
export interface RunUpgrade {
  run: Run;
  /** The lock of the run. */
  before: Lock | null;
  /** Number of the template version. Null if there is none that can be instantiated. */
  toVersion: string | null;
  /** What would be resolved. Null if something cannot be. */
  lock: Lock | null;
  /** The parts that differ. */
  parts: ChangedPart[];
  level: ChangeLevel | null;
  /** Of the merged run. Null if there is no version. */
  environment: string | null;
  variables: Record<string, unknown> | null;
  conflicts: RunConflict[];
  /** Everything that prevents the upgrade. */
  problems: UpgradeProblem[];
  /** The merged run; null if there is a problem. */
  prepared: PreparedRun | null;
}

/**
 * Compares a run with what would be instantiated now: the parts that differ with the effect of their changes, what the
 * author chose merged into the other version (`mergeRun`), and everything that prevents it.
 */
export async function runUpgrade(reader: Reader, run: Run, options: UpgradeOptions): Promise<RunUpgrade> {
  const [locked] = await reader.run(locksOfRuns([run.id]));
  const before = (locked?.lock ?? null) as Lock | null;
  const nothing = { run, before, toVersion: null, lock: null, parts: [], level: null, environment: null };
  try {
    const template = await availableTemplate(reader, run, before);
    return await upgradeTo(reader, run, before, template, options);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return { ...nothing, variables: null, conflicts: [], problems: [error], prepared: null };
  }
}

async function availableTemplate(reader: Reader, run: Run, lock: Lock | null): Promise<Entry> {
  const [template] = await reader.run(entriesByIds('TEMPLATE', [run.templateId]));
  const name = template?.slug ?? lock?.template.templateId ?? 'of the run';
  if (!template) throw new NotFound(`The template ${name} was not found, or you do not have access to it.`);
  if (template.removedAt) throw new NotFound(`The template ${name} was removed.`);
  if (template.status === 'DISABLED') throw new NotFound(`The template ${name} is disabled.`);
  return template;
}

async function upgradeTo(
  reader: Reader,
  run: Run,
  before: Lock | null,
  template: Entry,
  options: UpgradeOptions,
): Promise<RunUpgrade> {
  const version = await findTemplateVersion(reader, template, options.toVersion ?? null, 'toVersion');
  const manifest = version.manifest as unknown as TemplateManifest;
  const [own] = await reader.run(versionsByIds('TEMPLATE', [run.templateVersionId]));
  const from = { manifest: (own?.manifest as TemplateManifest | undefined) ?? null, environment: run.environment };
  const merged = mergeRun({ ...from, variables: run.variables as Record<string, unknown> }, manifest, options);
  const { environment, conflicts, open } = merged;

  const known = unknownEnvironment(manifest, environment) === null ? environment : null;
  const used = usedInPlan(planFor(manifest, known).steps);
  const resolved = await lockTemplate(reader, template, version, used, environment);
  const plan = expandRun(resolved.source, environment, merged.variables);
  const lock = 'unresolved' in resolved ? null : resolved.lock;
  const parts = before && lock ? await compareParts(reader, before, lock) : [];
  const problems: UpgradeProblem[] = [];
  if (open.length > 0) problems.push(new UpgradeConflict(open));
  const issues = plan.issues.filter(({ path }) => !open.some((conflict) => isAbout(conflict, path)));
  if (issues.some(({ severity }) => severity === 'error')) problems.push(new VariablesInvalid(issues));
  if ('unresolved' in resolved) problems.push(new DependencyUnresolved(resolved.unresolved));
  const origin = before ? { upgradedFrom: before.digest } : {};
  return {
    run,
    before,
    toVersion: version.version,
    lock,
    parts,
    level: worstLevel(parts),
    environment,
    variables: plan.variables,
    conflicts,
    problems,
    prepared:
      problems.length > 0 || 'unresolved' in resolved
        ? null
        : {
            template,
            version,
            plan,
            lock: { ...resolved.lock, variables: plan.variables, ...origin },
            agents: resolved.agents,
            timeouts: resolved.timeouts,
            templates: resolved.templates,
          },
  };
}

/** A problem as a value: an error in data would be reported as one. */
export interface ShownProblem {
  code: UpgradeProblem['code'];
  message: string;
  conflicts: readonly RunConflict[];
  issues: readonly DefinitionIssue[];
  unresolved: readonly UnresolvedDependency[];
}

export const asProblem = (problem: UpgradeProblem): ShownProblem => ({
  code: problem.code,
  message: problem.message,
  conflicts: problem instanceof UpgradeConflict ? problem.conflicts : [],
  issues: problem instanceof VariablesInvalid ? problem.issues : [],
  unresolved: problem instanceof DependencyUnresolved ? problem.unresolved : [],
});

/** Whether an issue of a variable, or of the environment, is that of a conflict. */
const isAbout = ({ path }: RunConflict, issuePath: string): boolean =>
  path === 'environment' ? issuePath === path : `variables.${issuePath}`.startsWith(path);
