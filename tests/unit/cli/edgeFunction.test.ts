import { createClient } from '@supabase/supabase-js';
import { expect, it } from 'vitest';
import { publishUpload } from '../../../packages/cli/publish/edgeFunction.ts';

/** The answer of the command to what the function, or something in its place, responds. */
const answerTo = (respond: () => Response) =>
  publishUpload(
    createClient('http://project.invalid', 'key', { global: { fetch: async () => respond() } }),
    'AGENT',
    'incoming/default/a.json',
    'key-1',
  );

const refusal =
  (status: number, code: string, more: object = {}) =>
  () =>
    Response.json(
      { code, detail: 'No.', ...more },
      { status, headers: { 'content-type': 'application/problem+json' } },
    );

it('takes what was published', async () => {
  const published = { created: true, status: 'ACTIVE', warnings: [{ code: 'w', message: 'Careful.' }] };
  expect(await answerTo(() => Response.json(published))).toEqual({ outcome: 'published', ...published });
});

it.each<[string, () => Response, object]>([
  [
    'a version that answers otherwise',
    () => Response.json({ created: 'yes' }),
    {
      message:
        'The function registry_agents_sync returned an unexpected response. Deploy the version that belongs to this command.',
      hint: null,
    },
  ],
  [
    'a project without the function',
    () => new Response('Not found', { status: 404 }),
    {
      message: 'The function registry_agents_sync was not found or does not respond as expected (404).',
      hint: 'Deploy it: supabase functions deploy registry_agents_sync',
    },
  ],
  [
    'something else in its place',
    () => new Response('<html>', { status: 401 }),
    {
      message: 'The function registry_agents_sync was not found or does not respond as expected (401).',
      hint: null,
    },
  ],
  [
    'a token that is refused',
    refusal(401, 'UNAUTHENTICATED'),
    {
      message: 'The function registry_agents_sync refused the request: No. (UNAUTHENTICATED)',
      hint: expect.stringContaining('registry token --role publisher'),
    },
  ],
  [
    'an internal error',
    refusal(500, 'INTERNAL_SERVER_ERROR', { correlationId: 'c-1' }),
    {
      message: 'The function registry_agents_sync refused the request: No. (INTERNAL_SERVER_ERROR)',
      hint: 'Correlation id: c-1',
    },
  ],
  [
    'an internal error without a correlation id',
    refusal(500, 'INTERNAL_SERVER_ERROR'),
    { message: 'The function registry_agents_sync refused the request: No. (INTERNAL_SERVER_ERROR)', hint: null },
  ],
])('stops for all definitions at %s', async (_, respond, problem) => {
  await expect(answerTo(respond)).rejects.toMatchObject({ exitCode: 1, ...problem });
});

it.each<[string, () => Response, string]>([
  [
    'no connection',
    () => {
      throw new TypeError('fetch failed');
    },
    'The function registry_agents_sync is unavailable.',
  ],
  [
    'a gateway without the function behind it',
    () => new Response('<html>', { status: 502 }),
    'The function registry_agents_sync is unavailable (502).',
  ],
  [
    'a limit',
    refusal(429, 'RATE_LIMITED'),
    'The function registry_agents_sync refused the request: No. (RATE_LIMITED)',
  ],
  [
    'an upload that was published meanwhile',
    refusal(404, 'NOT_FOUND'),
    'The function registry_agents_sync refused the request: No. (NOT_FOUND)',
  ],
])('may try again after %s', async (_, respond, message) => {
  expect(await answerTo(respond)).toMatchObject({ outcome: 'unavailable', problem: { message } });
});

it('refuses one definition with its issues, and continues with the others', async () => {
  const issues = [{ file: 'agent.json', path: 'name', code: 'required', message: 'Missing.', severity: 'error' }];
  expect(await answerTo(refusal(422, 'MANIFEST_INVALID', { issues }))).toEqual({
    ...{ outcome: 'refused', code: 'MANIFEST_INVALID', detail: 'No.', issues },
  });
});
