interface Bar {
  /** A day, as `2026-11-26`. */
  date: string;
  value: number;
}

const height = 120;
const step = 12;

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const dayOf = (date: string) => day.format(new Date(`${date}T00:00:00Z`));

/** A value for each day as bars, and the same as a table. */
export function BarChart({
  label,
  unit,
  bars,
  format = (value) => value.toLocaleString(),
}: {
  label: string;
  unit: string;
  bars: readonly Bar[];
  format?: (value: number) => string;
}) {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <figure className="chart">
      <figcaption>
        {label}
        <span className="soft">
          at most {format(most)} {unit} in a day
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${label}. The table below contains the same values.`}
        viewBox={`0 0 ${bars.length * step} ${height}`}
        preserveAspectRatio="none"
      >
        {bars.map(({ date, value }, index) => {
          const high = most === 0 ? 0 : (Math.max(0, value) / most) * (height - 4);
          return (
            <rect
              key={date}
              className={value > 0 ? 'bar-value' : 'bar-none'}
              x={index * step + 1}
              y={height - Math.max(1.5, high)}
              width={step - 2}
              height={Math.max(1.5, high)}
            >
              <title>{`${dayOf(date)}: ${format(value)} ${unit}`}</title>
            </rect>
          );
        })}
      </svg>
      {first && last && first !== last && (
        <p className="chart-ends soft">
          <span>{dayOf(first.date)}</span>
          <span>{dayOf(last.date)}</span>
        </p>
      )}
      <details>
        <summary>As a table</summary>
        <div className="table-scroll">
          <table>
            <caption className="sr-only">{label}</caption>
            <thead>
              <tr>
                <th scope="col">Day (UTC)</th>
                <th scope="col" className="number">
                  {unit}
                </th>
              </tr>
            </thead>
            <tbody>
              {bars.toReversed().map(({ date, value }) => (
                <tr key={date}>
                  <td>{date}</td>
                  <td className="number">{format(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The last days (UTC), oldest first, each with its value. */
export function barsOf(days: number, values: ReadonlyMap<string, number>): Bar[] {
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(Date.now() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { date, value: values.get(date) ?? 0 };
  });
}
