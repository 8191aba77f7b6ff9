import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '../../packages/cli/problem.ts';
import { clean, print } from '../../packages/cli/terminal.ts';
import { buildFailure } from './vercelBuild.ts';

const Health = z.object({ commit: z.string().nullish() });

export interface AwaitedDeployment {
  /** The address of readiness. */
  ready: URL;
  /** The commit that must run. Null: whichever is ready. */
  commit: string | null;
  /** The deploy hook, which names the project of Vercel. */
  hook: URL;
  /** When Vercel took it, in milliseconds since 1970. */
  since: number;
}

/**
 * Resolves when the endpoint is ready and says that it runs the commit: until then, the previous deployment answers.
 *
 * @throws Problem when the build failed, or after REGISTRY_DEPLOY_PATIENCE_SECONDS (default: 300)
 */
export async function untilDeployed(awaited: AwaitedDeployment): Promise<void> {
  const { ready, commit } = awaited;
  const timeoutMs = Number(process.env.REGISTRY_DEPLOY_PATIENCE_SECONDS ?? 300) * 1_000;
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { status, running } = await look(ready);
    const isIt = commit === null || running === commit;
    if (status === 200 && isIt) {
      return print(`${ready.origin} is ready${running ? ` and runs ${clean(running.slice(0, 12))}` : ''}.`);
    }
    const failure = commit === null ? null : await buildFailure({ ...awaited, commit });
    if (failure)
      throw new Problem(`The build of ${commit} failed: ${clean(failure)}.`, {
        hint: 'Its log is on Vercel, under Deployments.',
      });
    if (Date.now() >= end) {
      const answer = status === null ? 'no answer' : `status ${status}`;
      if (status !== 200) throw new Problem(`${ready.origin} is not ready: ${answer}.`);
      throw new Problem(
        `${ready.origin} does not run ${commit}: ${running ? `it runs ${clean(running)}` : 'it does not name its commit'}.`,
        { hint: 'Did the build fail? See Deployments on Vercel; with VERCEL_TOKEN this command asks there.' },
      );
    }
    await pause(Math.min(5_000, timeoutMs));
  }
}

async function look(ready: URL): Promise<{ status: number | null; running: string | null }> {
  const response = await fetch(ready, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  const health = Health.safeParse(await response?.json().catch(() => null));
  return { status: response?.status ?? null, running: health.data?.commit ?? null };
}
