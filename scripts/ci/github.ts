import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '../../packages/cli/problem.ts';

const Comments = z.array(
  z.object({ id: z.number(), body: z.string().nullable(), user: z.object({ login: z.string() }).nullable() }),
);
const PullRequestEvent = z.object({ pull_request: z.object({ number: z.number().int() }) });

const author = 'github-actions[bot]';
/** GitHub takes 65,536 characters. */
const longest = 60_000;
const pageSize = 100;
const maxPages = 30;

/** Where we are: set by GitHub Actions, https://docs.github.com/actions/reference/workflows-and-actions/variables */
export interface Place {
  api: string;
  repository: string;
  token: string;
  pullRequest: number;
}

/** Throws a Problem that names what is missing. */
export async function placeFrom(environment: NodeJS.ProcessEnv): Promise<Place> {
  const {
    GITHUB_API_URL: api = 'https://api.github.com',
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: token,
  } = environment;
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) throw missing('GITHUB_REPOSITORY', 'owner/name');
  if (!token) throw missing('GITHUB_TOKEN', 'a token that may write to pull requests');
  const path = environment.GITHUB_EVENT_PATH;
  if (!path) throw missing('GITHUB_EVENT_PATH', 'the file of the event that started the workflow');
  const event = PullRequestEvent.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!event.success)
    throw new Problem('The event that started this is of no pull request: there is nothing to comment on.');
  return { api, repository, token, pullRequest: event.data.pull_request.number };
}

const missing = (name: string, what: string) =>
  new Problem(`To post, ${name} must be set: ${what}.`, {
    hint: 'GitHub Actions sets it; without --post nothing is posted.',
  });

export type Posted = 'posted' | 'updated' | 'forbidden';

/** One comment of ours for each `topic` in a pull request: made at first, changed later. `forbidden` on one from a fork. */
export async function postSticky(place: Place, topic: string, markdown: string): Promise<Posted> {
  const mark = `<!-- nofx-registry: ${topic} -->`;
  const body = `${mark}\n${cut(markdown)}`;
  const found = await findComment(place, mark);
  const { repository, pullRequest } = place;
  const response = found
    ? await ask(place, 'PATCH', `/repos/${repository}/issues/comments/${found}`, { body })
    : await ask(place, 'POST', `/repos/${repository}/issues/${pullRequest}/comments`, { body });
  if (response.status === 403) return 'forbidden';
  if (!response.ok) throw refused(response);
  return found ? 'updated' : 'posted';
}

/** Only a comment that this workflow wrote: anyone may write the marker. */
async function findComment(place: Place, mark: string): Promise<number | null> {
  for (let page = 1; page <= maxPages; page += 1) {
    const path = `/repos/${place.repository}/issues/${place.pullRequest}/comments?per_page=${pageSize}&page=${page}`;
    const response = await ask(place, 'GET', path);
    if (!response.ok) throw refused(response);
    const comments = Comments.parse(await response.json());
    const found = comments.find(({ body, user }) => user?.login === author && body?.startsWith(mark));
    if (found) return found.id;
    if (comments.length < pageSize) return null;
  }
  return null;
}

const cut = (text: string): string =>
  text.length <= longest
    ? text
    : `${text.slice(0, longest)}\n\n… cut here: the whole of it is in the summary of the workflow.`;

async function ask({ api, token }: Place, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(20_000),
  }).catch((error: Error) => {
    throw new Problem(`GitHub did not answer: ${error.message}`);
  });
}

const refused = ({ status }: Response) => new Problem(`GitHub refused the comment with status ${status}.`);
