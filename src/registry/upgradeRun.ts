import type { MergeSide } from '../../packages/manifest/index.ts';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { isRecord } from '../../packages/manifest/values/jsonValue.ts';
import type { Transaction } from '../db/database.ts';
import { entriesByIds, lockEntriesForReading } from '../db/entry.ts';
import { runsByIds } from '../db/run.ts';
import { lockRun } from '../db/step.ts';
import { NotFound, RequestError } from '../errors.ts';
import { type CreatedRun, createRun } from './createRun.ts';
import { quoted } from './quoted.ts';
import { requireRole } from './require.ts';
import { type RunUpgrade, runUpgrade } from './runUpgrade.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface UpgradeInput extends WriteOptions {
  /** The uuid of the run. */
  runId: string;
  /** Exact version number or range. Defaults to the current version. */
  toVersion?: string | null;
  environment?: string | null;
  /** Values that replace merged ones by name. */
  variables?: unknown;
  resolutions?: readonly { path: string; take: MergeSide }[] | null;
}

const maxResolutions = 200;

/**
 * Upgrades a run to another version of its template: creates a new run with what its author chose, which names the earlier
 * one. The earlier run stays as it is.
 *
 * @throws NotFound; UpgradeConflict with everything that someone has to decide; VariablesInvalid; DependencyUnresolved;
 *   QuotaExceeded; Forbidden; BAD_USER_INPUT for a resolution that resolves nothing; IdempotencyKeyReused
 */
export async function upgradeRun(services: Services, caller: Caller, input: UpgradeInput): Promise<CreatedRun> {
  const user = requireRole(caller, 'publisher', 'upgrade a run');
  const { dryRun, idempotencyKey: _, ...payload } = input;
  const options = {
    toVersion: input.toVersion ?? null,
    environment: input.environment ?? undefined,
    variables: requireVariables(input.variables),
    resolutions: requireResolutions(input.resolutions),
  };
  refuseSecrets({ toVersion: input.toVersion, environment: input.environment });
  return write(services, user, 'upgradeRun', payload, input, async (tx) => {
    const [locked] = await tx.run(lockRun(input.runId));
    const [run] = locked ? await tx.run(runsByIds([input.runId])) : [];
    if (!run) throw new NotFound('Run not found in your namespace.');
    await holdTemplate(tx, run.templateId);
    const upgrade = await runUpgrade(tx, run, options);
    refuseUnused(upgrade, options.resolutions);
    const [problem] = upgrade.problems;
    if (problem) throw problem;
    if (!upgrade.prepared) throw new Error('An upgrade without problems has no plan.');
    return createRun(tx, user, caller, upgrade.prepared, { isFromLock: false, upgradedFrom: run.id, dryRun });
  });
}

/** Holds the entry, so that the log records the run before any later change. */
async function holdTemplate(tx: Transaction, templateId: string): Promise<void> {
  const [template] = await tx.run(entriesByIds('TEMPLATE', [templateId]));
  if (template) await tx.run(lockEntriesForReading('TEMPLATE', [template.namespace], [template.slug]));
}

function requireVariables(variables: unknown): Record<string, unknown> {
  if (variables === null || variables === undefined) return {};
  if (isRecord(variables)) return variables;
  throw new RequestError('BAD_USER_INPUT', '`variables` must be an object.');
}

function requireResolutions(resolutions: UpgradeInput['resolutions']): Map<string, MergeSide> {
  const given = resolutions ?? [];
  if (given.length > maxResolutions)
    throw new RequestError('BAD_USER_INPUT', `\`resolutions\` must contain at most ${maxResolutions} conflicts.`);
  const byPath = new Map(given.map(({ path, take }) => [path, take]));
  if (byPath.size === given.length) return byPath;
  throw new RequestError('BAD_USER_INPUT', '`resolutions` must not contain a path twice.');
}

/** A resolution of something that is not a conflict is a typo, or the template has changed since. */
function refuseUnused({ conflicts, toVersion }: RunUpgrade, resolutions: ReadonlyMap<string, MergeSide>): void {
  if (toVersion === null) return;
  const unused = [...resolutions.keys()].find((path) => !conflicts.some((conflict) => conflict.path === path));
  if (unused === undefined) return;
  const known = conflicts.map(({ path }) => path).slice(0, 20);
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`resolutions\`: ${quoted(unused)} is not a conflict. ${known.length > 0 ? `The conflicts are: ${known.join(', ')}.` : 'There are no conflicts.'}`,
  );
}

function refuseSecrets(given: Record<string, string | null | undefined>): void {
  for (const [name, text] of Object.entries(given)) {
    const [found] = text ? findSecrets(text) : [];
    if (found)
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`${name}\` contains what looks like a secret (${found.what}). Remove it.`,
      );
  }
}
