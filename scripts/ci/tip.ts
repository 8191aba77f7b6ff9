import { z } from 'zod';
import { Problem } from '../../packages/cli/problem.ts';
import { needed } from './running.ts';

const Commit = z.object({ sha: z.string() });

/** The newest commit of main, as GitHub has it: https://docs.github.com/rest/commits/commits#get-a-commit */
export async function tipOfMain(): Promise<string> {
  const repository = needed('GITHUB_REPOSITORY', 'owner/name');
  const token = needed('GITHUB_TOKEN', 'a token that may read the repository');
  const { GITHUB_API_URL: api = 'https://api.github.com' } = process.env;
  const response = await fetch(`${api}/repos/${repository}/commits/main`, {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null);
  const commit = Commit.safeParse(response?.ok ? await response.json().catch(() => null) : null);
  if (commit.success) return commit.data.sha;
  throw new Problem(`GitHub does not say what main is: ${response ? `status ${response.status}` : 'no answer'}.`);
}
