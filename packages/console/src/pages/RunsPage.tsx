import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ConsoleRunRowFragment, ConsoleRunsDocument, type RunStatus } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { useViewer } from '../api/viewer.ts';
import { type Column, VirtualTable } from '../list/VirtualTable.tsx';
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

const columns: readonly Column<ConsoleRunRowFragment>[] = [
  {
    title: 'Run',
    width: '34%',
    cell: ({ id, template, templateVersion }) => (
      <>
        <Link to="/runs/$id" params={{ id }}>
          {template?.name ?? 'A removed template'}
        </Link>{' '}
        <code>{templateVersion?.version}</code>
      </>
    ),
  },
  { title: 'Status', width: '19%', cell: ({ status }) => <Status value={status} /> },
  { title: 'Environment', width: '14%', shownFrom: 'wide', cell: ({ environment }) => environment ?? '–' },
  { title: 'Created', width: '20%', cell: ({ createdAt }) => <Time value={createdAt} /> },
  {
    title: 'Took',
    width: '14%',
    shownFrom: 'wide',
    cell: ({ startedAt, finishedAt }) => <Duration from={startedAt} to={finishedAt} />,
  },
];

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
      <div className="toolbar filters">
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
        <VirtualTable
          label="Runs"
          items={runs}
          keyOf={({ id }) => id}
          height={36}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          loadMore={() => void fetchNextPage()}
          columns={columns}
        />
      )}
    </>
  );
}

const isUnderWay = (status: RunStatus) => status === 'QUEUED' || status === 'RUNNING';
