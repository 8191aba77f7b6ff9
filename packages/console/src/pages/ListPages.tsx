import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import {
  ConsoleAgentsDocument,
  ConsoleFacetsDocument,
  type ConsoleFacetsQuery,
  ConsoleSearchDocument,
  ConsoleTemplatesDocument,
  type EntryStatus,
  type RegistryFilter,
  type RegistryKind,
  type RegistryOrder,
  type Visibility,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { useViewer } from '../api/viewer.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { Empty, ErrorBox, Skeleton } from '../ui/basics.tsx';
import { EntryItem, type EntryRow } from '../ui/EntryList.tsx';
import { type FacetGroup, Facets } from '../ui/Facets.tsx';
import { Title } from '../ui/Title.tsx';

type Filters = Partial<
  Record<'q' | 'kind' | 'category' | 'tags' | 'namespace' | 'status' | 'visibility' | 'sort', string>
>;

export const AgentsPage = () => <ListPage kind="AGENT" title="Agents" />;
export const TemplatesPage = () => <ListPage kind="TEMPLATE" title="Templates" />;
export const SearchPage = () => <ListPage title="Search" />;

const sorts: Record<string, { label: string; orderBy: RegistryOrder }> = {
  name: { label: 'Name', orderBy: { field: 'NAME', direction: 'ASC' } },
  updated: { label: 'Last updated', orderBy: { field: 'UPDATED_AT', direction: 'DESC' } },
  created: { label: 'Newest', orderBy: { field: 'CREATED_AT', direction: 'DESC' } },
  popular: { label: 'Most used', orderBy: { field: 'POPULAR', direction: 'DESC' } },
  trending: { label: 'Trending', orderBy: { field: 'TRENDING', direction: 'DESC' } },
};
/** Agents are not rated. */
const sortsOfTemplates: typeof sorts = {
  ...sorts,
  rating: { label: 'Best rated', orderBy: { field: 'RATING', direction: 'DESC' } },
};

const sortsOf = (kind: RegistryKind | undefined) => (kind === 'TEMPLATE' ? sortsOfTemplates : sorts);

const pageSize = 50;

interface Page {
  rows: EntryRow[];
  totalCount: number;
  isExact: boolean;
  endCursor: string | null;
}

function filterOf({ category, tags, namespace, status, visibility }: Filters): RegistryFilter {
  return {
    ...(category ? { category } : {}),
    ...(tags ? { tags: tags.split(',') } : {}),
    ...(namespace ? { namespace } : {}),
    ...(status ? { status: status as EntryStatus } : {}),
    ...(visibility ? { visibility: visibility as Visibility } : {}),
  };
}

/** Asks the list of one registry when it is read in an order, and the search when something is looked for in it. */
async function loadPage(
  kind: RegistryKind | undefined,
  filters: Filters,
  after: string | null,
  signal: AbortSignal,
): Promise<Page> {
  const filter = filterOf(filters);
  const { q = '', sort = 'name' } = filters;
  if (kind === undefined || q !== '') {
    const kinds = kind ? [kind] : filters.kind ? [filters.kind as RegistryKind] : undefined;
    const { search } = await ask(
      ConsoleSearchDocument,
      { query: q, filter, first: pageSize, after, ...(kinds ? { kinds } : {}) },
      signal,
    );
    return {
      rows: search.edges.map(({ node, highlight }) => ({ ...node, ...(q === '' ? {} : { highlight }) })),
      totalCount: search.totalCount,
      isExact: search.totalCountIsExact,
      endCursor: search.pageInfo.hasNextPage ? (search.pageInfo.endCursor ?? null) : null,
    };
  }
  const orderBy = (sortsOf(kind)[sort] ?? sorts.name)?.orderBy;
  const document = kind === 'AGENT' ? ConsoleAgentsDocument : ConsoleTemplatesDocument;
  const { list } = await ask(document, { filter, first: pageSize, after, ...(orderBy ? { orderBy } : {}) }, signal);
  return {
    rows: list.edges.map(({ node }) => node),
    totalCount: list.totalCount,
    isExact: true,
    endCursor: list.pageInfo.hasNextPage ? (list.pageInfo.endCursor ?? null) : null,
  };
}

function ListPage({ kind, title }: { kind?: RegistryKind; title: string }) {
  const filters: Filters = useSearch({ strict: false });
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const set = (changed: Filters) =>
    void navigate({ to: '.', search: { ...filters, ...changed }, replace: 'q' in changed, resetScroll: false });

  const list = useInfiniteQuery({
    queryKey: ['entries', kind ?? 'both', filters, number],
    queryFn: ({ pageParam, signal }) => loadPage(kind, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ endCursor }) => endCursor,
    placeholderData: keepPreviousData,
  });
  const kinds = kind ? [kind] : filters.kind ? [filters.kind as RegistryKind] : undefined;
  const facets = useQuery({
    queryKey: ['entries', 'facets', kind ?? 'both', filters, number],
    queryFn: ({ signal }) =>
      ask(
        ConsoleFacetsDocument,
        { query: filters.q ?? '', filter: filterOf(filters), ...(kinds ? { kinds } : {}) },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = list.data?.pages[0];
  const isSorted = kind !== undefined && !filters.q;
  const noun = kind === 'AGENT' ? 'agents' : kind === 'TEMPLATE' ? 'templates' : 'entries';

  return (
    <>
      <Title
        text={title}
        about={
          first ? (
            <span role="status">
              {first.totalCount.toLocaleString()}
              {first.isExact && first.totalCount < 10_000 ? '' : ' or more'} {noun}
              {filters.q ? ` for “${filters.q}”` : ''}
            </span>
          ) : (
            'Loading…'
          )
        }
      />
      <div className="toolbar">
        <QueryBox value={filters.q ?? ''} label={`Search ${noun}`} onChange={(q) => set({ q })} />
        {isSorted && (
          <label className="inline">
            Sort
            <select value={filters.sort ?? 'name'} onChange={(event) => set({ sort: event.target.value })}>
              {Object.entries(sortsOf(kind)).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        {!isSorted && <span className="soft">Best match first</span>}
      </div>
      <div className="with-facets">
        <Facets
          groups={facetGroups(facets.data, filters, kind, viewer?.namespace)}
          isLoading={facets.isPending}
          isExact={facets.data?.search.totalCountIsExact ?? true}
          onChange={set}
        />
        <div aria-busy={list.isFetching}>
          <h2 className="sr-only">Results</h2>
          {list.error && <ErrorBox error={list.error} retry={() => void list.refetch()} />}
          {!list.data && !list.error && <Skeleton rows={8} tall />}
          {first && rows.length === 0 && (
            <Empty title={filters.q ? `Nothing matches “${filters.q}”.` : `No ${noun} here yet.`}>
              {Object.keys(filters).length > 0 && (
                <button type="button" onClick={() => void navigate({ to: '.', search: {} })}>
                  Clear all filters
                </button>
              )}
            </Empty>
          )}
          {rows.length > 0 && (
            <VirtualList
              label={title}
              items={rows}
              keyOf={(entry) => `${entry.__typename}/${entry.namespace}/${entry.slug}`}
              height={104}
              hasMore={list.hasNextPage}
              isLoading={list.isFetchingNextPage}
              loadMore={() => void list.fetchNextPage()}
            >
              {(entry) => <EntryItem entry={entry} showKind={kind === undefined} />}
            </VirtualList>
          )}
          {rows.length > 0 && !list.hasNextPage && first?.isExact === false && (
            <p className="more soft">The search ends here. Search for more words, or choose a filter.</p>
          )}
        </div>
      </div>
    </>
  );
}

/** Asks a moment after the last key, so that each key is not a request and an address. */
function QueryBox({ value, label, onChange }: { value: string; label: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed decides, nothing else.
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      type="search"
      className="query"
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function facetGroups(
  data: ConsoleFacetsQuery | undefined,
  filters: Filters,
  kind: RegistryKind | undefined,
  own: string | undefined,
): FacetGroup[] {
  const facets = data?.search.facets;
  const fixed = (...values: string[]) => values.map((value) => ({ value, count: null }));
  return [
    ...(kind === undefined
      ? [{ name: 'kind', label: 'Kind', values: facets?.kinds ?? [], chosen: filters.kind ? [filters.kind] : [] }]
      : []),
    {
      name: 'category',
      label: 'Category',
      values: facets?.categories ?? [],
      chosen: filters.category ? [filters.category] : [],
    },
    {
      name: 'tags',
      label: 'Tags',
      isMultiple: true,
      values: facets?.tags ?? [],
      chosen: filters.tags?.split(',') ?? [],
    },
    {
      name: 'status',
      label: 'Status',
      values: fixed('ACTIVE', 'DEPRECATED', 'DISABLED'),
      chosen: filters.status ? [filters.status] : [],
    },
    ...(own || filters.namespace
      ? [
          {
            name: 'namespace',
            label: 'Namespace',
            values: fixed(...new Set([own, filters.namespace].filter((each) => each !== undefined))),
            chosen: filters.namespace ? [filters.namespace] : [],
          },
          {
            name: 'visibility',
            label: 'Visibility',
            values: fixed('PUBLIC', 'PRIVATE'),
            chosen: filters.visibility ? [filters.visibility] : [],
          },
        ]
      : []),
  ];
}
