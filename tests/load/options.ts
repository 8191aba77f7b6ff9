import { parseArgs } from 'node:util';
import { misused, usage } from '../../packages/node/usage.ts';

export interface LoadOptions {
  /** How long the load lasts, after a warm-up. */
  seconds: number;
  warmUpSeconds: number;
  /** Agents, and as many templates. */
  entries: number;
  /** Factor of all rates. */
  rate: number;
  subscribers: number;
  /** Maximum p95 of each kind, in milliseconds; null: it is printed, not judged. */
  maxP95: number | null;
  /** Where the figures go, as JSON. */
  out: string;
}

const text = `Usage: npm run test:load [-- --minutes 2] [--seconds 120] [--entries 1000] [--rate 1] [--subscribers 50] [--max-p95 MS] [--out FILE]`;

export function readOptions(): LoadOptions {
  usage(text, ['--minutes', '--seconds', '--entries', '--rate', '--subscribers', '--max-p95', '--out']);
  const values = read();
  const number = (name: keyof typeof values, otherwise: number, minimum: number) => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    return value >= minimum ? value : misused(`--${name} must be a number of at least ${minimum}.`, text);
  };
  const seconds = values.seconds === undefined ? number('minutes', 2, 0.05) * 60 : number('seconds', 120, 3);
  return {
    seconds,
    warmUpSeconds: Math.min(15, seconds / 4),
    entries: Math.floor(number('entries', 1_000, 1_000)),
    rate: number('rate', 1, 0.1),
    subscribers: Math.floor(number('subscribers', 50, 1)),
    maxP95: values['max-p95'] === undefined ? null : number('max-p95', 200, 1),
    out: values.out ?? '.registry/load.json',
  };
}

function read() {
  try {
    const string = { type: 'string' } as const;
    return parseArgs({
      options: {
        minutes: string,
        seconds: string,
        entries: string,
        rate: string,
        subscribers: string,
        'max-p95': string,
        out: string,
      },
    }).values;
  } catch (error) {
    return misused((error as Error).message, text);
  }
}
