import { randomUUID } from 'node:crypto';
import { type Client, SetAgentStatusDocument, SetTemplateStatusDocument } from '../../client/index.ts';
import type { Kind } from '../../manifest/index.ts';
import { payloadOf } from '../gateway.ts';
import { Problem } from '../problem.ts';
import { clean, print } from '../terminal.ts';
import type { PlanRow } from './plan.ts';

/**
 * Adds to the plan that entries that are only in the registry are disabled. Nothing is disabled while a definition is not
 * valid: its id may be unknown, so that its entry seems to be only in the registry.
 */
export function planPrune(plan: readonly PlanRow[]): PlanRow[] {
  const isUnsure = plan.some(({ state }) => state === 'not valid');
  return plan.map((row): PlanRow => {
    if (row.state !== 'remote only') return row;
    if (isUnsure) return { ...row, reason: 'not disabled while a definition is not valid' };
    return { ...row, action: 'disable', reason: 'only your namespace would see it, and it could not be instantiated' };
  });
}

/** The plan, with the impact of disabling each entry. */
export async function withImpact(client: Client, kind: Kind, plan: readonly PlanRow[]): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const row of plan) {
    if (row.action !== 'disable') rows.push(row);
    else
      rows.push({
        ...row,
        impact: (await disable(client, kind, row.id, { reason: null, dryRun: true })).impact ?? null,
      });
  }
  return rows;
}

/**
 * Disables what the plan says, one entry after the other: one that is refused does not stop the others. Nothing if a publish
 * was refused, because the new version may have been what made an entry unnecessary.
 */
export async function disablePlanned(
  client: Client,
  kind: Kind,
  plan: readonly PlanRow[],
  { reason, isQuiet }: { reason: string | null; isQuiet: boolean },
): Promise<PlanRow[]> {
  const isBlocked = plan.some(({ outcome }) => outcome === 'refused');
  const rows: PlanRow[] = [];
  for (const row of plan) {
    if (row.action !== 'disable') rows.push(row);
    else if (isBlocked) rows.push({ ...row, outcome: 'refused', reason: 'not disabled because a publish was refused' });
    else {
      const done = await disable(client, kind, row.id, { reason, dryRun: false }).then(
        () => ({ outcome: 'disabled' as const, reason: '' }),
        (error: unknown) => {
          if (error instanceof Problem) return { outcome: 'refused' as const, reason: error.message };
          throw error;
        },
      );
      rows.push({ ...row, ...done });
      if (!isQuiet)
        print(`${row.id} ${done.outcome === 'disabled' ? 'is disabled.' : `is not disabled: ${clean(done.reason)}`}`);
    }
  }
  return rows;
}

const defaultReason = 'No longer among the definitions that are synced.';

async function disable(
  client: Client,
  kind: Kind,
  id: string,
  { reason, dryRun }: { reason: string | null; dryRun: boolean },
) {
  const idempotencyKey = `prune:${randomUUID()}`;
  const input = { id, status: 'DISABLED' as const, message: reason ?? defaultReason, dryRun, idempotencyKey };
  return kind === 'AGENT'
    ? payloadOf((await client.request(SetAgentStatusDocument, { input })).result, 'SetAgentStatusPayload')
    : payloadOf((await client.request(SetTemplateStatusDocument, { input })).result, 'SetTemplateStatusPayload');
}
