import pc from 'picocolors';
import type { ImpactFragment } from '../../client/index.ts';
import { impactLines } from '../impactText.ts';
import { cell, table } from '../table.ts';
import type { Comparison, State } from './compare.ts';

/** What a sync does about a difference; null for nothing. */
export type Action = 'publish' | 'disable' | 'write';

/** What was done. */
export type SyncOutcome = 'published' | 'unchanged' | 'refused' | 'not sent' | 'disabled' | 'written' | 'not written';

export interface PlanRow extends Comparison {
  action: Action | null;
  /** Null until it is carried out. */
  outcome: SyncOutcome | null;
  /** The impact of disabling the entry; null if it is not known. */
  impact: ImpactFragment | null;
}

export const planned = (comparison: Comparison, action: Action | null): PlanRow => ({
  ...comparison,
  action,
  outcome: null,
  impact: null,
});

/** A row as `--json` prints it. */
export const jsonOf = ({ collected: _, ...row }: PlanRow) => row;

const colours: Record<State, (text: string) => string> = {
  new: pc.green,
  unchanged: pc.dim,
  changed: pc.red,
  refused: pc.red,
  'not valid': pc.red,
  'remote only': pc.yellow,
  'remote newer': pc.yellow,
};

/** The plan as a table, with the impact of what it disables. */
export function planText(rows: readonly PlanRow[]): string {
  const drawn = table(
    ['id', 'local', 'remote', 'state', 'action', ''],
    rows.map(({ id, version, current, state, action, reason }) => [
      cell(id),
      cell(version ?? '-'),
      cell(current ?? '-'),
      cell(state, colours[state]),
      cell(action ?? '-'),
      cell(reason),
    ]),
  );
  return [drawn, ...rows.flatMap(impactOf)].join('\n');
}

const impactOf = ({ id, impact }: PlanRow): string[] =>
  impactLines(impact, true).map((line) => `${id}: ${line.trim()}`);

/** `3 new, 9 unchanged.` */
export const counted = (rows: readonly PlanRow[]): string =>
  `${(Object.keys(colours) as State[])
    .map((state) => ({ state, count: rows.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ')}.`;
