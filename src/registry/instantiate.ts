import { type Lock, parseLock } from '../../packages/manifest/index.ts';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { LockInvalid, RequestError } from '../errors.ts';
import { type CreatedRun, createRun } from './createRun.ts';
import { prepareLockedRun } from './prepareLockedRun.ts';
import { prepareRun, type RunRequest } from './prepareRun.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface InstantiateInput extends WriteOptions, Omit<RunRequest, 'templateId'> {
  /** Required without a lock. */
  templateId?: string | null;
  /** A lock as `Run.lock` returns it. */
  lock?: unknown;
}

/**
 * Creates a run of a template: its plan for the environment with the variables filled in, and exact versions of all parts,
 * which are chosen now, or by the lock, and never change.
 *
 * @throws NotFound; VariablesInvalid with all issues; DependencyUnresolved with the chains that lead to what has no version;
 *   LockInvalid; QuotaExceeded; Forbidden; IdempotencyKeyReused
 */
export async function instantiate(services: Services, caller: Caller, input: InstantiateInput): Promise<CreatedRun> {
  const user = requireRole(caller, 'publisher', 'instantiate a template');
  refuseSecrets(input);
  const lock = input.lock === null || input.lock === undefined ? null : verifiedLock(input.lock);
  const { templateId } = input;
  if (lock === null && (templateId === null || templateId === undefined))
    throw new RequestError('BAD_USER_INPUT', '`templateId` is required unless `lock` is given.');
  const { dryRun: _, idempotencyKey: __, ...payload } = input;
  return write(services, user, 'instantiateTemplate', payload, input, async (tx) => {
    const prepared = lock
      ? await prepareLockedRun(tx, user, lock, { ...input, templateId: templateId ?? undefined })
      : await prepareRun(tx, user, { ...input, templateId: templateId ?? '' });
    return createRun(tx, user, caller, prepared, {
      isFromLock: lock !== null,
      upgradedFrom: null,
      dryRun: input.dryRun,
    });
  });
}

function verifiedLock(value: unknown): Lock {
  const { lock, issues } = parseLock(value);
  if (!lock) throw new LockInvalid(issues);
  return lock;
}

function refuseSecrets({ templateId, namespace, version, environment, idempotencyKey }: InstantiateInput): void {
  for (const [name, text] of Object.entries({ templateId, namespace, version, environment, idempotencyKey })) {
    const [found] = text ? findSecrets(text) : [];
    if (found)
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`${name}\` contains what looks like a secret (${found.what}). Remove it.`,
      );
  }
}
