import type { ConsoleShareImpactFragment } from '../../generated/graphql.ts';

/** What no longer resolves in a namespace that an entry was shared with. */
export function shareImpactText(
  { templates, templateVersions, runs, openRuns, days }: ConsoleShareImpactFragment,
  where: 'here' | 'there',
): string {
  const parts = [
    templates > 0 ? `${plural(templates, 'template')} (${plural(templateVersions, 'version')})` : null,
    runs > 0 ? `${plural(runs, 'run')} of the last ${days} days` : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return `Nothing ${where} uses it.`;
  const open = openRuns > 0 ? ` ${plural(openRuns, 'run')} would not go on.` : '';
  return `${new Intl.ListFormat('en').format(parts)} ${where} would no longer resolve.${open}`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
