import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cron } from '../../../server/functions/cron.ts';
import { functionLog } from '../../../server/functions/instance.ts';

const secret = 'a-secret-of-the-scheduler';
const environment = {
  CRON_SECRET: secret,
  DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none',
  SUPABASE_URL: 'https://project.supabase.co',
  SUPABASE_SECRET_KEY: 'sb_secret_of_this_test_only',
};

describe('work for the scheduler', () => {
  const work = vi.fn(async () => ({ done: true }));
  const handler = cron(work);
  const warned = vi.spyOn(functionLog, 'warn').mockImplementation(() => {});
  vi.spyOn(functionLog, 'error').mockImplementation(() => {});

  beforeEach(() => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    expect(work).not.toHaveBeenCalled();
  });

  const call = async (init: RequestInit = {}) => {
    const response = await handler.fetch(new Request('https://registry.example.com/api/cron/housekeeping', init));
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  it('is started with GET only', async () => {
    const { status, headers, body } = await call({ method: 'POST', headers: { authorization: `Bearer ${secret}` } });
    expect([status, headers.get('allow'), body.code]).toEqual([405, 'GET', 'BAD_USER_INPUT']);
  });

  it.each([[undefined], ['Bearer another'], [secret], [`bearer ${secret}`]])(
    'is not started by a caller with the authorization %s',
    async (authorization) => {
      const { status, headers, body } = await call(authorization === undefined ? {} : { headers: { authorization } });
      expect([status, body.code, body.detail]).toEqual([
        401,
        'UNAUTHENTICATED',
        "Only the platform's scheduler may call this.",
      ]);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-correlation-id')).toMatch(/^\S{8,}$/);
    },
  );

  it('is not started by anyone where there is no secret, and the log says so', async () => {
    vi.stubEnv('CRON_SECRET', '');
    const { status } = await call({ headers: { authorization: 'Bearer ' } });
    expect(status).toBe(401);
    expect(warned).toHaveBeenCalledWith('CRON_SECRET is not set: scheduled work is disabled.');
  });

  it('answers 503 without a word of why when the deployment lacks a variable', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const { status, body } = await call({ headers: { authorization: `Bearer ${secret}` } });
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(body)).not.toMatch(/DATABASE_URL|hunter2/);
  });

  it('answers 503 when the database cannot be reached', async () => {
    const { status, body } = await call({ headers: { authorization: `Bearer ${secret}` } });
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|127\.0\.0\.1/);
  });
});
