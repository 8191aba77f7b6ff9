import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** How often the delay is looked at, in milliseconds, and from which delay on it counts as a stall. */
const windowMs = 1_000;
const stallMs = 250;
const resolutionMs = 10;

/**
 * Measures how late the event loop is: while one task blocks it, no other request is answered. The gauge is of the
 * time since it was read last; the counter counts every stall, however seldom it is scraped.
 */
export function measureEventLoop(registry: Registry): void {
  const sinceRead = monitorEventLoopDelay({ resolution: resolutionMs });
  const sinceLook = monitorEventLoopDelay({ resolution: resolutionMs });
  sinceRead.enable();
  sinceLook.enable();
  const registers = [registry];

  new Gauge({
    name: 'registry_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape, beyond the 10 ms at which it is sampled.',
    labelNames: ['quantile'],
    registers,
    collect() {
      const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3);
      const any = sinceRead.count > 0;
      this.set({ quantile: '0.5' }, any ? late(sinceRead.percentile(50)) : 0);
      this.set({ quantile: '0.99' }, any ? late(sinceRead.percentile(99)) : 0);
      this.set({ quantile: '1' }, any ? late(sinceRead.max) : 0);
      sinceRead.reset();
    },
  });
  const stalls = new Counter({
    name: 'registry_event_loop_stalls_total',
    help: 'Seconds in which the event loop was held for 250 ms or more.',
    registers,
  });
  const look = () => {
    if (sinceLook.count > 0 && sinceLook.max / 1e6 >= stallMs) stalls.inc();
    sinceLook.reset();
  };
  setInterval(look, windowMs).unref();
}
