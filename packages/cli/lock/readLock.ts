import { readFile } from 'node:fs/promises';
import { type Lock, parseJsonText, parseLock } from '../../manifest/index.ts';
import { typed } from '../paths.ts';
import { misuse, Problem } from '../problem.ts';

/** The lock in a file, with its digest verified. Throws a Problem for a file that is not a lock or was changed. */
export async function readLock(path: string): Promise<Lock> {
  const text = await readFile(typed(path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw misuse(
      `${path} cannot be read${error.code ? ` (${error.code})` : ''}.`,
      'registry lock <templateId> creates it.',
    );
  });
  const { value } = parseJsonText(text);
  if (value === undefined) throw new Problem(`${path} is not valid JSON.`);
  const { lock, issues } = parseLock(value);
  if (lock) return lock;
  const lines = issues.map(({ path: place, message }) => `  ${place ? `${place}: ` : ''}${message}`);
  throw new Problem([`${path} is not a valid lock.`, ...lines].join('\n'));
}
