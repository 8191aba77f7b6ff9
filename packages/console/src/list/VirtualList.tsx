import { type ReactNode, useRef } from 'react';
import { More } from './More.tsx';
import { type Rows, useWindowRows } from './useWindowRows.ts';

/** A list of any length: only what is near the window is in the page. */
export function VirtualList<Item>({ children, ...rows }: Rows<Item> & { children: (item: Item) => ReactNode }) {
  const { label, items, hasMore, isLoading, loadMore } = rows;
  const list = useRef<HTMLUListElement>(null);
  const { visible, total, scrollMargin, measure, onFocus } = useWindowRows(list, rows);
  return (
    <div className={hasMore ? 'rows has-more' : 'rows'}>
      <ul ref={list} className="virtual" aria-label={label} style={{ height: total }} onFocus={onFocus}>
        {visible.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              data-index={index}
              ref={measure}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - scrollMargin}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
      {hasMore && <More top={total} isLoading={isLoading} onPress={loadMore} />}
    </div>
  );
}
