import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ConsoleRunsDocument, type RunStatus } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { useViewer } from '../api/viewer.ts';
import { Empty, ErrorBox, Skeleton, Status, words } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { Duration, Time } from '../ui/time.tsx';

const statuses: readonly RunStatus[] = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

/** The runs of one's namespace, newest first. */
export function RunsPage() {
  const { status, template } = useSearch({ strict: false }) as { status?: string; template?: string };
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['runs', status, template, number],
    queryFn: ({ pageParam, signal }) =>
      ask(
        ConsoleRunsDocument,
        {
          first: 50,
          after: pageParam,
          filter: { ...(status ? { status: status as RunStatus } : {}), ...(template ? { templateId: template } : {}) },
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ runs: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    // The feed tells of new runs; how those that are under way go on is asked for.
    refetchInterval: ({ state }) =>
      state.data?.pages.length === 1 && state.data.pages[0]?.runs.edges.some(({ node }) => isUnderWay(node.status))
        ? 3_000
        : false,
  });
  const runs = data?.pages.flatMap((page) => page.runs.edges.map(({ node }) => node)) ?? [];
  const set = (changed: { status?: string; template?: string }) =>
    void navigate({
      to: '/runs',
      search: { ...(status ? { status } : {}), ...(template ? { template } : {}), ...changed },
      replace: true,
    });
  return (
    <>
      <Title text="Runs" about="What was started from templates, newest first." />
      <div className="toolbar">
        <label className="inline">
          Status
          <select value={status ?? ''} onChange={(event) => set({ status: event.target.value })}>
            <option value="">all</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
        </label>
        {template && (
          <button type="button" onClick={() => set({ template: '' })}>
            Only {template} ✕
          </button>
        )}
      </div>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && runs.length === 0 && (
        <Empty title="No runs that you have access to.">
          <p>
            {viewer === null ? 'Runs belong to a namespace: sign in to see yours. ' : ''}
            Start one from a <Link to="/templates">template</Link>.
          </p>
        </Empty>
      )}
      {runs.length > 0 && (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Status</th>
                <th scope="col">Environment</th>
                <th scope="col">Created</th>
                <th scope="col">Took</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id}>
                  <td>
                    <Link to="/runs/$id" params={{ id: run.id }}>
                      {run.template?.name ?? 'A removed template'}
                    </Link>{' '}
                    <code>{run.templateVersion?.version}</code>
                  </td>
                  <td>
                    <Status value={run.status} />
                  </td>
                  <td>{run.environment ?? '–'}</td>
                  <td>
                    <Time value={run.createdAt} />
                  </td>
                  <td>
                    <Duration from={run.startedAt} to={run.finishedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <p className="more">
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}

const isUnderWay = (status: RunStatus) => status === 'QUEUED' || status === 'RUNNING';
