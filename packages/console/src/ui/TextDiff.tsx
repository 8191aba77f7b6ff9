import { diffLines } from 'diff';
import { useMemo } from 'react';

export type DiffView = 'unified' | 'split';

interface Line {
  kind: 'same' | 'added' | 'removed' | 'gap';
  text: string;
  before: number | null;
  after: number | null;
}

const context = 3;
/** Beyond this many changed lines a comparison costs more than it tells. */
const maxEditLength = 5_000;

/** Two texts, line by line: the old one on the left, what is the same left out but for its edges. */
export default function TextDiff({
  label,
  before,
  after,
  view,
}: {
  label: string;
  before: string;
  after: string;
  view: DiffView;
}) {
  const lines = useMemo(() => linesOf(before, after), [before, after]);
  if (lines === null) return <p className="soft">Too different to be shown line by line.</p>;
  if (lines.length === 0) return <p className="soft">The same.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="diff" tabIndex={0} aria-label={`Changes of ${label}`}>
      <table className={`diff-${view}`}>
        <caption className="sr-only">{label}: removed lines have a minus, added lines a plus.</caption>
        {view === 'split' && (
          <colgroup>
            <col className="line-number" />
            <col />
            <col className="line-number" />
            <col />
          </colgroup>
        )}
        <tbody>{view === 'split' ? <Split lines={lines} /> : <Unified lines={lines} />}</tbody>
      </table>
    </section>
  );
}

const signs = { same: ' ', added: '+', removed: '-', gap: ' ' } as const;

const Unified = ({ lines }: { lines: readonly Line[] }) =>
  lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place.
    <tr key={index} className={line.kind}>
      <td className="number">{line.before}</td>
      <td className="number">{line.after}</td>
      <td>
        <code>
          {signs[line.kind]} {line.text}
        </code>
      </td>
    </tr>
  ));

function Split({ lines }: { lines: readonly Line[] }) {
  const rows: [Line | null, Line | null][] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (!line) break;
    if (line.kind === 'same' || line.kind === 'gap') {
      rows.push([line, line]);
      index += 1;
      continue;
    }
    const removed: Line[] = [];
    const added: Line[] = [];
    for (let next = lines[index]; next && (next.kind === 'removed' || next.kind === 'added'); next = lines[index]) {
      (next.kind === 'removed' ? removed : added).push(next);
      index += 1;
    }
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
      rows.push([removed[at] ?? null, added[at] ?? null]);
  }
  return rows.map(([left, right], index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place.
    <tr key={index}>
      <td className="number">{left?.before}</td>
      <td className={left?.kind ?? 'none'}>
        <code>{left && `${signs[left.kind]} ${left.text}`}</code>
      </td>
      <td className="number">{right?.after}</td>
      <td className={right?.kind ?? 'none'}>
        <code>{right && `${signs[right.kind]} ${right.text}`}</code>
      </td>
    </tr>
  ));
}

function linesOf(before: string, after: string): Line[] | null {
  const parts = diffLines(before, after, { maxEditLength });
  if (!parts) return null;
  const all: Line[] = [];
  let old = 1;
  let now = 1;
  for (const { value, added, removed } of parts) {
    for (const text of value.replace(/\n$/, '').split('\n')) {
      if (added) all.push({ kind: 'added', text, before: null, after: now++ });
      else if (removed) all.push({ kind: 'removed', text, before: old++, after: null });
      else all.push({ kind: 'same', text, before: old++, after: now++ });
    }
  }
  const shown = new Uint8Array(all.length);
  for (const [index, { kind }] of all.entries())
    if (kind !== 'same') shown.fill(1, Math.max(0, index - context), index + context + 1);
  const lines: Line[] = [];
  for (const [index, line] of all.entries()) {
    if (shown[index]) lines.push(line);
    else if (index === 0 || shown[index - 1]) lines.push({ kind: 'gap', text: '…', before: null, after: null });
  }
  return lines.some(({ kind }) => kind !== 'gap') ? lines : [];
}
