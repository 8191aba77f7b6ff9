import { useQuery } from '@tanstack/react-query';
import { ConsoleImpactDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { Badge, ErrorBox, Skeleton } from '../ui/basics.tsx';

/** The templates that use an agent, and which of them would not resolve to the version that it would have. */
export function Impact({
  id,
  namespace,
  version,
  isDisabled,
}: {
  id: string;
  namespace: string;
  version: string | null;
  isDisabled: boolean;
}) {
  const { number } = useSession();
  const { data, error } = useQuery({
    queryKey: ['usedBy', 'agents', namespace, id, 'impact', version, number],
    queryFn: ({ signal }) =>
      ask(ConsoleImpactDocument, { id, namespace, version: version ?? '', hasVersion: version !== null }, signal),
  });
  if (error) return <ErrorBox error={error} />;
  if (!data) return <Skeleton rows={2} />;
  const templates = data.entry?.templates.edges.map(({ node }) => node) ?? [];
  const satisfied = new Set(
    data.entry?.version?.templates.edges.map(({ node }) => `${node.template.namespace}/${node.template.slug}`),
  );
  if (templates.length === 0) return <p className="soft">No template that you can read uses it.</p>;
  return (
    <>
      <p>
        Used by {data.entry?.templates.totalCount} {templates.length === 1 ? 'template' : 'templates'}:
      </p>
      <ul className="impact">
        {templates.map(({ namespace: of, slug, currentVersion }) => {
          const range = currentVersion?.supportedAgents.find(({ agentId }) => agentId === id)?.range;
          const isBroken = isDisabled || (version !== null && !satisfied.has(`${of}/${slug}`));
          return (
            <li key={`${of}/${slug}`}>
              <code>
                {of}/{slug}
              </code>{' '}
              asks for <code>{range}</code>{' '}
              {isDisabled ? (
                <Badge tone="bad">can no longer start</Badge>
              ) : isBroken ? (
                <Badge tone="warn">not this version</Badge>
              ) : (
                version !== null && <Badge tone="good">fits</Badge>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
