import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ConsoleMetersDocument, type ConsoleMetersQuery, type UsageMeter } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { BarChart, barsOf } from '../ui/BarChart.tsx';
import { ErrorBox, Notice, Skeleton, words } from '../ui/basics.tsx';
import { bytes, duration, exactTime } from '../ui/time.tsx';
import { dailyUsage } from './dailyUsage.ts';

const labels: Record<UsageMeter, string> = {
  RUNS: 'Runs',
  STEP_SECONDS: 'Time of steps',
  VERSIONS: 'Stored versions',
  ACTIVE_PRIVATE_VERSIONS: 'Active private versions',
  STORED_BYTES: 'Stored files',
  EVENTS_DELIVERED: 'Delivered events',
};
const meters = Object.keys(labels) as UsageMeter[];

/** What the namespace uses, against its quotas, and how it changed. For its admins. */
export function Meters({ days, refusal }: { days: number; refusal: string | null }) {
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['runs', 'meters', number],
    queryFn: ({ signal }) => ask(ConsoleMetersDocument, {}, signal),
    enabled: refusal === null,
  });
  return (
    <section aria-labelledby="meters">
      <h2 id="meters">Meters and quotas</h2>
      {refusal !== null && <p className="soft">{refusal} Only admins of the namespace see what is metered.</p>}
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {refusal === null && !data && !error && <Skeleton rows={5} />}
      {data && <Totals usage={data.namespaceUsage} />}
      {data && <Changes days={days} />}
    </section>
  );
}

function Totals({ usage: { totals, quotas } }: { usage: ConsoleMetersQuery['namespaceUsage'] }) {
  const known = new Map(totals.map(({ meter, total }) => [meter, total]));
  return (
    <div className="halves">
      <div className="table-scroll">
        <table>
          <caption>Meters</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Meter</th>
              <th scope="col">Total</th>
            </tr>
          </thead>
          <tbody>
            {meters.map((meter) => (
              <tr key={meter}>
                <td>{labels[meter]}</td>
                <td className="number">{amount(meter, known.get(meter) ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="table-scroll">
        <table>
          <caption>Quotas</caption>
          {quotas.length === 0 ? (
            <tbody>
              <tr>
                <td>The operator of the registry set no quotas for this namespace.</td>
              </tr>
            </tbody>
          ) : (
            <tbody>
              {quotas.map(({ quota, limit, used, resetsAt }) => (
                <tr key={quota}>
                  <th scope="row">{words(quota)}</th>
                  <td>
                    <meter min={0} max={limit} high={limit * 0.9} value={used} aria-label={`${words(quota)} used`} />
                    {resetsAt && <p className="soft">Starts again at 0 on {exactTime(resetsAt)}.</p>}
                  </td>
                  <td className="number">
                    {quota === 'STORED_BYTES'
                      ? `${bytes(used)} of ${bytes(limit)}`
                      : `${used.toLocaleString()} of ${limit.toLocaleString()}`}
                  </td>
                </tr>
              ))}
            </tbody>
          )}
        </table>
      </div>
    </div>
  );
}

function Changes({ days }: { days: number }) {
  const { meter: asked, ...others } = useSearch({ strict: false }) as { meter?: string; days?: string };
  const meter = meters.find((each) => each === asked) ?? 'RUNS';
  const navigate = useNavigate();
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['runs', 'usageRecords', meter, days, number],
    queryFn: ({ signal }) => dailyUsage(meter, days, signal),
  });
  return (
    <>
      <div className="toolbar spaced">
        <label className="inline">
          Changes of
          <select
            value={meter}
            onChange={({ target }) =>
              void navigate({
                to: '/usage',
                search: { ...others, meter: target.value },
                replace: true,
                resetScroll: false,
              })
            }
          >
            {meters.map((each) => (
              <option key={each} value={each}>
                {labels[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} tall />}
      {data?.isCut && (
        <Notice tone="warn" title="There are more usage records than are counted here: choose fewer days." />
      )}
      {data && (
        <BarChart
          label={`${labels[meter]}, change each day`}
          unit={meter === 'STORED_BYTES' || meter === 'STEP_SECONDS' ? '' : 'more'}
          bars={barsOf(days, data.perDay)}
          format={(value) => amount(meter, value)}
        />
      )}
    </>
  );
}

function amount(meter: UsageMeter, value: number): string {
  if (meter === 'STORED_BYTES') return value < 0 ? `−${bytes(-value)}` : bytes(value);
  return meter === 'STEP_SECONDS' ? duration(value * 1000) : value.toLocaleString();
}
