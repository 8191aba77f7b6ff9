import type { Client } from '../../client/index.ts';
import type { Collected } from '../collect.ts';
import { askGateway } from '../publish/dryRun.ts';
import { type Outcome, type OutcomeRow, outcomes, outcomeTable } from '../publish/outcome.ts';
import { publishAll } from '../publish/publishAll.ts';
import { viaGateway } from '../publish/viaGateway.ts';
import { note, print } from '../terminal.ts';
import type { Comparison } from './compare.ts';
import { type PlanRow, planned, type SyncOutcome } from './plan.ts';

/** What is new is published. */
export const planPush = (compared: readonly Comparison[]): PlanRow[] =>
  compared.map((each) => planned(each, each.state === 'new' ? 'publish' : null));

/** The plan, with what the gateway would answer when the new versions are published. */
export async function withAnswers(client: Client, plan: readonly PlanRow[]): Promise<PlanRow[]> {
  const { rows, stoppedBy } = await askGateway(client, toPublish(plan), { commitSha: null, draft: false });
  if (stoppedBy) throw stoppedBy;
  return plan.map((each) => {
    const row = each.action === 'publish' ? rowFor(each, rows) : undefined;
    if (!row) return each;
    const reason = [each.reason, row.reason].filter(Boolean).join('. ');
    return row.outcome === 'refused' ? { ...each, reason, state: 'refused', action: null } : { ...each, reason };
  });
}

/** Publishes what the plan says. A version that is refused does not stop the others. */
export async function publishPlanned(
  client: Client,
  plan: readonly PlanRow[],
  { commitSha, isQuiet }: { commitSha: string | null; isQuiet: boolean },
): Promise<{ plan: PlanRow[]; stoppedBy: unknown }> {
  const fresh = toPublish(plan);
  if (fresh.length === 0) return { plan: [...plan], stoppedBy: null };
  const { rows, stoppedBy } = await publishAll(viaGateway(client), fresh, { commitSha, draft: false });
  if (!isQuiet) print(`\n${outcomeTable(rows)}`);
  note(`\n${outcomes(rows)}`);
  return {
    plan: plan.map((each) => {
      const row = each.action === 'publish' ? rowFor(each, rows) : undefined;
      if (!row) return each;
      const reason = [each.reason, row.outcome === 'refused' ? row.reason : ''].filter(Boolean).join('. ');
      return { ...each, outcome: outcomeOf[row.outcome], reason };
    }),
    stoppedBy,
  };
}

const outcomeOf: Record<Outcome, SyncOutcome | null> = {
  published: 'published',
  drafted: 'published',
  unchanged: 'unchanged',
  refused: 'refused',
  'would be published': null,
  'would be drafted': null,
  'not sent': 'not sent',
};

const toPublish = (plan: readonly PlanRow[]): Collected[] =>
  plan.flatMap(({ action, collected }) => (action === 'publish' && collected ? [collected] : []));

const rowFor = ({ id, version }: PlanRow, rows: readonly OutcomeRow[]): OutcomeRow | undefined =>
  rows.find((row) => row.id === id && row.version === version);
