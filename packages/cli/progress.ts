import { Presets, SingleBar } from 'cli-progress';
import { clean } from './terminal.ts';

export interface Progress {
  /** Shows the next item. */
  next(what: string): void;
  stop(): void;
}

const minItems = 5;

/** A progress bar on stderr, only on a terminal and for at least `minItems` items; removed at the end. */
export function progress(total: number): Progress {
  if (!process.stderr.isTTY || total < minItems) return { next() {}, stop() {} };
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
