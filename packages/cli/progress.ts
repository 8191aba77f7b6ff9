import { Presets, SingleBar } from 'cli-progress';
import { clean } from './terminal.ts';

export interface Progress {
  /** Says what is being worked on now. */
  next(what: string): void;
  stop(): void;
}

const few = 4;

/** A bar for the eyes only: on the terminal's stderr, when there is much to do; gone when it is done. */
export function progress(total: number): Progress {
  if (!process.stderr.isTTY || total <= few) return { next() {}, stop() {} };
  const format = '{bar} {value}/{total} {what}';
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  let done = 0;
  bar.start(total, 0, { what: '' });
  return {
    next(what) {
      bar.update(done, { what: clean(what) });
      done += 1;
    },
    stop: () => bar.stop(),
  };
}
