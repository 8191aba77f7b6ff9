import type { TemplateTestReport } from '../../packages/manifest/index.ts';
import { entriesBySlugs } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { versionByNumber } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { refuseWithoutServers } from './refuseWithoutServers.ts';
import type { Caller, Services } from './services.ts';
import { testDraft } from './testDraft.ts';

/** A draft that passed the checks that need its files. */
export interface CheckedDraft {
  versionId: string;
  /** The results of its tests, if they may differ from those of its upload. */
  tests: TemplateTestReport | null;
}

/** The draft was replaced after it was checked. */
export class DraftReplaced extends RequestError {
  constructor() {
    super('CONFLICT', 'The draft was replaced while it was promoted. Try again.');
  }
}

/**
 * Makes the checks of a publish that read files, before the transaction that publishes the draft.
 *
 * @returns null if there is no draft of this number
 * @throws ManifestInvalid
 */
export async function checkDraft(
  services: Services,
  caller: Caller,
  user: User,
  kind: Kind,
  { namespace, id, version: number }: { namespace: string; id: string; version: string },
  dryRun: boolean | null,
): Promise<CheckedDraft | null> {
  const [entry] = await services.db.read(user, entriesBySlugs(kind, [namespace], [id]));
  const [draft] = entry ? await services.db.read(user, versionByNumber(kind, entry.id, number)) : [];
  if (draft?.status !== 'DRAFT') return null;
  await refuseWithoutServers(services, kind, draft);
  return { versionId: draft.id, tests: await testDraft(services, caller, user, draft, dryRun) };
}
