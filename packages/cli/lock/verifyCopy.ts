import pc from 'picocolors';
import { Problem } from '../problem.ts';
import { clean, plural, print, printJson } from '../terminal.ts';
import { checkCopy } from './checkCopy.ts';
import { readLock } from './readLock.ts';

/** Compares a pulled copy with a lock and prints what differs. Throws a Problem if anything does. */
export async function verifyCopy(file: string, dir: string, json: boolean): Promise<void> {
  const lock = await readLock(file);
  const parts = await checkCopy(lock, dir);
  const different = parts.filter(({ problems }) => problems.length > 0);
  if (json) printJson({ ok: different.length === 0, lock: file, digest: lock.digest, parts });
  else {
    for (const { kind, namespace, id, version, problems } of parts) {
      print(`${problems.length === 0 ? pc.green('✓') : pc.red('✗')} ${kind} ${clean(`${namespace}/${id}@${version}`)}`);
      for (const problem of problems) print(`  ${clean(problem)}`);
    }
  }
  if (different.length === 0) return;
  const verb = different.length === 1 ? 'differs' : 'differ';
  throw new Problem(`${plural(different.length, 'part')} of ${parts.length} ${verb} from ${file}.`);
}
