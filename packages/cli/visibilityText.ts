import type { VisibilityChangeFragment } from '../client/index.ts';
import { clean } from './terminal.ts';

const named = (versions: readonly string[]): string => versions.map(clean).join(', ');

/** What others can read now, and what they can no longer read: one sentence each, none when it does not change. */
export function readersChange(change: VisibilityChangeFragment | null): string[] {
  if (change === null) return [];
  const { versionsShown, versionsHidden } = change;
  return [
    ...(versionsShown.length > 0 ? [`Newly readable by everyone: ${named(versionsShown)}.`] : []),
    ...(versionsHidden.length > 0 ? [`No longer readable by others: ${named(versionsHidden)}.`] : []),
  ];
}
