import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { misused, usage } from '../../packages/node/usage.ts';

export interface Options {
  /** Processes that are ended by SIGKILL. */
  kills: number;
  /** Changes that are written at least while they are. */
  changes: number;
  /** Idempotency keys, each used by 50 calls at once. */
  keys: number;
  /** Bytes that are flipped, one at a time. */
  flips: number;
  /** What chance begins with: the same seed chooses the same again. */
  seed: number;
  /** Names of sections; all of them when empty. */
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
