import { Link, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { ChannelBadges } from '../entry/ChannelBadges.tsx';
import { EntryActions } from '../entry/EntryActions.tsx';
import { Overview } from '../entry/Overview.tsx';
import { type EntryAddress, type Shown, useEntry } from '../entry/useEntry.ts';
import { Badge, Empty, ErrorBox, Notice, Skeleton, Status } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import { lazyPart } from '../ui/lazyPart.ts';
import { Title } from '../ui/Title.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const Versions = lazyPart(() => import('../entry/Versions.tsx'));
const Channels = lazyPart(() => import('../entry/Channels.tsx'));
const Files = lazyPart(() => import('../entry/Files.tsx'));
const UsedBy = lazyPart(() => import('../entry/UsedBy.tsx'));
const History = lazyPart(() => import('../entry/History.tsx'));
const UseIt = lazyPart(() => import('../entry/UseIt.tsx'));

const tabs = [
  ['overview', 'Overview'],
  ['versions', 'Versions'],
  ['channels', 'Channels'],
  ['files', 'Files'],
  ['used-by', 'Used by'],
  ['history', 'History'],
  ['use', 'Use it'],
] as const;

export function EntryPage() {
  const params = useParams({ strict: false });
  const { version: asked, tab = 'overview' } = useSearch({ strict: false }) as { version?: string; tab?: string };
  const { namespace = '', id = '', kinds } = params;
  if (kinds !== 'agents' && kinds !== 'templates') return <NotFoundPage />;
  return <Entry key={`${kinds}/${namespace}/${id}`} address={{ kinds, namespace, id }} asked={asked} tab={tab} />;
}

function Entry({ address, asked, tab }: { address: EntryAddress; asked: string | undefined; tab: string }) {
  const { data, error, refetch } = useEntry(address, asked);
  const viewer = useViewer();
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (data === undefined)
    return (
      <>
        <Title text={address.id} about="Loading…" />
        <Skeleton rows={10} />
      </>
    );
  if (data === null) return <NotFoundPage />;
  const { entry, version } = data;
  return (
    <>
      <Title
        text={entry.name}
        about={
          <>
            <code>
              {entry.namespace}/{entry.slug}
            </code>{' '}
            {version && <code className="entry-version">{version.version}</code>}{' '}
            {version && <ChannelBadges address={address} channels={entry.channels} version={version.version} />}{' '}
            {entry.status !== 'ACTIVE' && <Status value={entry.status} />}{' '}
            {version?.status !== 'ACTIVE' && version && <Status value={version.status} />}{' '}
            <Badge>{entry.visibility.toLowerCase()}</Badge>{' '}
            {entry.sharedWithMe && (
              <Badge>{entry.sharedWithMe.mayInstantiate ? 'shared with you' : 'shared with you to read'}</Badge>
            )}
          </>
        }
      >
        {data.kinds === 'templates' && version && (
          <Link
            className="button primary"
            to="/$namespace/templates/$id/instantiate"
            params={{ namespace: address.namespace, id: address.id }}
            search={asked ? { version: asked } : {}}
          >
            <Icon name="run" />
            Start a run
          </Link>
        )}
        <EntryActions shown={data} refusal={(least) => refusalFor(viewer, least, entry.namespace)} />
      </Title>
      {entry.status !== 'ACTIVE' && (
        <Notice
          tone={entry.status === 'DISABLED' ? 'bad' : 'warn'}
          title={entry.status === 'DISABLED' ? 'Disabled: it cannot be used.' : 'Deprecated: not for new use.'}
        >
          {entry.statusMessage && <p>{entry.statusMessage}</p>}
        </Notice>
      )}
      {asked !== undefined && version && entry.currentVersion?.version !== version.version && (
        <Notice tone="neutral" title={`This is version ${version.version}.`}>
          <p>
            {entry.currentVersion ? (
              <>
                The current version is <code>{entry.currentVersion.version}</code>.{' '}
                <Tab address={address} to={tab}>
                  Show it
                </Tab>
              </>
            ) : (
              'There is no current version.'
            )}
          </p>
        </Notice>
      )}
      <Tabs address={address} tab={tab} version={asked} />
      <Suspense fallback={<Skeleton rows={8} />}>
        <Content tab={tab} shown={data} asked={asked} />
      </Suspense>
    </>
  );
}

function Tabs({ address, tab, version }: { address: EntryAddress; tab: string; version: string | undefined }) {
  const nav = useRef<HTMLElement>(null);
  // In a small window the tabs scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each tab.
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && current)
      nav.current.scrollLeft = current.offsetLeft - (nav.current.clientWidth - current.offsetWidth) / 2;
  }, [tab]);
  return (
    <nav ref={nav} className="tabs" aria-label="Parts of this entry">
      <ul>
        {tabs.map(([name, label]) => (
          <li key={name}>
            <Tab address={address} to={name} version={version} isCurrent={name === tab}>
              {label}
            </Tab>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Tab({
  address,
  to,
  version,
  isCurrent = false,
  children,
}: {
  address: EntryAddress;
  to: string;
  version?: string | undefined;
  isCurrent?: boolean;
  children: ReactNode;
}) {
  return (
    <Link
      to="/$namespace/$kinds/$id"
      params={address}
      search={{ ...(to === 'overview' ? {} : { tab: to }), ...(version ? { version } : {}) }}
      activeOptions={{ exact: true }}
      activeProps={{ 'aria-current': undefined }}
      resetScroll={false}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
    </Link>
  );
}

function Content({ tab, shown, asked }: { tab: string; shown: Shown; asked: string | undefined }) {
  if (tab === 'versions') return <Versions shown={shown} />;
  if (tab === 'channels') return <Channels shown={shown} />;
  if (tab === 'history') return <History shown={shown} />;
  if (tab === 'used-by') return <UsedBy shown={shown} />;
  if (!shown.version)
    return (
      <Empty title={asked ? `Version ${asked} was not found, or you do not have access to it.` : 'No version yet.'}>
        <p>Drafts are visible to publishers of the namespace. The tab Versions lists what you may read.</p>
      </Empty>
    );
  if (tab === 'files') return <Files shown={shown} />;
  if (tab === 'use') return <UseIt shown={shown} />;
  return <Overview shown={shown} />;
}
