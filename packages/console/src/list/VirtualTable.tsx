import { Fragment, type ReactNode, useRef } from 'react';
import { More } from './More.tsx';
import { type Rows, useWindowRows } from './useWindowRows.ts';

export interface Column<Item> {
  title: string;
  /** For screen readers only. */
  isTitleHidden?: boolean;
  /** A share of the width, such as `30%`, or a length. Defaults to what the others leave. */
  width?: string;
  isNumber?: boolean;
  /** Left out of a smaller window. */
  shownFrom?: 'wide' | 'large';
  cell: (item: Item) => ReactNode;
}

const headHeight = 34;

/** A table of any length: only the rows near the window are in the page; the others are space before and after them. */
export function VirtualTable<Item>({ columns, ...rows }: Rows<Item> & { columns: readonly Column<Item>[] }) {
  const { label, items, hasMore, isLoading, loadMore } = rows;
  const body = useRef<HTMLTableSectionElement>(null);
  const { visible, total, scrollMargin, measure, onFocus } = useWindowRows(body, rows);
  const before = (visible[0]?.start ?? scrollMargin) - scrollMargin;
  const after = total - ((visible.at(-1)?.end ?? scrollMargin) - scrollMargin);
  let end = visible[0]?.start ?? 0;
  return (
    <div className={hasMore ? 'rows has-more' : 'rows'}>
      <div className="table-scroll">
        <table className="virtual-table" aria-label={label} aria-rowcount={hasMore ? -1 : items.length + 1}>
          <colgroup>
            {columns.map((column) => (
              <col
                key={column.title}
                className={classOf(column)}
                {...(column.width ? { style: { width: column.width } } : {})}
              />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1} style={{ height: headHeight }}>
              {columns.map((column) => (
                <th key={column.title} scope="col" className={classOf(column)}>
                  {column.isTitleHidden ? <span className="sr-only">{column.title}</span> : column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onFocus={onFocus}>
            <Space height={before} />
            {visible.map(({ index, key, start, end: nextEnd }) => {
              const item = items[index];
              // The row with the focus may be far from the others.
              const gap = start - end;
              end = nextEnd;
              return item === undefined ? null : (
                <Fragment key={key}>
                  <Space height={gap} />
                  <tr data-index={index} ref={measure} aria-rowindex={index + 2}>
                    {columns.map((column) => (
                      <td key={column.title} className={classOf(column)}>
                        {column.cell(item)}
                      </td>
                    ))}
                  </tr>
                </Fragment>
              );
            })}
            <Space height={after} />
          </tbody>
        </table>
      </div>
      {hasMore && <More top={headHeight + total} isLoading={isLoading} onPress={loadMore} />}
    </div>
  );
}

const classOf = ({ isNumber, shownFrom }: { isNumber?: boolean; shownFrom?: string }) =>
  [isNumber && 'number', shownFrom && `${shownFrom}-only`].filter(Boolean).join(' ') || undefined;

const Space = ({ height }: { height: number }) =>
  height > 0 ? (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus.
    <tr aria-hidden="true" className="space">
      <td style={{ height }} />
    </tr>
  ) : null;
