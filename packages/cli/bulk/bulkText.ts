import pc from 'picocolors';
import type { BulkItemsFragment } from '../../client/index.ts';
import { impactLines } from '../impactText.ts';
import { nounOf } from '../kinds.ts';
import { cell, table } from '../table.ts';
import { clean } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';

type Item = BulkItemsFragment['items'][number];

const nameOf = ({ kind, entryId, version }: Item): string =>
  `${nounOf[kind]}:${entryId}${version == null ? '' : `@${version}`}`;

/** A row for each item, then what others can read from now on, and the impact. */
export function bulkText({ items }: BulkItemsFragment, isDryRun: boolean): string {
  const drawn = table(
    ['item', 'outcome', ''],
    items.map((item) => {
      const { result } = item;
      if (result.__typename !== 'BulkItemPayload')
        return [cell(nameOf(item)), cell('refused', pc.red), cell(`${result.message} (${result.code})`)];
      const changed = isDryRun ? cell('would change', pc.cyan) : cell('changed', pc.green);
      return [cell(nameOf(item)), result.changed ? changed : cell('unchanged', pc.dim), ''];
    }),
  );
  return [drawn, ...items.flatMap((item) => effects(item, isDryRun))].join('\n');
}

function effects(item: Item, isDryRun: boolean): string[] {
  const { result } = item;
  if (result.__typename !== 'BulkItemPayload') return [];
  const lines = [
    ...readersChange(result.visibilityChange ?? null),
    ...impactLines(result.impact ?? null, isDryRun).map((line) => line.trim()),
  ];
  return lines.map((line) => clean(`${nameOf(item)}: ${line}`));
}
