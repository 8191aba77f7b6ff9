import { FolderInUse } from '../../packages/node/lockFolder.ts';
import { FolderUnusable } from '../../packages/node/makeFolder.ts';
import { EnvError } from '../../server/open/env.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { whyNoConnection } from '../../src/db/noConnection.ts';
import { RequestError } from '../../src/errors.ts';
import { BackupProblem } from './problem.ts';

const expected = [BackupProblem, EnvError, DatabaseUnfit, FolderInUse, FolderUnusable, RequestError];

/** Runs a script; what stops it is a sentence, and the exit code 1. */
export async function running(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isExpected = expected.some((known) => error instanceof known);
    console.error(isExpected ? whyNoConnection(error as Error) : describe(error));
    process.exitCode = 1;
  }
}

/** A refusal of Postgres or of the file system, with what it is about. */
function describe(error: unknown): string {
  const { message, detail, hint } = error as Error & { detail?: string; hint?: string };
  return [message, detail, hint].filter(Boolean).join(' ');
}
