/**
 * Starts a deployment with the deploy hook in VERCEL_DEPLOY_HOOK_URL (https://vercel.com/docs/deploy-hooks): its URL is
 * a secret and is never printed. With `--wait` it returns when REGISTRY_URL is ready, with `--commit` when it
 * runs that commit, and fails when the build fails.
 *
 * A hook builds the current main. With `--commit <sha>` nothing is deployed when main has moved on: what was not
 * tested, or needs a pending migration, waits for its own run.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { misuse, Problem } from '../../packages/cli/problem.ts';
import { clean, print } from '../../packages/cli/terminal.ts';
import { usage } from '../../packages/node/usage.ts';
import { needed, running } from './running.ts';
import { tipOfMain } from './tip.ts';
import { untilDeployed } from './untilDeployed.ts';

usage(
  `Usage: npm run ci:deploy [-- --wait] [--commit <sha>]

Asks Vercel to deploy, by the deploy hook of VERCEL_DEPLOY_HOOK_URL.
  --wait          return when REGISTRY_URL is ready and runs the commit; fail when its build fails
  --commit <sha>  deploy nothing once main is another commit`,
  ['--wait', '--commit'],
);

const Hooked = z.object({
  job: z.object({ id: z.string(), state: z.string().optional(), createdAt: z.number().optional() }),
});
const attempts = 3;

await running(async () => {
  const { values } = parseArgs({ options: { wait: { type: 'boolean' }, commit: { type: 'string' } } });
  const hook = URL.parse(needed('VERCEL_DEPLOY_HOOK_URL', 'the deploy hook of the project, under Settings, Git'));
  if (!hook || !/^https?:$/.test(hook.protocol)) throw misuse('VERCEL_DEPLOY_HOOK_URL is no address.');
  const ready = values.wait ? new URL('/health/ready', needed('REGISTRY_URL', 'the address of the endpoint')) : null;
  const tip = values.commit && (await tipOfMain());
  if (tip && tip !== values.commit) {
    return print(`Not deployed: main is ${clean(tip)} by now. The run of that commit deploys both.`);
  }
  const { job } = await callHook(hook);
  print(`Vercel took the deployment: job ${clean(job.id)}${job.state ? ` (${clean(job.state)})` : ''}.`);
  if (ready) await untilDeployed({ ready, commit: values.commit ?? null, hook, since: job.createdAt ?? 0 });
});

/** Retries when Vercel did not respond or had an internal error; an additional deployment is harmless. */
async function callHook(hook: URL): Promise<z.infer<typeof Hooked>> {
  let last = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await pause(500 * 2 ** attempt);
    const response = await fetch(hook, { method: 'POST', signal: AbortSignal.timeout(20_000) }).catch(() => null);
    if (response?.ok) {
      const answer = Hooked.safeParse(await response.json().catch(() => null));
      if (answer.success) return answer.data;
      throw new Problem('The address of the deploy hook answered something else than a job: is it a deploy hook?');
    }
    last = response ? `status ${response.status}` : 'no answer';
    if (response && response.status < 500 && response.status !== 429) break;
  }
  throw new Problem(`Vercel did not take the deployment: ${last}.`, {
    hint: 'Nothing was deployed. Is the hook still there, under Settings, Git of the project?',
  });
}
