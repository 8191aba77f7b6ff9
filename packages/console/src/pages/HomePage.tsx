import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ConsoleEventsDocument, ConsoleHomeDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useLive } from '../api/live.tsx';
import { useSession } from '../api/session.ts';
import { Code, Empty, ErrorBox, Skeleton } from '../ui/basics.tsx';
import { EntryItem } from '../ui/EntryList.tsx';
import { EventItem } from '../ui/EventItem.tsx';
import { Title } from '../ui/Title.tsx';

const shownEvents = 12;

export function HomePage() {
  const { number } = useSession();
  const live = useLive();
  const home = useQuery({
    queryKey: ['home', number],
    queryFn: ({ signal }) => ask(ConsoleHomeDocument, {}, signal),
  });
  const recent = useQuery({
    queryKey: ['recentEvents', number],
    queryFn: ({ signal }) => ask(ConsoleEventsDocument, { last: shownEvents }, signal),
  });
  const known = recent.data?.registryEvents.edges.map(({ node }) => node).reverse() ?? [];
  const seen = new Set(live.events.map(({ id }) => id));
  const events = [...live.events, ...known.filter(({ id }) => !seen.has(id))].slice(0, shownEvents);
  const { data } = home;
  const agents = data?.agents.edges.map(({ node }) => node) ?? [];
  const templates = data?.templates.edges.map(({ node }) => node) ?? [];
  const featured = [...(data?.featuredAgents.edges ?? []), ...(data?.featuredTemplates.edges ?? [])].map(
    ({ node }) => node,
  );
  const stats = data?.registryStats;
  const used = stats?.mostUsed ?? [];
  const inMonth = <Item extends { days: number }>(items: readonly Item[] | undefined) =>
    items?.find(({ days }) => days === 30);

  return (
    <>
      <Title text="Registry" about="Agents, the templates that combine them, and what happens to both." />
      {home.error && <ErrorBox error={home.error} retry={() => void home.refetch()} />}
      <ul className="counts" aria-label="Counts">
        <Count label="Agents" to="/agents" value={stats?.agents.total} />
        <Count label="Templates" to="/templates" value={stats?.templates.total} />
        <Count label="Published in 30 days" to="/events" value={inMonth(stats?.published)?.count} />
        <Count label="Runs in 30 days" to="/runs" value={inMonth(stats?.runs)?.total} />
      </ul>
      {data && agents.length + templates.length === 0 && <FirstSteps />}
      <div className="split">
        <section aria-labelledby="recent-entries">
          {featured.length > 0 && (
            <section aria-labelledby="featured-entries">
              <h2 id="featured-entries">Featured</h2>
              {featured.map((entry) => (
                <EntryItem key={`${entry.__typename}/${entry.namespace}/${entry.slug}`} entry={entry} showKind />
              ))}
            </section>
          )}
          <h2 id="recent-entries" className={featured.length > 0 ? 'spaced' : undefined}>
            Recently updated
          </h2>
          {!data && !home.error && <Skeleton rows={6} tall />}
          {[...agents, ...templates]
            .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
            .slice(0, 7)
            .map((entry) => (
              <EntryItem key={`${entry.__typename}/${entry.namespace}/${entry.slug}`} entry={entry} showKind />
            ))}
          {used.length > 0 && (
            <>
              <h2 className="spaced">Most used in 30 days</h2>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Entry</th>
                    <th scope="col">Kind</th>
                    <th scope="col" className="number">
                      Runs
                    </th>
                    <th scope="col" className="number">
                      Succeeded
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {used.map(({ entry: { __typename, slug, namespace, name }, runs, succeeded }) => (
                    <tr key={`${__typename}/${namespace}/${slug}`}>
                      <td className="entry-name">
                        <Link
                          to="/$namespace/$kinds/$id"
                          params={{ namespace, kinds: __typename === 'Agent' ? 'agents' : 'templates', id: slug }}
                        >
                          {name}
                        </Link>
                      </td>
                      <td>{__typename.toLowerCase()}</td>
                      <td className="number">{runs.toLocaleString()}</td>
                      <td className="number">{succeeded.toLocaleString()}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </section>
        <section aria-labelledby="feed">
          <h2 id="feed">Live feed</h2>
          {recent.error ? <ErrorBox error={recent.error} retry={() => void recent.refetch()} /> : null}
          {!recent.data && !recent.error && <Skeleton rows={10} />}
          {recent.data && events.length === 0 && <Empty title="Nothing has happened yet." />}
          <ol className="feed-list" aria-label="Newest events">
            {events.map((event) => (
              <li key={event.id}>
                <EventItem event={event} />
              </li>
            ))}
          </ol>
          <p>
            <Link to="/events">All events</Link>
          </p>
        </section>
      </div>
    </>
  );
}

const Count = ({ label, to, value }: { label: string; to: string; value: number | undefined }) => (
  <li>
    <Link to={to}>
      <strong>{value === undefined ? '–' : value.toLocaleString()}</strong>
      <span>{label}</span>
    </Link>
  </li>
);

const FirstSteps = () => (
  <Empty title="This registry is empty.">
    <p>Publish your first agent: create one, then drop its folder on the Publish page, or use the CLI.</p>
    <Code
      label="First agent"
      text={'npm run registry -- init agent my-agent\nnpm run registry -- publish agents --dir my-agent'}
    />
    <p>
      <Link to="/publish">Publish a folder</Link>
    </p>
  </Empty>
);
