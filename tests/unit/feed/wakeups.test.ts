import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openWakeups, type WakeupSource } from '../../../src/feed/wakeups.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** So long that nothing in a test depends on it. */
const never = { pollMs: 3_600_000 };
/** Longer than the time in which hints are combined. */
const later = () => vi.advanceTimersByTime(20);

/** A source, and what it does while it is open. */
function source() {
  const state = { hint: undefined as (() => void) | undefined, opened: 0 };
  const open: WakeupSource = async (wake) => {
    state.opened += 1;
    state.hint = wake;
    return async () => {
      state.hint = undefined;
    };
  };
  return { open, state, hint: () => state.hint?.() };
}

it('subscribe to each source once, with the first listener, until they are closed', async () => {
  const [one, other] = [source(), source()];
  const wakeups = openWakeups([one.open, other.open], never);
  expect([one.state.opened, other.state.opened]).toEqual([0, 0]);
  const stop = wakeups.on(() => {});
  wakeups.on(() => {});
  stop();
  wakeups.on(() => {});
  expect([one.state.opened, other.state.opened]).toEqual([1, 1]);
  await wakeups.close();
  expect([one.state.hint, other.state.hint]).toEqual([undefined, undefined]);
});

it('are passed on to all listeners, until each of them stops', async () => {
  const { open, hint } = source();
  const wakeups = openWakeups([open], never);
  const woken: string[] = [];
  const stop = wakeups.on(() => woken.push('first'));
  wakeups.on(() => woken.push('second'));
  hint();
  expect(woken).toEqual(['first', 'second']);
  stop();
  later();
  hint();
  expect(woken).toEqual(['first', 'second', 'second']);
  await wakeups.close();
});

it('reach a function as often as it is registered', () => {
  const { open, hint } = source();
  const wakeups = openWakeups([open], never);
  const woken = vi.fn();
  const stop = wakeups.on(woken);
  wakeups.on(woken);
  hint();
  expect(woken).toHaveBeenCalledTimes(2);
  stop();
  stop();
  later();
  hint();
  expect(woken).toHaveBeenCalledTimes(3);
});

it('are combined when hints arrive within 10 ms, and the last one is not lost', () => {
  const { open, hint } = source();
  const wakeups = openWakeups([open], never);
  const woken = vi.fn();
  wakeups.on(woken);
  for (let count = 0; count < 1_000; count += 1) hint();
  expect(woken).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(9);
  expect(woken).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(woken).toHaveBeenCalledTimes(2);
  later();
  expect(woken).toHaveBeenCalledTimes(2);
  hint();
  expect(woken).toHaveBeenCalledTimes(3);
});

it('that nothing listens to delay none that come later', () => {
  const { open, hint } = source();
  const wakeups = openWakeups([open], never);
  wakeups.on(() => {})();
  hint();
  const woken = vi.fn();
  wakeups.on(woken);
  hint();
  expect(woken).toHaveBeenCalledTimes(1);
});

it('come from the poll while there are listeners, whatever the sources do', async () => {
  const wakeups = openWakeups([() => Promise.reject(new Error('No such source.'))]);
  const woken = vi.fn();
  const stops = [wakeups.on(woken), wakeups.on(() => {})];
  vi.advanceTimersByTime(3_000);
  expect(woken).toHaveBeenCalledTimes(3);
  stops[1]?.();
  vi.advanceTimersByTime(1_000);
  expect(woken).toHaveBeenCalledTimes(4);
  stops[0]?.();
  expect(vi.getTimerCount()).toBe(1); // The pause after the last wake-up.
  later();
  expect(vi.getTimerCount()).toBe(0);
  wakeups.on(woken);
  vi.advanceTimersByTime(1_000);
  expect(woken).toHaveBeenCalledTimes(5);
  await wakeups.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('end when they are closed, also one that was to come and one from a source that does not close', async () => {
  let hint = () => {};
  const wakeups = openWakeups(
    [
      async (wake) => {
        hint = wake;
        return () => Promise.reject(new Error('It does not close.'));
      },
    ],
    never,
  );
  const woken = vi.fn();
  wakeups.on(woken);
  hint();
  hint();
  await wakeups.close();
  later();
  hint();
  const stop = wakeups.on(woken);
  hint();
  stop();
  expect(woken).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('can be closed before anything has listened', async () => {
  const { open, state } = source();
  const wakeups = openWakeups([open]);
  await wakeups.close();
  wakeups.on(() => {});
  expect(state.opened).toBe(0);
});

it('do not keep a process alive', () => {
  vi.useRealTimers();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const { open, hint } = source();
  const wakeups = openWakeups([open]);
  const woken = vi.fn();
  wakeups.on(woken);
  hint();
  expect(woken).toHaveBeenCalledTimes(1);
  expect(timers()).toBe(before);
});
