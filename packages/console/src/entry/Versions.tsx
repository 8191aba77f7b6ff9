import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConsoleAgentVersionsDocument, ConsoleTemplateVersionsDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { VirtualTable } from '../list/VirtualTable.tsx';
import { Badge, Digest, Empty, ErrorBox, Skeleton, Status } from '../ui/basics.tsx';
import { Time } from '../ui/time.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { ChannelBadges } from './ChannelBadges.tsx';
import { ChannelDialog } from './ChannelDialog.tsx';
import type { Change } from './changes.ts';
import type { Shown } from './useEntry.ts';
import { VersionActions } from './VersionActions.tsx';

/** Every version, newest first, with a comparison to the one before it and what may be done with it. */
export default function Versions({ shown }: { shown: Shown }) {
  const { kinds, entry } = shown;
  const { namespace, slug: id } = entry;
  const { number } = useSession();
  const [change, setChange] = useState<Change | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['entry', kinds, namespace, id, 'versions', number],
    async queryFn({ pageParam, signal }) {
      const document = kinds === 'agents' ? ConsoleAgentVersionsDocument : ConsoleTemplateVersionsDocument;
      const { entry: found } = await ask(document, { id, namespace, first: 50, after: pageParam }, signal);
      return found;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.versions.pageInfo.hasNextPage ? page.versions.pageInfo.endCursor : null),
  });
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  const versions = data.pages.flatMap((page) => page?.versions.edges.map(({ node }) => node) ?? []);
  const current = data.pages[0]?.currentVersion?.version;
  const channels = data.pages[0]?.channels ?? [];
  const place = versions.findIndex(({ version }) => version === current);
  const rows = versions.map((version, index) => ({
    ...version,
    previous: versions[index + 1]?.version,
    isCurrent: index === place,
    /** The way back to such a version is a rollback. */
    wasCurrent: place !== -1 && index > place && version.status === 'ACTIVE',
  }));
  if (rows.length === 0) return <Empty title="No versions yet." />;
  return (
    <>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      <VirtualTable
        label="Versions"
        items={rows}
        keyOf={({ version }) => version}
        height={41}
        hasMore={hasNextPage}
        isLoading={isFetchingNextPage}
        loadMore={() => void fetchNextPage()}
        columns={[
          {
            title: 'Version',
            width: '21%',
            cell: ({ version, isCurrent, publishedAt }) => (
              <>
                <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }} search={{ version }}>
                  <code>{version}</code>
                </Link>{' '}
                {isCurrent && <Badge tone="accent">current</Badge>}{' '}
                <ChannelBadges address={{ namespace, kinds, id }} channels={channels} version={version} />
                <span className="narrow-only soft small">
                  <Time value={publishedAt} />
                </span>
              </>
            ),
          },
          {
            title: 'Status',
            width: '104px',
            cell: ({ status, visibility }) => (
              <>
                <Status value={status} /> {visibility === 'PRIVATE' && <Badge>private</Badge>}
              </>
            ),
          },
          {
            title: 'Published',
            width: '124px',
            shownFrom: 'wide',
            cell: ({ publishedAt }) => <Time value={publishedAt} />,
          },
          { title: 'Digest', width: '144px', shownFrom: 'large', cell: ({ digest }) => <Digest value={digest} /> },
          {
            title: 'Commit',
            width: '88px',
            shownFrom: 'large',
            cell: ({ commitSha }) => (commitSha ? <code>{commitSha.slice(0, 8)}</code> : '–'),
          },
          {
            title: 'Actions',
            isTitleHidden: true,
            cell: (row) => (
              <VersionActions
                row={row}
                address={{ namespace, kinds, id }}
                onChange={setChange}
                onPoint={() => setPointed(row.version)}
              />
            ),
          },
        ]}
      />
      {pointed !== null && (
        <ChannelDialog shown={shown} channel={null} version={pointed} onClose={() => setPointed(null)} />
      )}
      {change && <ChangeDialog shown={shown} change={change} onClose={() => setChange(null)} />}
    </>
  );
}
