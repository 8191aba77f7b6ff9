import { forEachConcurrent } from '../../packages/node/concurrency.ts';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import { BackupProblem } from './problem.ts';

const atOnce = 4;

/**
 * Copies files from one store to another, and reads each again where it was written.
 *
 * @returns the digests of those that `from` does not have, sorted
 * @throws BackupProblem when one is damaged in `from`, or is not in `to` afterwards
 */
export async function copyFiles(from: Artifacts, to: Artifacts, digests: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  await forEachConcurrent(digests, atOnce, async (sha256) => {
    const bytes = await readFile(from, sha256);
    if (bytes === null) return void missing.push(sha256);
    await to.put([{ sha256, bytes }]);
    if ((await readFile(to, sha256)) === null) {
      throw new BackupProblem(`The file ${sha256} was written, and is not there when it is read again.`);
    }
  });
  return missing.sort();
}

/** Throws BackupProblem where one is missing or damaged. */
export async function checkFiles(store: Artifacts, digests: readonly string[]): Promise<void> {
  await forEachConcurrent(digests, atOnce, async (sha256) => {
    if ((await readFile(store, sha256)) === null) {
      throw new BackupProblem(`The backup lacks the file ${sha256}.`);
    }
  });
}

/** A store throws a specific error for damaged content. */
const readFile = (store: Artifacts, sha256: string) =>
  store.get(sha256).catch((error) => {
    throw new BackupProblem(`The file ${sha256} cannot be read: ${error.message}`, { cause: error });
  });
