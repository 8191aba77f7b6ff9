import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { Kinds } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { type Neighbour, neighbourhood } from '../entry/neighbourhood.ts';
import { Empty, ErrorBox, Notice, Skeleton } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const LayeredGraph = lazy(() => import('../ui/LayeredGraph.tsx'));

/** What an entry uses and what uses it, in both directions, as a graph and as a table. */
export function GraphPage() {
  const { namespace = '', kinds = '', id = '' } = useParams({ strict: false });
  if (kinds !== 'agents' && kinds !== 'templates') return <NotFoundPage />;
  return <Shown namespace={namespace} kinds={kinds} id={id} />;
}

function Shown({ namespace, kinds, id }: { namespace: string; kinds: Kinds; id: string }) {
  const { depth: asked = '1' } = useSearch({ strict: false }) as { depth?: string };
  const depth = Math.min(3, Math.max(1, Number(asked) || 1));
  const navigate = useNavigate();
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'graph', depth, number],
    queryFn: ({ signal }) => neighbourhood({ kinds, namespace, id }, depth, signal),
  });
  const nodes = useMemo(
    () =>
      data?.nodes.map((node) => ({
        id: node.key,
        title: node.id,
        about: `${node.kinds === 'agents' ? 'agent' : 'template'} ${node.version ?? ''}`,
        tone: node.distance === 0 ? 'center' : node.kinds,
      })) ?? [],
    [data],
  );
  return (
    <>
      <Title
        text={`Graph of ${id}`}
        about={
          <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }}>
            {namespace}/{id}
          </Link>
        }
      />
      <fieldset className="segments">
        <legend>Depth</legend>
        {[1, 2, 3].map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="depth"
              checked={depth === each}
              onChange={() =>
                void navigate({
                  to: '/$namespace/$kinds/$id/graph',
                  params: { namespace, kinds, id },
                  search: { depth: String(each) },
                  replace: true,
                })
              }
            />
            {each}
          </label>
        ))}
      </fieldset>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} tall />}
      {data && data.edges.length === 0 && <Empty title="It uses nothing, and nothing that you can read uses it." />}
      {data && data.edges.length > 0 && (
        <>
          {data.isCut && <Notice tone="warn" title={`Only the first ${data.nodes.length} entries are shown.`} />}
          <Suspense fallback={<Skeleton rows={4} tall />}>
            <LayeredGraph label={`What ${id} uses and is used by`} nodes={nodes} edges={data.edges} />
          </Suspense>
          <div className="table-scroll">
            <table>
              <caption className="sr-only">The same as the graph: who uses what, in which range.</caption>
              <thead>
                <tr>
                  <th scope="col">Template</th>
                  <th scope="col">Uses</th>
                  <th scope="col">Range</th>
                </tr>
              </thead>
              <tbody>
                {data.edges.map(({ from, to, range }) => (
                  <tr key={`${from} ${to}`}>
                    <td>
                      <Entry node={data.nodes.find(({ key }) => key === from)} />
                    </td>
                    <td>
                      <Entry node={data.nodes.find(({ key }) => key === to)} />
                    </td>
                    <td>
                      <code>{range}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

const Entry = ({ node }: { node: Neighbour | undefined }) =>
  node ? (
    <Link to="/$namespace/$kinds/$id" params={{ namespace: node.namespace, kinds: node.kinds, id: node.id }}>
      {node.namespace}/{node.id}
    </Link>
  ) : null;
