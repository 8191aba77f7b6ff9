import {
  ConsoleAgentFeaturedDocument,
  ConsoleAgentStatusDocument,
  ConsoleAgentVisibilityDocument,
  ConsoleArchiveAgentDocument,
  ConsoleArchiveTemplateDocument,
  ConsoleDiscardAgentDraftDocument,
  ConsoleDiscardTemplateDraftDocument,
  type ConsoleImpactFragment,
  type ConsoleProblemFragment,
  ConsolePromoteAgentDocument,
  ConsolePromoteTemplateDocument,
  ConsoleRemoveAgentChannelDocument,
  ConsoleRemoveAgentDocument,
  ConsoleRemoveTemplateChannelDocument,
  ConsoleRemoveTemplateDocument,
  ConsoleRollbackAgentDocument,
  ConsoleRollbackTemplateDocument,
  ConsoleTemplateFeaturedDocument,
  ConsoleTemplateStatusDocument,
  ConsoleTemplateVisibilityDocument,
  ConsoleUnarchiveAgentDocument,
  ConsoleUnarchiveTemplateDocument,
  type ConsoleVisibilityChangeFragment,
  type EntryStatus,
  type Visibility,
} from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import { isRefusal } from '../api/outcome.ts';

/** What can be changed about an entry that is published. */
export type Change =
  | { action: 'promote'; version: string }
  | { action: 'rollback'; version: string | null }
  | { action: 'status'; status: EntryStatus }
  | { action: 'visibility'; visibility: Visibility; allVersions: boolean }
  | { action: 'archive' | 'unarchive'; version: string }
  | { action: 'discard'; version: string }
  | { action: 'feature'; featured: boolean }
  | { action: 'remove' }
  /** The version that the channel points to. */
  | { action: 'removeChannel'; channel: string; version: string | null };

export interface ChangeRequest {
  kinds: Kinds;
  namespace: string;
  id: string;
  /** The change takes effect only while this is the current version. */
  expectedCurrentVersion: string | null;
  reason: string;
  dryRun: boolean;
  idempotencyKey: string;
}

export interface ChangeOutcome {
  refusal: ConsoleProblemFragment | null;
  /** The version that is current afterwards, where the change is about it. */
  version: string | null;
  previousVersion: string | null;
  visibilityChange: ConsoleVisibilityChangeFragment | null;
  /** What no longer resolves, or resolves to another version. */
  impact: ConsoleImpactFragment | null;
}

const nothing: ChangeOutcome = {
  refusal: null,
  version: null,
  previousVersion: null,
  visibilityChange: null,
  impact: null,
};

/** Makes a change, or says what it would do. */
export async function makeChange(change: Change, request: ChangeRequest): Promise<ChangeOutcome> {
  const { kinds, namespace, id, expectedCurrentVersion, reason, dryRun, idempotencyKey } = request;
  const common = { id, namespace, dryRun, ...(dryRun ? {} : { idempotencyKey }) };
  const isAgent = kinds === 'agents';
  if (change.action === 'status') {
    const input = { ...common, status: change.status, ...(reason ? { message: reason } : {}) };
    const { result } = await ask(isAgent ? ConsoleAgentStatusDocument : ConsoleTemplateStatusDocument, { input });
    if (isRefusal(result)) return { ...nothing, refusal: result };
    return { ...nothing, visibilityChange: result.visibilityChange ?? null, impact: result.impact ?? null };
  }
  if (change.action === 'feature') {
    const input = { ...common, featured: change.featured, ...(reason ? { reason } : {}) };
    const { result } = await ask(isAgent ? ConsoleAgentFeaturedDocument : ConsoleTemplateFeaturedDocument, { input });
    return isRefusal(result) ? { ...nothing, refusal: result } : nothing;
  }
  if (change.action === 'discard') {
    const input = { ...common, version: change.version, ...(reason ? { reason } : {}) };
    const { result } = await ask(isAgent ? ConsoleDiscardAgentDraftDocument : ConsoleDiscardTemplateDraftDocument, {
      input,
    });
    return isRefusal(result) ? { ...nothing, refusal: result } : nothing;
  }
  const expected = expectedCurrentVersion === null ? {} : { expectedCurrentVersion };
  if (change.action === 'visibility') {
    const { visibility, allVersions } = change;
    const input = {
      ...common,
      ...expected,
      visibility,
      ...(allVersions ? { allVersions } : {}),
      ...(reason ? { reason } : {}),
    };
    const { result } = await ask(isAgent ? ConsoleAgentVisibilityDocument : ConsoleTemplateVisibilityDocument, {
      input,
    });
    if (isRefusal(result)) return { ...nothing, refusal: result };
    return { ...nothing, visibilityChange: result.visibilityChange ?? null, impact: result.impact ?? null };
  }
  if (change.action === 'promote') {
    const input = { ...common, ...expected, version: change.version };
    const { result } = await ask(isAgent ? ConsolePromoteAgentDocument : ConsolePromoteTemplateDocument, { input });
    if (isRefusal(result)) return { ...nothing, refusal: result };
    const { visibilityChange = null, impact = null } = result;
    return { ...nothing, version: change.version, visibilityChange, impact };
  }
  // A dry run needs a reason too; until one is typed, it is this.
  const why = { reason: reason || 'Preview.' };
  if (change.action === 'removeChannel') {
    const { channel, version } = change;
    const input = { ...common, ...why, channel, ...(version === null ? {} : { expectedVersion: version }) };
    const { result } = await ask(isAgent ? ConsoleRemoveAgentChannelDocument : ConsoleRemoveTemplateChannelDocument, {
      input,
    });
    return isRefusal(result) ? { ...nothing, refusal: result } : { ...nothing, impact: result.impact ?? null };
  }
  const reasoned = { ...common, ...expected, ...why };
  if (change.action !== 'rollback') return makeFinalChange(change, isAgent, reasoned);
  const input = { ...reasoned, ...(change.version === null ? {} : { toVersion: change.version }) };
  const { result } = await ask(isAgent ? ConsoleRollbackAgentDocument : ConsoleRollbackTemplateDocument, { input });
  if (isRefusal(result)) return { ...nothing, refusal: result };
  return {
    refusal: null,
    version: result.version?.version ?? null,
    previousVersion: result.previousVersion?.version ?? null,
    visibilityChange: result.visibilityChange ?? null,
    impact: result.impact ?? null,
  };
}

/** Archives, unarchives or removes. */
async function makeFinalChange(
  change: Extract<Change, { action: 'archive' | 'unarchive' | 'remove' }>,
  isAgent: boolean,
  reasoned: { id: string; namespace: string; dryRun: boolean; reason: string; expectedCurrentVersion?: string },
): Promise<ChangeOutcome> {
  if (change.action === 'remove') {
    const { result } = await ask(isAgent ? ConsoleRemoveAgentDocument : ConsoleRemoveTemplateDocument, {
      input: reasoned,
    });
    return isRefusal(result) ? { ...nothing, refusal: result } : { ...nothing, impact: result.impact ?? null };
  }
  const input = { ...reasoned, version: change.version };
  const { result } =
    change.action === 'archive'
      ? await ask(isAgent ? ConsoleArchiveAgentDocument : ConsoleArchiveTemplateDocument, { input })
      : await ask(isAgent ? ConsoleUnarchiveAgentDocument : ConsoleUnarchiveTemplateDocument, { input });
  return isRefusal(result) ? { ...nothing, refusal: result } : { ...nothing, impact: result.impact ?? null };
}
