import pc from 'picocolors';
import type { ImpactFragment, VisibilityChangeFragment } from '../../client/index.ts';
import type { Kind } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { cell, table } from '../table.ts';
import { bytes, shortDigest } from '../terminal.ts';

export type Outcome =
  | 'published'
  | 'drafted'
  | 'unchanged'
  | 'refused'
  | 'would be published'
  | 'would be drafted'
  | 'not sent';

/** The outcome of one definition. */
export interface OutcomeRow {
  kind: Kind;
  id: string;
  version: string | null;
  /** Null when it is not valid. */
  digest: string | null;
  files: number;
  bytes: number;
  outcome: Outcome;
  /** Why it was refused, or warnings. */
  reason: string;
  /** What others can or can no longer read; null when this does not change, or is unknown. */
  visibilityChange: VisibilityChangeFragment | null;
  /** The impact; null when nothing changes, or it is unknown. */
  impact: ImpactFragment | null;
}

export const rowOf = (
  { kind, slug, version, definition, files }: Collected,
  outcome: Outcome,
  reason: string,
  visibilityChange: VisibilityChangeFragment | null = null,
  impact: ImpactFragment | null = null,
): OutcomeRow => ({
  kind,
  id: slug,
  version,
  digest: definition?.digest ?? null,
  files: files.length,
  bytes: files.reduce((sum, file) => sum + file.bytes.length, 0),
  outcome,
  reason,
  visibilityChange,
  impact,
});

const colours: Record<Outcome, (text: string) => string> = {
  published: pc.green,
  drafted: pc.green,
  unchanged: pc.dim,
  refused: pc.red,
  'would be published': pc.cyan,
  'would be drafted': pc.cyan,
  'not sent': pc.yellow,
};

export const outcomeTable = (rows: readonly OutcomeRow[]): string =>
  table(
    ['id', 'version', 'outcome', 'digest', 'files', 'size', ''],
    rows.map((row) => [
      cell(row.id),
      cell(row.version ?? '-'),
      cell(row.outcome, colours[row.outcome]),
      cell(row.digest === null ? '-' : shortDigest(row.digest), pc.dim),
      String(row.files),
      bytes(row.bytes),
      cell(row.reason),
    ]),
  );

/** `2 published, 1 refused.` */
export function outcomes(rows: readonly OutcomeRow[]): string {
  const counted = (Object.keys(colours) as Outcome[])
    .map((outcome) => ({ outcome, count: rows.filter((row) => row.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
  return `${counted.map(({ outcome, count }) => `${count} ${outcome}`).join(', ')}.`;
}
