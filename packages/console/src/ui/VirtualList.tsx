import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface Props<Item> {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** About how high one is, in pixels, before it is measured. */
  height: number;
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
  children: (item: Item) => ReactNode;
}

/** A list of any length: only what is near the window is in the page, and the next page loads before its end is seen. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  height,
  hasMore,
  isLoading,
  loadMore,
  children,
}: Props<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => setScrollMargin(list.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const visible = virtualizer.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoading && last >= items.length - 10) loadMore();
  }, [hasMore, isLoading, last, items.length, loadMore]);

  return (
    <>
      <ul ref={list} className="virtual" aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - scrollMargin}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
      {hasMore && (
        <p className="more">
          <button type="button" disabled={isLoading} onClick={loadMore}>
            {isLoading ? 'Loading…' : 'Show more'}
          </button>
        </p>
      )}
    </>
  );
}
