import type { Page } from 'playwright-core';

/** The Event Timing API reports no shorter events; what it does not report took at most this. */
const thresholdMs = 16;
const quietMs = 200;

interface Timed {
  interactionId: number;
  duration: number;
}

export interface Timings {
  /** The duration of each interaction while something is done, in milliseconds, rounded to 8 by the browser. */
  during(act: () => Promise<unknown>): Promise<number[]>;
}

/** Collects the durations of interactions in a page, from now on and after each load. */
export async function collectTimings(page: Page): Promise<Timings> {
  await page.addInitScript((durationThreshold) => {
    const seen: Timed[] = [];
    Object.assign(globalThis, { timedEvents: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { interactionId = 0, duration } = entry as PerformanceEventTiming;
        if (interactionId > 0) seen.push({ interactionId, duration });
      }
    }).observe({ type: 'event', durationThreshold } as PerformanceObserverInit);
  }, thresholdMs);
  const take = () => page.evaluate(() => (globalThis as unknown as { timedEvents: Timed[] }).timedEvents.splice(0));
  return {
    async during(act) {
      await take();
      await act();
      await page.waitForTimeout(quietMs);
      const longest = new Map<number, number>();
      for (const { interactionId, duration } of await take())
        longest.set(interactionId, Math.max(longest.get(interactionId) ?? 0, duration));
      return longest.size === 0 ? [thresholdMs] : [...longest.values()];
    },
  };
}

/** How long going back takes until what the selector finds is painted, in milliseconds. */
export const timeOfBack = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    (shown) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const painted = new MessageChannel();
        painted.port1.onmessage = () => resolve(performance.now() - start);
        const look = () => {
          if (document.querySelector(shown)) painted.port2.postMessage(null);
          else requestAnimationFrame(look);
        };
        addEventListener('popstate', () => requestAnimationFrame(look), { once: true });
        history.back();
      }),
    selector,
  );
