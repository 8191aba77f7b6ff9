import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ConsoleUsedByDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { VirtualTable } from '../list/VirtualTable.tsx';
import { Empty, ErrorBox, Skeleton } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { Shown } from './useEntry.ts';

/** Which templates use an agent; which agents and templates a template uses. */
export default function UsedBy({ shown }: { shown: Shown }) {
  const { entry, kinds } = shown;
  return (
    <>
      <p>
        <Link
          className="button"
          to="/$namespace/$kinds/$id/graph"
          params={{ namespace: entry.namespace, kinds, id: entry.slug }}
        >
          <Icon name="graph" />
          Show as a graph
        </Link>
      </p>
      {shown.kinds === 'agents' ? <Templates id={entry.slug} namespace={entry.namespace} /> : <Uses shown={shown} />}
    </>
  );
}

function Templates({ id, namespace }: { id: string; namespace: string }) {
  const { number } = useSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['usedBy', 'agents', namespace, id, number],
    queryFn: ({ pageParam, signal }) =>
      ask(ConsoleUsedByDocument, { id, namespace, first: 50, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ entry }) =>
      entry?.templates.pageInfo.hasNextPage ? entry.templates.pageInfo.endCursor : null,
  });
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={5} />;
  const templates = data.pages.flatMap((page) => page.entry?.templates.edges.map(({ node }) => node) ?? []);
  if (templates.length === 0) return <Empty title="No template that you can read uses this agent." />;
  return (
    <VirtualTable
      label="Templates that use it"
      items={templates}
      keyOf={({ slug, namespace: of }) => `${of}/${slug}`}
      height={36}
      hasMore={hasNextPage}
      isLoading={isFetchingNextPage}
      loadMore={() => void fetchNextPage()}
      columns={[
        {
          title: 'Template',
          width: '50%',
          cell: ({ slug, namespace: of, name }) => (
            <Link to="/$namespace/$kinds/$id" params={{ namespace: of, kinds: 'templates', id: slug }}>
              {name}
            </Link>
          ),
        },
        { title: 'Version', width: '25%', cell: ({ currentVersion }) => <code>{currentVersion?.version}</code> },
        {
          title: 'Asks for',
          width: '25%',
          cell: ({ currentVersion }) => (
            <code>{currentVersion?.supportedAgents.find(({ agentId }) => agentId === id)?.range}</code>
          ),
        },
      ]}
    />
  );
}

function Uses({ shown }: { shown: Extract<Shown, { kinds: 'templates' }> }) {
  const { version } = shown;
  if (!version) return <Empty title="No version yet." />;
  const rows = [
    ...version.supportedAgents.map(({ agentId, range, agent, resolvedVersion }) => ({
      kinds: 'agents' as const,
      id: agentId,
      range,
      namespace: agent?.namespace,
      resolved: resolvedVersion?.version,
    })),
    ...version.dependencies.map(({ templateId, range, template, resolvedVersion }) => ({
      kinds: 'templates' as const,
      id: templateId,
      range,
      namespace: template?.namespace,
      resolved: resolvedVersion?.version,
    })),
  ];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Uses</th>
          <th scope="col">Kind</th>
          <th scope="col">Range</th>
          <th scope="col">Resolves to</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kinds, id, range, namespace, resolved }) => (
          <tr key={`${kinds}/${id}`}>
            <td>
              {namespace ? (
                <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }}>
                  {id}
                </Link>
              ) : (
                id
              )}
            </td>
            <td>{kinds === 'agents' ? 'Agent' : 'Template'}</td>
            <td>
              <code>{range}</code>
            </td>
            <td>{resolved ? <code>{resolved}</code> : 'nothing'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
