import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { misused, usage } from '../../packages/node/usage.ts';

export interface Options {
  /** Number of processes to end with SIGKILL. */
  kills: number;
  /** Minimum number of changes to write meanwhile. */
  changes: number;
  /** Number of idempotency keys, each used by 50 concurrent calls. */
  keys: number;
  /** Number of bytes to flip, one at a time. */
  flips: number;
  /** Seed of the random choices: the same seed repeats them. */
  seed: number;
  /** Names of sections; empty for all. */
  only: string[];
}

const text =
  'Usage: npm run test:faults [-- --kills 30] [--changes 1500] [--keys 30] [--flips 60] [--seed 1] [--only keys,flips,kills,worker]';

export function readOptions(): Options {
  usage(text, ['--kills', '--changes', '--keys', '--flips', '--seed', '--only']);
  const values = read();
  const number = (name: 'kills' | 'changes' | 'keys' | 'flips' | 'seed') => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    return misused(`--${name} must be a whole number from 0.`, text);
  };
  return {
    kills: number('kills'),
    changes: number('changes'),
    keys: number('keys'),
    flips: number('flips'),
    seed: number('seed'),
    only: values.only.split(',').filter(Boolean),
  };
}

function read() {
  try {
    return parseArgs({
      options: {
        kills: { type: 'string', default: '30' },
        changes: { type: 'string', default: '1500' },
        keys: { type: 'string', default: '30' },
        flips: { type: 'string', default: '60' },
        seed: { type: 'string', default: String(randomInt(2 ** 31)) },
        only: { type: 'string', default: '' },
      },
    }).values;
  } catch (error) {
    return misused((error as Error).message, text);
  }
}
