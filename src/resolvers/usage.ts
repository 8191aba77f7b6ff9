import type { EntryEngagement } from '../db/engagement.ts';
import type { Entry } from '../db/entry.ts';
import type { UsedBy } from '../db/rating.ts';
import type { SubjectUsage } from '../db/usageDays.ts';
import type { VersionHead } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';

interface Tokens {
  inputTokens: number;
  outputTokens: number;
}

/** What is counted for one namespace and across namespaces. */
export interface UsageCounts {
  runs: number;
  succeeded: number;
  failed: number;
  successRate: number | null;
  p50Seconds: number | null;
  p95Seconds: number | null;
  tokens: Tokens | null;
}

export interface UsageSummary extends UsageCounts {
  /** The uuid of the entry or version. */
  subjectId: string;
  days: number;
  lastUsedAt: Date | null;
  perDay: { date: string; count: number }[];
}

interface UsageArgs {
  days?: number | null;
}

function requireDays(days: number | null | undefined): number {
  const asked = days ?? 30;
  if (asked < 1 || asked > 365) throw new RequestError('BAD_USER_INPUT', '`days` must be from 1 to 365.');
  return asked;
}

export const usage = (template: Entry, { days }: UsageArgs, { load }: Context): Promise<UsageSummary> =>
  runsOf('template', template.id, requireDays(days), load);

export const usageOfVersion = (version: VersionHead, { days }: UsageArgs, { load }: Context): Promise<UsageSummary> =>
  runsOf('version', version.id, requireDays(days), load);

export interface EngagementSummary extends Omit<EntryEngagement, 'entryId'> {
  days: number;
}

export async function engagement({ id }: Entry, args: UsageArgs, { load }: Context): Promise<EngagementSummary> {
  const days = requireDays(args.days);
  const found = await load.engagementOf.load({ entryId: id, days });
  return { views: 0, pulls: 0, instantiations: 0, includesOthers: false, perDay: [], ...found, days };
}

/** The runs of a template or of a version of it in the viewer's namespace. */
async function runsOf(by: UsedBy, usedId: string, days: number, load: Context['load']): Promise<UsageSummary> {
  const rows = await load.usageOf.load({ by, usedId, days });
  const sum = (of: 'runs' | 'succeeded' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  const [first] = rows;
  return {
    subjectId: usedId,
    days,
    runs: sum('runs'),
    ...outcomesOf(sum('succeeded'), sum('failed')),
    p50Seconds: first?.p50Seconds ?? null,
    p95Seconds: first?.p95Seconds ?? null,
    tokens: tokensOf(first),
    lastUsedAt: first?.lastUsedAt ?? null,
    perDay: rows.flatMap(({ date, runs }) => (date === null ? [] : [{ date, count: runs }])),
  };
}

/** The steps of an agent, or of a version of it, in the viewer's namespace. */
export async function agentUsage({ id }: { id: string }, args: UsageArgs, { load }: Context): Promise<UsageSummary> {
  const days = requireDays(args.days);
  const used = await load.usageInDays.load({ subjectId: id, days, across: false });
  return {
    subjectId: id,
    days,
    ...countsOf(used),
    lastUsedAt: used?.lastUsedAt ?? null,
    perDay: used?.perDay ?? [],
  };
}

/** Null unless the viewer's namespace owns the entry, and at least three namespaces used it. */
export async function acrossNamespaces({ subjectId, days }: UsageSummary, _: unknown, { load }: Context) {
  const used = await load.usageInDays.load({ subjectId, days, across: true });
  return used && countsOf(used);
}

const countsOf = (used: SubjectUsage | null): UsageCounts => ({
  runs: used?.runs ?? 0,
  ...outcomesOf(used?.succeeded ?? 0, used?.failed ?? 0),
  p50Seconds: used?.p50Seconds ?? null,
  p95Seconds: used?.p95Seconds ?? null,
  tokens: tokensOf(used),
});

const outcomesOf = (succeeded: number, failed: number) => ({
  succeeded,
  failed,
  successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
});

const tokensOf = (
  used: { inputTokens: number | null; outputTokens: number | null } | null | undefined,
): Tokens | null =>
  used && used.inputTokens !== null && used.outputTokens !== null
    ? { inputTokens: used.inputTokens, outputTokens: used.outputTokens }
    : null;
