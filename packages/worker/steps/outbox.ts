import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../node/writeAtomically.ts';
import type { Result } from './result.ts';

const StoredResult = z.object({
  idempotencyKey: z.string(),
  runId: z.string(),
  stepId: z.string(),
  claim: z.string(),
  status: z.enum(['SUCCEEDED', 'FAILED']),
  outputs: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  retry: z.boolean().optional(),
  usage: z.object({ inputTokens: z.int().min(0), outputTokens: z.int().min(0) }).optional(),
});

/** Results that the gateway has not confirmed yet, stored on disk, so that no work is repeated. */
export interface Outbox {
  put(result: Result): Promise<void>;
  remove(result: Result): Promise<void>;
  /** The results from an earlier process. */
  left(): Promise<Result[]>;
}

export async function openOutbox(folder: string): Promise<Outbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = ({ idempotencyKey }: Result) => join(folder, `${idempotencyKey}.json`);
  return {
    put: (result) => writeAtomically(fileOf(result), JSON.stringify(result)),
    remove: (result) => rm(fileOf(result), { force: true }),
    async left() {
      const results: Result[] = [];
      for (const name of (await readdir(folder)).sort()) {
        if (!name.endsWith('.json')) continue;
        const result = resultFrom(await readFile(join(folder, name), 'utf8').catch(() => ''));
        if (result && fileOf(result) === join(folder, name)) results.push(result);
        else await rm(join(folder, name), { force: true });
      }
      return results;
    },
  };
}

function resultFrom(text: string): Result | null {
  try {
    const { outputs, error, retry, usage, ...rest } = StoredResult.parse(JSON.parse(text));
    return {
      ...rest,
      ...(outputs && { outputs }),
      ...(error && { error }),
      ...(retry !== undefined && { retry }),
      ...(usage && { usage }),
    };
  } catch {
    return null;
  }
}
