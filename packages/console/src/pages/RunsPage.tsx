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

/** As they stand in the address. Days are those of UTC; the last one is included. */
type Filters = Partial<Record<'status' | 'template' | 'version' | 'author' | 'since' | 'until', string>>;

const labels = { template: 'Template', version: 'Version', author: 'Author', since: 'From', until: 'To' } as const;

const dayMs = 86_400_000;

/** The start of a day, or of a later one. Undefined for what is no day. */
function startOf(day: string | undefined, later = 0): string | undefined {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time + later * dayMs).toISOString();
}

const filterOf = ({ status, template, version, author, since, until }: Filters) =>
  Object.fromEntries(
    Object.entries({
      status: statuses.find((each) => each === status),
      templateId: template,
      version,
      createdBy: author,
      createdAfter: startOf(since),
      createdBefore: startOf(until, 1),
    }).filter(([, value]) => value),
  );

/** The runs of one's namespace, newest first. */
export function RunsPage() {
  const filters = useSearch({ strict: false }) as Filters;
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['runs', filters, number],
    queryFn: ({ pageParam, signal }) =>
      ask(
        ConsoleRunsDocument,
        {
          first: 50,
          after: pageParam,
          filter: filterOf(filters),
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
  const set = (changed: Filters) => void navigate({ to: '/runs', search: { ...filters, ...changed }, replace: true });
  return (
    <>
      <Title text="Runs" about="What was started from templates, newest first." />
      <div className="toolbar">
        <label className="inline">
          Status
          <select value={filters.status ?? ''} onChange={(event) => set({ status: event.target.value })}>
            <option value="">all</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
        </label>
        {(['template', 'version', 'author'] as const).map((name) => (
          <label key={name} className="inline">
            {labels[name]}
            <input
              key={filters[name]}
              defaultValue={filters[name] ?? ''}
              size={12}
              onBlur={(event) => event.target.value !== (filters[name] ?? '') && set({ [name]: event.target.value })}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          </label>
        ))}
        {(['since', 'until'] as const).map((name) => (
          <label key={name} className="inline">
            {labels[name]}
            <input type="date" value={filters[name] ?? ''} onChange={(event) => set({ [name]: event.target.value })} />
          </label>
        ))}
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
