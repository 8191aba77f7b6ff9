import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  ConsoleAgentUsageDocument,
  type ConsoleAgentUsageQuery,
  ConsoleTemplateUsageDocument,
  type ConsoleTemplateUsageQuery,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { BarChart, barsOf } from '../ui/BarChart.tsx';
import { Empty, ErrorBox, Skeleton } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { duration, Time } from '../ui/time.tsx';
import { Meters } from '../usage/Meters.tsx';

const periods = [1, 7, 30, 90];
const maxEntries = 100;

/** What one's namespace ran, how it went, how long it took, and what it uses of its quotas. */
export function UsagePage() {
  const { days: asked = '30', meter } = useSearch({ strict: false }) as { days?: string; meter?: string };
  const days = periods.includes(Number(asked)) ? Number(asked) : 30;
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const refusal = refusalFor(viewer, 'VIEWER');
  const { data, error, refetch } = useQuery({
    queryKey: ['runs', 'usage', days, number],
    // Two queries: together they would cost more than one may.
    async queryFn({ signal }): Promise<ConsoleTemplateUsageQuery & ConsoleAgentUsageQuery> {
      const variables = { days, first: maxEntries };
      const [templates, agents] = await Promise.all([
        ask(ConsoleTemplateUsageDocument, variables, signal),
        ask(ConsoleAgentUsageDocument, variables, signal),
      ]);
      return { ...templates, ...agents };
    },
    enabled: refusal === null,
  });
  return (
    <>
      <Title
        text="Usage"
        about={viewer ? `Runs, meters and quotas of the namespace “${viewer.namespace}”.` : 'Runs, meters and quotas.'}
      />
      {viewer !== undefined && refusal !== null ? (
        <Empty title={refusal}>
          <p>Runs belong to a namespace: sign in to see what yours uses.</p>
        </Empty>
      ) : (
        <>
          <div className="toolbar">
            <fieldset className="segments">
              <legend>Days</legend>
              {periods.map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="days"
                    checked={days === each}
                    onChange={() =>
                      void navigate({
                        to: '/usage',
                        search: { days: String(each), ...(meter ? { meter } : {}) },
                        replace: true,
                        resetScroll: false,
                      })
                    }
                  />
                  {each}
                </label>
              ))}
            </fieldset>
          </div>
          {error && <ErrorBox error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={6} tall />}
          {data && <Runs data={data} days={days} />}
          {data && <AgentSteps data={data} days={days} />}
          {viewer && <Meters days={days} refusal={refusalFor(viewer, 'ADMIN')} />}
        </>
      )}
    </>
  );
}

function Runs({ data: { templates }, days }: { data: ConsoleTemplateUsageQuery; days: number }) {
  const used = useMemo(
    () => templates.edges.map(({ node }) => node).filter(({ usage }) => usage.runs > 0 || usage.lastUsedAt !== null),
    [templates],
  );
  const perDay = new Map<string, number>();
  for (const { usage } of used)
    for (const { date, count } of usage.perDay) perDay.set(date, (perDay.get(date) ?? 0) + count);
  const sum = (count: (usage: (typeof used)[number]['usage']) => number) =>
    used.reduce((total, { usage }) => total + count(usage), 0);
  const runs = sum((usage) => usage.runs);
  const succeeded = sum((usage) => usage.succeeded);
  const failed = sum((usage) => usage.failed);
  const period = days === 1 ? 'today' : `in ${days} days`;
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">Runs {period}</h2>
      <dl className="figures">
        <Figure label="Runs" value={runs.toLocaleString()} />
        <Figure label="Succeeded" value={succeeded.toLocaleString()} />
        <Figure label="Failed" value={failed.toLocaleString()} />
        <Figure label="Success rate" value={percent(succeeded, failed)} />
      </dl>
      <BarChart label="Runs created each day" unit="runs" bars={barsOf(days, perDay)} />
      {used.length === 0 ? (
        <Empty title="Nothing was run yet.">
          <p>
            Start a run from a <Link to="/templates">template</Link>.
          </p>
        </Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <caption className="sr-only">Runs by template, {period}</caption>
            <thead>
              <tr>
                <th scope="col">Template</th>
                <th scope="col" className="number">
                  Runs
                </th>
                <th scope="col" className="number">
                  Success rate
                </th>
                <th scope="col" className="number wide-only">
                  Median
                </th>
                <th scope="col" className="number">
                  95 % within
                </th>
                <th scope="col" className="number wide-only">
                  Tokens
                </th>
                <th scope="col" className="number wide-only">
                  Views
                </th>
                <th scope="col" className="number wide-only">
                  Pulls
                </th>
                <th scope="col" className="number wide-only">
                  Last used
                </th>
              </tr>
            </thead>
            <tbody>
              {used
                .toSorted((a, b) => b.usage.runs - a.usage.runs)
                .map(({ slug, namespace, name, usage, engagement }) => (
                  <tr key={`${namespace}/${slug}`}>
                    <td className="wrap">
                      <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds: 'templates', id: slug }}>
                        {name}
                      </Link>
                    </td>
                    <td className="number">{usage.runs.toLocaleString()}</td>
                    <td className="number">{percent(usage.succeeded, usage.failed)}</td>
                    <td className="number wide-only">{seconds(usage.p50Seconds)}</td>
                    <td className="number">{seconds(usage.p95Seconds)}</td>
                    <td className="number wide-only">{tokenSum(usage.tokens)}</td>
                    <td className="number wide-only">{engagement.views.toLocaleString()}</td>
                    <td className="number wide-only">{engagement.pulls.toLocaleString()}</td>
                    <td className="number wide-only">{usage.lastUsedAt ? <Time value={usage.lastUsedAt} /> : '–'}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
      {templates.pageInfo.hasNextPage && (
        <p className="soft">Only the {maxEntries} most used templates of the registry are counted.</p>
      )}
    </section>
  );
}

/** The agents that were used, with their steps. */
function AgentSteps({ data: { agents }, days }: { data: ConsoleAgentUsageQuery; days: number }) {
  const used = agents.edges.map(({ node }) => node).filter(({ usage }) => usage.runs > 0 || usage.lastUsedAt !== null);
  if (used.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Agents {days === 1 ? 'today' : `in ${days} days`}</h2>
      <div className="table-scroll">
        <table>
          <caption className="sr-only">Steps by agent</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col" className="number">
                Runs
              </th>
              <th scope="col" className="number wide-only">
                Steps
              </th>
              <th scope="col" className="number">
                Success rate
              </th>
              <th scope="col" className="number wide-only">
                Median
              </th>
              <th scope="col" className="number">
                95 % within
              </th>
              <th scope="col" className="number wide-only">
                Tokens
              </th>
              <th scope="col" className="number wide-only">
                Views
              </th>
              <th scope="col" className="number wide-only">
                Pulls
              </th>
            </tr>
          </thead>
          <tbody>
            {used
              .toSorted((a, b) => b.usage.steps - a.usage.steps)
              .map(({ slug, namespace, name, usage, engagement }) => (
                <tr key={`${namespace}/${slug}`}>
                  <td className="wrap">
                    <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds: 'agents', id: slug }}>
                      {name}
                    </Link>
                  </td>
                  <td className="number">{usage.runs.toLocaleString()}</td>
                  <td className="number wide-only">{usage.steps.toLocaleString()}</td>
                  <td className="number">{percent(usage.succeeded, usage.failed)}</td>
                  <td className="number wide-only">{seconds(usage.p50Seconds)}</td>
                  <td className="number">{seconds(usage.p95Seconds)}</td>
                  <td className="number wide-only">{tokenSum(usage.tokens)}</td>
                  <td className="number wide-only">{engagement.views.toLocaleString()}</td>
                  <td className="number wide-only">{engagement.pulls.toLocaleString()}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {agents.pageInfo.hasNextPage && (
        <p className="soft">Only the {maxEntries} most used agents of the registry are counted.</p>
      )}
    </section>
  );
}

const tokenSum = (tokens: { inputTokens: number; outputTokens: number } | null): string =>
  tokens === null ? '–' : (tokens.inputTokens + tokens.outputTokens).toLocaleString();

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

/** The share of the finished runs that succeeded. */
const percent = (succeeded: number, failed: number): string =>
  succeeded + failed === 0 ? '–' : `${Math.round((succeeded / (succeeded + failed)) * 100)} %`;

const seconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : duration(value * 1000);
