import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ConsoleReportsDocument, type RegistryKind } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { useOpenRows } from '../list/useOpenRows.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { Badge, Empty, ErrorBox, Skeleton, Status } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Title } from '../ui/Title.tsx';
import { Time } from '../ui/time.tsx';

/** What was validated in one's namespace, and what was wrong with it. */
export function ReportsPage() {
  const filters = useSearch({ strict: false }) as { kind?: string; valid?: string; entry?: string };
  const { kind, valid, entry } = filters;
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const openRow = useOpenRows();
  const refusal = refusalFor(viewer, 'PUBLISHER');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['reports', filters, number],
    queryFn: ({ pageParam, signal }) =>
      ask(
        ConsoleReportsDocument,
        {
          first: 30,
          after: pageParam,
          filter: {
            ...(kind ? { kind: kind as RegistryKind } : {}),
            ...(valid ? { valid: valid === 'yes' } : {}),
            ...(entry ? { entryId: entry } : {}),
          },
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ validationReports: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    enabled: refusal === null,
  });
  const reports = data?.pages.flatMap((page) => page.validationReports.edges.map(({ node }) => node)) ?? [];
  const set = (changed: Record<string, string>) =>
    void navigate({ to: '/reports', search: { ...filters, ...changed }, replace: true });
  return (
    <>
      <Title text="Validation reports" about="Validations in your namespace, and the issues that they found." />
      {viewer !== undefined && refusal !== null ? (
        <Empty title={refusal}>
          <p>Reports contain definitions as they were sent, so only publishers of the namespace can read them.</p>
        </Empty>
      ) : (
        <>
          <div className="toolbar">
            <label className="inline">
              Kind
              <select value={kind ?? ''} onChange={(event) => set({ kind: event.target.value })}>
                <option value="">both</option>
                <option value="AGENT">agents</option>
                <option value="TEMPLATE">templates</option>
              </select>
            </label>
            <label className="inline">
              Result
              <select value={valid ?? ''} onChange={(event) => set({ valid: event.target.value })}>
                <option value="">all</option>
                <option value="yes">valid</option>
                <option value="no">invalid</option>
              </select>
            </label>
          </div>
          {error && <ErrorBox error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={6} />}
          {data && reports.length === 0 && <Empty title="No reports match." />}
          {reports.length > 0 && (
            <VirtualList
              label="Validation reports"
              items={reports}
              keyOf={({ id }) => id}
              height={60}
              hasMore={hasNextPage}
              isLoading={isFetchingNextPage}
              loadMore={() => void fetchNextPage()}
            >
              {(report) => (
                <details className="report" {...openRow(report.id)}>
                  <summary>
                    <Icon name={report.kind === 'AGENT' ? 'agent' : 'template'} />
                    <strong>{report.entryId ?? 'unnamed'}</strong> <code>{report.version}</code>{' '}
                    <Badge tone={report.valid ? 'good' : 'bad'}>{report.valid ? 'valid' : 'invalid'}</Badge>
                    <span className="grow" />
                    <span className="soft">
                      {report.issues.length} {report.issues.length === 1 ? 'issue' : 'issues'},{' '}
                      <Time value={report.createdAt} />
                    </span>
                  </summary>
                  <ul className="issues">
                    {report.issues.map(({ file, path, message, severity }) => (
                      <li key={`${file} ${path} ${message}`}>
                        <Status value={severity} /> <code>{[file, path].filter(Boolean).join(': ')}</code> {message}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </VirtualList>
          )}
        </>
      )}
    </>
  );
}
