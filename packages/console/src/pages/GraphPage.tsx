import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import type { Kinds } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { changesOf, type GraphImpact, graphImpact, type Touched } from '../entry/graphChange.ts';
import { Impact } from '../entry/Impact.tsx';
import { type Neighbour, neighbourhood } from '../entry/neighbourhood.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { Badge, Empty, ErrorBox, Notice, Skeleton } from '../ui/basics.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { Title } from '../ui/Title.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const LayeredGraph = lazyPart(() => import('../ui/LayeredGraph.tsx'));

/** What an entry uses and what uses it, in both directions, as a graph and as a table. */
export function GraphPage() {
  const { namespace = '', kinds = '', id = '' } = useParams({ strict: false });
  if (kinds !== 'agents' && kinds !== 'templates') return <NotFoundPage />;
  return <Shown namespace={namespace} kinds={kinds} id={id} />;
}

function Shown({ namespace, kinds, id }: { namespace: string; kinds: Kinds; id: string }) {
  const { depth: asked = '1', change: name } = useSearch({ strict: false }) as { depth?: string; change?: string };
  const depth = Math.min(3, Math.max(1, Number(asked) || 1));
  const navigate = useNavigate();
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'graph', depth, number],
    queryFn: ({ signal }) => neighbourhood({ kinds, namespace, id }, depth, signal),
  });
  const possible = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'changes', number],
    queryFn: ({ signal }) => changesOf({ kinds, namespace, id }, signal),
  });
  const change = possible.data?.changes.find((each) => each.name === name);
  const current = possible.data?.current;
  const effect = useQuery({
    queryKey: ['entry', kinds, namespace, id, 'effect', name, depth, data?.nodes.length, number],
    queryFn: () =>
      data && change && current ? graphImpact(change, { kinds, namespace, id }, current, data) : Promise.resolve(null),
    enabled: Boolean(data && change && current),
  });
  const touched = change ? (effect.data?.nodes ?? null) : null;
  const nodes = useMemo(
    () =>
      data?.nodes.map((node) => {
        const then = touched?.get(node.key);
        return {
          id: node.key,
          title: node.id,
          about: `${node.kinds === 'agents' ? 'agent' : 'template'} ${node.version ?? ''}`,
          ...(then ? { hint: then.text } : {}),
          tone: toneOf(node, then?.effect),
        };
      }) ?? [],
    [data, touched],
  );
  const show = (search: { depth?: string; change?: string }) =>
    void navigate({
      to: '/$namespace/$kinds/$id/graph',
      params: { namespace, kinds, id },
      search: { depth: String(depth), ...(name ? { change: name } : {}), ...search },
      replace: true,
      resetScroll: false,
    });
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
      <div className="toolbar">
        <fieldset className="segments">
          <legend>Depth</legend>
          {[1, 2, 3].map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="depth"
                checked={depth === each}
                onChange={() => show({ depth: String(each) })}
              />
              {each}
            </label>
          ))}
        </fieldset>
        <label className="inline">
          Show the effect of
          <select value={change?.name ?? ''} onChange={({ target }) => show({ change: target.value })}>
            <option value="">no change</option>
            {possible.data?.changes.map((each) => (
              <option key={each.name} value={each.name}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} tall />}
      {data && data.edges.length === 0 && <Empty title="It uses nothing, and nothing that you can read uses it." />}
      {change && (
        <section aria-label="Effect" aria-live="polite">
          {effect.error && <ErrorBox error={effect.error} retry={() => void effect.refetch()} />}
          {!effect.data && !effect.error && <Skeleton rows={2} />}
          {effect.data && <Effect label={change.label} effect={effect.data} />}
        </section>
      )}
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
                  {touched && <th scope="col">Effect</th>}
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
                    {touched && (
                      <td>
                        <Then touched={to === data.nodes[0]?.key ? touched.get(from) : undefined} />
                      </td>
                    )}
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

const toneOf = ({ distance, kinds }: Neighbour, effect: 'UNRESOLVED' | 'CHANGED' | undefined): string => {
  if (effect) return effect === 'UNRESOLVED' ? 'broken' : 'touched';
  return distance === 0 ? 'center' : kinds;
};

/** What a change would do, in words: the marks of the graph and the table say where. */
function Effect({ label, effect: { refusal, impact, nodes } }: { label: string; effect: GraphImpact }) {
  if (refusal) return <RefusalNotice refusal={refusal} />;
  if (impact)
    return (
      <Notice tone={nodes.size > 0 ? 'warn' : 'neutral'} title={`${label}:`}>
        <Impact impact={impact} />
      </Notice>
    );
  return (
    <Notice tone={nodes.size > 0 ? 'warn' : 'neutral'} title={`${label}:`}>
      <p>
        {nodes.size === 0
          ? 'No range in this graph admits it: everything stays with the version that it has.'
          : `${nodes.size} of the entries in this graph admit it by their range and would get it.`}
      </p>
    </Notice>
  );
}

const Then = ({ touched }: { touched: Touched | undefined }) =>
  touched ? (
    <Badge tone={touched.effect === 'UNRESOLVED' ? 'bad' : 'warn'}>{touched.text}</Badge>
  ) : (
    <span className="soft">none</span>
  );

const Entry = ({ node }: { node: Neighbour | undefined }) =>
  node ? (
    <Link to="/$namespace/$kinds/$id" params={{ namespace: node.namespace, kinds: node.kinds, id: node.id }}>
      {node.namespace}/{node.id}
    </Link>
  ) : null;
