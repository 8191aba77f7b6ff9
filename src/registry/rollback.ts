import { type AgentManifest, compareVersions, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type Entry, setCurrentVersion } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { previousRelease, type Version, versionByNumber } from '../db/version.ts';
import { IncompatibleChange, NotFound } from '../errors.ts';
import { appendEvent } from './appendEvent.ts';
import { holdTemplateDependencies, refuseCycleThrough } from './dependencyCycle.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryContent } from './entryContent.ts';
import { entryNotFound } from './entryNotFound.ts';
import { beforeWrite, findImpact, type Impact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { mutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireCurrent } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { type VisibilityChange, visibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface RollbackInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  /** Defaults to the release before the current version. */
  toVersion?: string | null;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
  reason: string;
}

export interface RolledBack extends DryRunRows {
  entryId: string;
  versionId: string;
  previousVersionId: string;
  /** Null when the version already was the current one. */
  eventId: string | null;
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  /** The impact of the change. Null when nothing changed. */
  impact: Impact | null;
}

/**
 * Makes an older published version the current one. Nothing is deleted: the previous version stays published. The entry
 * and its versions keep their visibility: rolling back to a private version hides a public entry.
 *
 * @throws NotFound; StaleVersion when `expectedCurrentVersion` is not the current version; IncompatibleChange for a
 *   version that is not older or not published, or would depend on itself by now; Forbidden for all but admins; IdempotencyKeyReused
 */
export async function rollback(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: RollbackInput,
): Promise<RolledBack> {
  const user = requireRole(caller, 'admin', 'roll back');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = requireText('reason', input.reason, 2_000);
  const { dryRun: _, idempotencyKey: __, ...payload } = input;
  return write(services, user, mutationName('rollback', kind), payload, input, async (tx) => {
    if (kind === 'TEMPLATE') await holdTemplateDependencies(tx);
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    requireCurrent(entry, input.expectedCurrentVersion);
    if (!entry.currentVersionId || !entry.currentVersion) throw new NotFound(`${entry.slug} has no current version.`);

    const target = await targetOf(tx, entry, entry.currentVersion, input.toVersion ?? null);
    const moved = { entryId: entry.id, versionId: target.id, previousVersionId: entry.currentVersionId };
    if (target.id === entry.currentVersionId) return { ...moved, eventId: null, visibilityChange: null, impact: null };

    await tx.run(
      setCurrentVersion(kind, entry.id, target.id, entryContent(target.manifest as AgentManifest | TemplateManifest)),
    );
    // What it depends on may have come to depend on it since it was current.
    if (kind === 'TEMPLATE') await refuseCycleThrough(tx, entry, target);
    const eventId = await appendEvent(tx, user, caller, {
      action: 'ROLLED_BACK',
      kind,
      effect: 'updated',
      entry,
      version: target.version,
      reason,
      before: { currentVersion: entry.currentVersion },
      after: { currentVersion: target.version, versionStatus: target.status, digest: target.digest },
    });
    const outcome = {
      ...moved,
      visibilityChange: await visibilityChange(tx, kind, entry, []),
      impact: await findImpact(tx, kind, entry.id, beforeWrite(entry)),
    };
    if (!input.dryRun) return { ...outcome, eventId };
    return { ...outcome, eventId: null, ...(await dryRunRows(tx, kind, moved)) };
  });
}

async function targetOf(tx: Transaction, entry: Entry, current: string, to: string | null): Promise<Version> {
  const { kind, id } = entry;
  const [target] = await tx.run(to === null ? previousRelease(kind, id) : versionByNumber(kind, id, to));
  if (!target) throw new NotFound(`${entry.slug} has no ${to === null ? 'older release' : `version ${quoted(to)}`}.`);
  if (target.status !== 'ACTIVE') {
    throw new IncompatibleChange(
      `${entry.slug}@${target.version} is ${target.status === 'DRAFT' ? 'a draft' : 'archived'} and cannot become the current version.`,
      [`version ${target.version} is ${target.status}`],
    );
  }
  if (compareVersions(target.version, current) > 0) {
    throw new IncompatibleChange(
      `${target.version} is newer than the current version ${current}. Promote it instead.`,
      [`version ${target.version} is newer than ${current}`],
    );
  }
  return target;
}
