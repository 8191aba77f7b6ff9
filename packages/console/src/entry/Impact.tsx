import type { ConsoleImpactCountsFragment, ConsoleImpactFragment } from '../../generated/graphql.ts';
import { Badge } from '../ui/basics.tsx';

/** The impact of a change, from the gateway's dry run. */
export function Impact({ impact }: { impact: ConsoleImpactFragment | null }) {
  if (impact === null) return null;
  const { unresolved, changed, namespaces, dependents, dependentTotal, days, truncated } = impact;
  const hidden = namespaces.find(({ namespace }) => namespace === null);
  const sentences = [
    sentence(unresolved, days, 'would no longer resolve'),
    sentence(changed, days, 'would resolve to another version'),
  ].filter((text) => text !== null);
  if (sentences.length === 0) return <p className="soft">Nothing that refers to it resolves differently afterwards.</p>;
  const more = dependentTotal - dependents.length;
  return (
    <>
      {sentences.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {dependents.length > 0 && (
        <ul className="impact">
          {dependents.map(({ effect, kind, namespace, entryId, version, range, before, after }) => (
            <li key={`${kind} ${namespace}/${entryId}@${version}`}>
              <code>
                {namespace}/{entryId}@{version}
              </code>{' '}
              asks for <code>{range}</code>{' '}
              {effect === 'UNRESOLVED' ? (
                <Badge tone="bad">no longer resolves</Badge>
              ) : (
                <Badge tone="warn">
                  {before} becomes {after}
                </Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="soft">And {more} more.</p>}
      {hidden && <p className="soft">Some of these are in other namespaces, and you do not have access to them.</p>}
      {truncated && <p className="soft">There are more: only the first 10,000 references or runs were counted.</p>}
    </>
  );
}

/** `2 templates (3 versions) and 5 runs of the last 30 days would no longer resolve.` */
function sentence(counts: ConsoleImpactCountsFragment, days: number, verb: string): string | null {
  const { templates, templateVersions, agents, agentVersions, runs } = counts;
  const parts = [
    templates > 0 ? `${plural(templates, 'template')} (${plural(templateVersions, 'version')})` : null,
    agents > 0 ? `${plural(agents, 'agent')} (${plural(agentVersions, 'version')})` : null,
    runs > 0 ? `${plural(runs, 'run')} of the last ${days} days` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `${new Intl.ListFormat('en').format(parts)} ${verb}.`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
