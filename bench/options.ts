import { parseArgs } from 'node:util';
import { misused, usage } from '../packages/node/usage.ts';
import type { sizes } from './seed.ts';

export interface Options {
  rounds: number;
  /** Of each peer in each scenario, a round. */
  seconds: number;
  /** Of each peer in each scenario, before the first round. */
  warmUpSeconds: number;
  /** Clients at a time. */
  clients: number;
  /** Connections to the database, each peer. */
  connections: number;
  /** How many entries there are. */
  size: keyof typeof sizes;
  /** Writes of each sort, where they are measured. */
  writes: number;
  /** Names of scenarios; all of them when empty. */
  only: string[];
  /** Whether to fail where a ratio falls short of the recorded one. */
  check: boolean;
  /** Whether to record the ratios. */
  record: boolean;
}

const text = `Usage: npm run bench [-- --quick] [--rounds 5] [--seconds 3] [--clients 16] [--connections 10] [--size S|L] [--only get,nested,search] [--check] [--record]`;

export function readOptions(): Options {
  usage(text, [
    '--quick',
    '--rounds',
    '--seconds',
    '--clients',
    '--connections',
    '--size',
    '--only',
    '--check',
    '--record',
  ]);
  const values = read();
  const number = (name: 'rounds' | 'seconds' | 'clients' | 'connections', otherwise: number) => {
    const value = Number(values[name] ?? otherwise);
    if (value > 0 && (name === 'seconds' || Number.isInteger(value))) return value;
    return misused(`--${name} must be a number above 0.`, text);
  };
  return {
    rounds: number('rounds', values.quick ? 3 : 5),
    seconds: number('seconds', values.quick ? 0.3 : 2.5),
    warmUpSeconds: values.quick ? 0.3 : 1.5,
    size: sizeOf(values.size),
    clients: number('clients', 16),
    connections: number('connections', 10),
    writes: values.quick ? 50 : 200,
    only: values.only.split(',').filter(Boolean),
    check: values.check,
    record: values.record,
  };
}

const sizeOf = (name: string) =>
  name === 'S' || name === 'L' ? name : misused(`--size must be S or L; got ${JSON.stringify(name)}.`, text);

function read() {
  try {
    return parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        clients: { type: 'string', default: '16' },
        connections: { type: 'string', default: '10' },
        size: { type: 'string', default: 'S' },
        only: { type: 'string', default: '' },
        check: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return misused((error as Error).message, text);
  }
}
