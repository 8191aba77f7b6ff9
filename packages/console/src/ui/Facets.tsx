import { Skeleton, words } from './basics.tsx';

export interface FacetGroup {
  name: string;
  label: string;
  isMultiple?: boolean;
  values: readonly { value: string; count: number | null }[];
  chosen: readonly string[];
}

/** Filters beside a list, with how many each would leave. On a small window they are behind one button. */
export function Facets({
  groups,
  isLoading,
  isExact,
  onChange,
}: {
  groups: readonly FacetGroup[];
  isLoading: boolean;
  /** Whether each count is of all that match, or of the best only. */
  isExact: boolean;
  onChange: (changed: Record<string, string>) => void;
}) {
  const count = groups.reduce((sum, { chosen }) => sum + chosen.length, 0);
  return (
    <details className="facets" open={matchMedia('(min-width: 900px)').matches}>
      <summary>Filters{count > 0 ? ` (${count})` : ''}</summary>
      {isLoading ? (
        <Skeleton rows={10} />
      ) : (
        groups.map((group) => <Group key={group.name} group={group} isExact={isExact} onChange={onChange} />)
      )}
      {count > 0 && (
        <button
          type="button"
          className="quiet"
          onClick={() => onChange(Object.fromEntries(groups.map(({ name }) => [name, ''])))}
        >
          Clear the filters
        </button>
      )}
    </details>
  );
}

function Group({
  group: { name, label, isMultiple = false, values, chosen },
  isExact,
  onChange,
}: {
  group: FacetGroup;
  isExact: boolean;
  onChange: (changed: Record<string, string>) => void;
}) {
  // What is chosen stays, also when nothing matches it now.
  const missing = chosen.filter((each) => !values.some(({ value }) => value === each));
  const shown = [...missing.map((value) => ({ value, count: null })), ...values];
  if (shown.length === 0) return null;
  const toggle = (value: string) => {
    const others = chosen.filter((each) => each !== value);
    const isOn = others.length < chosen.length;
    onChange({ [name]: (isOn ? others : isMultiple ? [...chosen, value] : [value]).join(',') });
  };
  return (
    <fieldset>
      <legend>{label}</legend>
      {shown.map(({ value, count }) => (
        <label key={value} className="facet">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span>{value === value.toUpperCase() ? words(value) : value}</span>
          {count !== null && <span className="count">{`${count.toLocaleString()}${isExact ? '' : '+'}`}</span>}
        </label>
      ))}
    </fieldset>
  );
}
