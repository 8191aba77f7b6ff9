import { useRouter } from '@tanstack/react-router';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keepPlace, placeAt } from './places.ts';

export interface Rows<Item> {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** About how high one is, in pixels, before it is measured. */
  height: number;
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
}

/**
 * Which rows of a list of any length are in the page: those near the window, and the one with the focus. The next page
 * loads before the end is seen, and the browser's Back returns to the place where the list was left.
 */
export function useWindowRows<Item, Container extends HTMLElement>(
  container: RefObject<Container | null>,
  { label, items, keyOf, height, hasMore, isLoading, loadMore }: Rows<Item>,
) {
  const router = useRouter();
  const [place] = useState(() => placeAt(router.state.location, label));
  const focused = useRef<Row | null>(null);
  const read = useRef<(Row & { start: number }) | null>(null);
  const scrollMargin = useTop(container);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    rangeExtractor: (range) => {
      const found = defaultRangeExtractor(range);
      focused.current = follow(focused.current, items, keyOf);
      const index = focused.current?.index;
      if (index === undefined || found.includes(index)) return found;
      return [...found, index].sort((a, b) => a - b);
    },
    ...(place ? { initialMeasurementsCache: place.measured, initialOffset: place.offset } : {}),
  });

  useLayoutEffect(
    () => () => {
      const { resolvedLocation } = router.state;
      if (resolvedLocation)
        keepPlace(resolvedLocation, label, {
          measured: virtualizer.takeSnapshot(),
          offset: virtualizer.scrollOffset ?? 0,
          focused: focused.current?.index ?? null,
        });
    },
    [router, label, virtualizer],
  );
  useEffect(() => {
    if (!place || place.focused === null) return;
    // After the page itself has taken the focus.
    const timer = setTimeout(() =>
      container.current
        ?.querySelector<HTMLElement>(`[data-index="${place.focused}"] a`)
        ?.focus({ preventScroll: true }),
    );
    return () => clearTimeout(timer);
  }, [place, container]);

  const visible = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  // What arrives above does not move what is being read.
  useLayoutEffect(() => {
    const before = read.current;
    const now = before && follow(before, items, keyOf);
    const start = now && virtualizer.measurementsCache[now.index]?.start;
    if (before && now && now.index !== before.index && start && scrollY > scrollMargin)
      scrollBy(0, start - before.start);
    const item = items[first];
    const measured = virtualizer.measurementsCache[first];
    read.current = item && measured ? { index: first, key: keyOf(item), start: measured.start } : null;
  });
  useEffect(() => {
    if (hasMore && !isLoading && last >= items.length - 20) loadMore();
  }, [hasMore, isLoading, last, items.length, loadMore]);

  return {
    visible,
    total: virtualizer.getTotalSize(),
    scrollMargin,
    measure: virtualizer.measureElement,
    /** For the container, so that the row with the focus is not taken away. */
    onFocus({ target }: FocusEvent) {
      const index = target.closest('[data-index]')?.getAttribute('data-index');
      const item = index ? items[Number(index)] : undefined;
      focused.current = item === undefined ? null : { index: Number(index), key: keyOf(item) };
    },
  };
}

interface Row {
  index: number;
  key: string;
}

/** Where a row is now that others may have come before it; null when it is gone. */
function follow<Item>(row: Row | null, items: readonly Item[], keyOf: (item: Item) => string): Row | null {
  if (!row) return null;
  const item = items[row.index];
  if (item !== undefined && keyOf(item) === row.key) return row;
  const index = items.findIndex((each) => keyOf(each) === row.key);
  return index === -1 ? null : { index, key: row.key };
}

/** How far an element is below the top of the page, also after something above it appears or goes. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
