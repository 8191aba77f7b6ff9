import type { CountsFragment, ImpactFragment } from '../client/index.ts';
import { clean, plural } from './terminal.ts';

/** The impact of a change, as lines; no line if there is none. The affected versions are listed for a dry run only. */
export function impactLines(impact: ImpactFragment | null, isDryRun: boolean): string[] {
  if (impact === null) return [];
  const { unresolved, changed, namespaces, dependents, dependentTotal, days, truncated } = impact;
  const hidden = namespaces.find(({ namespace }) => namespace === null);
  const lines = [
    ...sentence(isDryRun ? wouldNotResolve : noLongerResolves, unresolved, days),
    ...sentence(isDryRun ? wouldChange : changes, changed, days),
    ...(hidden ? [`Of these, in other namespaces: ${both(hidden)} that you do not have access to.`] : []),
    ...(truncated ? ['There are more: only the first 10,000 references or runs were counted.'] : []),
  ];
  if (!isDryRun) return lines;
  return [
    ...lines,
    ...dependents.map(
      ({ namespace, entryId, version, range, before, after }) =>
        `  ${clean(`${namespace}/${entryId}@${version}: ${range} resolves to ${after ?? 'nothing'} instead of ${before}`)}`,
    ),
    ...(dependentTotal > dependents.length ? [`  and ${dependentTotal - dependents.length} more`] : []),
  ];
}

/** A verb, after one thing and after several. */
type Verb = readonly [one: string, many: string];
const noLongerResolves: Verb = ['no longer resolves', 'no longer resolve'];
const wouldNotResolve: Verb = ['would no longer resolve', 'would no longer resolve'];
const changes: Verb = ['resolves to another version', 'resolve to another version'];
const wouldChange: Verb = ['would resolve to another version', 'would resolve to another version'];

function sentence([one, many]: Verb, counts: CountsFragment, days: number): string[] {
  const parts = named(counts);
  if (counts.runs > 0) parts.push(`${plural(counts.runs, 'run')} of the last ${days} days`);
  const verb = counts.templates + counts.agents + counts.runs === 1 ? one : many;
  return parts.length === 0 ? [] : [`Impact: ${listed(parts)} ${verb}.`];
}

function named({ templates, templateVersions, agents, agentVersions }: CountsFragment): string[] {
  return [
    ...(templates > 0 ? [`${plural(templates, 'template')} (${plural(templateVersions, 'version')})`] : []),
    ...(agents > 0 ? [`${plural(agents, 'agent')} (${plural(agentVersions, 'version')})`] : []),
  ];
}

/** What is hidden, whatever its effect. */
function both({ unresolved, changed }: { unresolved: CountsFragment; changed: CountsFragment }): string {
  const versions =
    unresolved.templateVersions + changed.templateVersions + unresolved.agentVersions + changed.agentVersions;
  const runs = unresolved.runs + changed.runs;
  return listed([...(versions > 0 ? [plural(versions, 'version')] : []), ...(runs > 0 ? [plural(runs, 'run')] : [])]);
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
