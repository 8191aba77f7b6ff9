import type { VisibilityChangeFragment } from '../client/index.ts';
import { clean } from './terminal.ts';

const named = (versions: readonly string[]): string => versions.map(clean).join(', ');

/** What others can read from now on, and what no longer: a sentence for each, none when nothing changes for them. */
export function readersChange(change: VisibilityChangeFragment | null): string[] {
  if (change === null) return [];
  const { versionsShown, versionsHidden } = change;
  return [
    ...(versionsShown.length > 0 ? [`Readable by everyone from now on: ${named(versionsShown)}.`] : []),
    ...(versionsHidden.length > 0 ? [`No longer readable by others: ${named(versionsHidden)}.`] : []),
  ];
}
