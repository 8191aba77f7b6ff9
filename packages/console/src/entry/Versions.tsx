import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConsoleAgentVersionsDocument, ConsoleTemplateVersionsDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Badge, Digest, Empty, ErrorBox, Guarded, Skeleton, Status } from '../ui/basics.tsx';
import { Time } from '../ui/time.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { ChannelBadges } from './ChannelBadges.tsx';
import { ChannelDialog } from './ChannelDialog.tsx';
import type { Change } from './changes.ts';
import type { Shown } from './useEntry.ts';

/** Every version, newest first, with a comparison to the one before it and what may be done with it. */
export default function Versions({ shown }: { shown: Shown }) {
  const { kinds, entry } = shown;
  const { namespace, slug: id } = entry;
  const { number } = useSession();
  const viewer = useViewer();
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
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  const versions = data.pages.flatMap((page) => page?.versions.edges.map(({ node }) => node) ?? []);
  const current = data.pages[0]?.currentVersion?.version;
  const channels = data.pages[0]?.channels ?? [];
  const place = versions.findIndex(({ version }) => version === current);
  /** The way back to such a version is a rollback. */
  const isPublishedBefore = (index: number, status: string) => place !== -1 && index > place && status === 'ACTIVE';
  if (versions.length === 0) return <Empty title="No versions yet." />;
  return (
    <>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Status</th>
              <th scope="col">Published</th>
              <th scope="col" className="wide-only">
                Digest
              </th>
              <th scope="col" className="wide-only">
                Commit
              </th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, status, visibility, digest, commitSha, publishedAt }, index) => {
              const previous = versions[index + 1]?.version;
              return (
                <tr key={version}>
                  <td>
                    <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }} search={{ version }}>
                      <code>{version}</code>
                    </Link>{' '}
                    {version === current && <Badge tone="accent">current</Badge>}{' '}
                    <ChannelBadges address={{ namespace, kinds, id }} channels={channels} version={version} />
                  </td>
                  <td>
                    <Status value={status} /> {visibility === 'PRIVATE' && <Badge>private</Badge>}
                  </td>
                  <td>
                    <Time value={publishedAt} />
                  </td>
                  <td className="wide-only">
                    <Digest value={digest} />
                  </td>
                  <td className="wide-only">{commitSha ? <code>{commitSha.slice(0, 8)}</code> : '–'}</td>
                  <td className="row-actions">
                    {previous && (
                      <Link
                        to="/$namespace/$kinds/$id/compare/$range"
                        params={{ namespace, kinds, id, range: `${previous}...${version}` }}
                      >
                        Compare with previous<span className="sr-only"> of {version}</span>
                      </Link>
                    )}
                    {version !== current && status !== 'ARCHIVED' && !isPublishedBefore(index, status) && (
                      <Guarded
                        refusal={refusalFor(viewer, 'PUBLISHER', namespace)}
                        onClick={() => setChange({ action: 'promote', version })}
                        tone="quiet"
                      >
                        Promote<span className="sr-only"> {version}</span>
                      </Guarded>
                    )}
                    {version !== current && status === 'ACTIVE' && (
                      <Guarded
                        refusal={refusalFor(viewer, 'ADMIN', namespace)}
                        onClick={() => setChange({ action: 'rollback', version })}
                        tone="quiet"
                      >
                        Roll back to this<span className="sr-only"> {version}</span>
                      </Guarded>
                    )}
                    {status === 'ACTIVE' && (
                      <Guarded
                        refusal={refusalFor(viewer, 'PUBLISHER', namespace)}
                        onClick={() => setPointed(version)}
                        tone="quiet"
                      >
                        Channel…<span className="sr-only"> to {version}</span>
                      </Guarded>
                    )}
                    {version !== current && status !== 'DRAFT' && (
                      <Guarded
                        refusal={refusalFor(viewer, 'ADMIN', namespace)}
                        onClick={() => setChange({ action: status === 'ARCHIVED' ? 'unarchive' : 'archive', version })}
                        tone="quiet"
                      >
                        {status === 'ARCHIVED' ? 'Unarchive' : 'Archive'}
                        <span className="sr-only"> {version}</span>
                      </Guarded>
                    )}
                    {status === 'DRAFT' && (
                      <Guarded
                        refusal={refusalFor(viewer, 'PUBLISHER', namespace)}
                        onClick={() => setChange({ action: 'discard', version })}
                        tone="quiet"
                      >
                        Discard<span className="sr-only"> {version}</span>
                      </Guarded>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <p className="more">
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </button>
        </p>
      )}
      {pointed !== null && (
        <ChannelDialog shown={shown} channel={null} version={pointed} onClose={() => setPointed(null)} />
      )}
      {change && <ChangeDialog shown={shown} change={change} onClose={() => setChange(null)} />}
    </>
  );
}
