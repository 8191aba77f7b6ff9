import { z } from 'zod';

const Deployments = z.object({
  deployments: z.array(z.object({ createdAt: z.number(), state: z.string(), url: z.string().nullish() })),
});

/**
 * Why Vercel does not finish the build of a commit. Null while it builds or has finished, and without VERCEL_TOKEN
 * (https://vercel.com/docs/rest-api/deployments/list-deployments). VERCEL_TEAM_ID is needed for the project of a team.
 */
export async function buildFailure({
  commit,
  hook,
  since,
}: {
  commit: string;
  hook: URL;
  since: number;
}): Promise<string | null> {
  const { VERCEL_TOKEN: token, VERCEL_TEAM_ID: teamId, VERCEL_API_URL: api = 'https://api.vercel.com' } = process.env;
  const projectId = hook.pathname.split('/').find((part) => part.startsWith('prj_'));
  if (!token || !projectId) return null;
  const query = new URLSearchParams({ projectId, sha: commit, ...(teamId ? { teamId } : {}) });
  const response = await fetch(`${api}/v6/deployments?${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  const listed = Deployments.safeParse(await response?.json().catch(() => null));
  const [newest] = (listed.data?.deployments ?? [])
    .filter(({ createdAt }) => createdAt >= since)
    .sort((a, b) => b.createdAt - a.createdAt);
  if (!newest || !['ERROR', 'CANCELED'].includes(newest.state)) return null;
  return `${newest.state.toLowerCase()}${newest.url ? `, ${newest.url}` : ''}`;
}
