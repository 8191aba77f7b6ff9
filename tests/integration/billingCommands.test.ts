import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meters } from '../../packages/manifest/index.ts';
import { eventName } from '../../scripts/billing/exportToStripe.ts';
import { engine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openStripe, type StripeServer } from '../support/stripeServer.ts';

describe.runIf(engine === 'postgres')('the commands of the operator for billing', () => {
  let stripe: StripeServer;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
    stripe = await openStripe({ key: 'sk_test_billing', meters: meters.map(eventName), customers: ['cus_acme'] });
  });
  afterAll(async () => {
    await stripe?.close();
    await database?.close();
  });

  async function run(script: string, args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [`scripts/billing/${script}.ts`, ...args], {
      env: { ...process.env, DATABASE_URL: database.ownerUrl ?? '', ...env },
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { stdout: stdout.trim(), stderr: stderr.trim(), code };
  }
  const billing = (...args: string[]) =>
    run('main', args, { STRIPE_API_KEY: 'sk_test_billing', STRIPE_API_URL: stripe.url });

  it('sets, lists and clears quotas', async () => {
    expect(await run('quotas', [])).toEqual({ code: 0, stdout: 'No namespace has a quota.', stderr: '' });
    const set = await run('quotas', ['set', 'acme', '--versions', '5', '--runs-per-day', '100']);
    expect([set.code, set.stdout.split('\n').map((line) => line.split(/ +/))]).toEqual([
      0,
      [
        ['NAMESPACE', 'QUOTA', 'USED', 'LIMIT'],
        ['acme', 'runs_per_day', '0', '100'],
        ['acme', 'versions', '0', '5'],
      ],
    ]);
    expect((await run('quotas', ['set', 'acme', '--versions', 'none'])).stdout).not.toContain('versions');
    expect((await run('quotas', ['clear', 'acme'])).stdout).toBe('No namespace has a quota.');
    const wrong = await run('quotas', ['set', 'acme', '--versions', 'many']);
    expect([wrong.code, wrong.stderr.split('\n')[0]]).toEqual([
      2,
      '"--versions" must be a whole number or "none"; got "many".',
    ]);
    expect((await run('quotas', ['set', 'acme'])).code).toBe(2);
  }, 120_000);

  it('exports what was used, says what needs a decision, and follows it', async () => {
    await database.asOwner(
      `select nofx.record_usage('acme', 'RUN', gen_random_uuid(), array['RUNS'], array[1]::numeric[]) from generate_series(1, 25)`,
    );
    expect(await run('main', ['export'])).toMatchObject({
      code: 0,
      stdout: 'STRIPE_API_KEY is not set: nothing was sent.',
    });
    expect((await billing('customer', 'acme', 'acme')).code).toBe(2);
    expect((await billing('customer', 'acme', 'cus_acme')).stdout).toBe('acme is cus_acme.');
    const both = await Promise.all([billing('export'), billing('export')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await billing('export')).stdout).toBe('Records: 25 sent.');
    expect([stripe.sum('cus_acme', 'registry_runs'), stripe.requests()]).toEqual([25, 25]);

    stripe.customers.splice(0);
    await database.asOwner(
      `select nofx.record_usage('acme', 'RUN', gen_random_uuid(), array['RUNS'], array[1]::numeric[])`,
    );
    const refused = await billing('export');
    expect(refused).toMatchObject({ code: 1, stderr: '1 need a decision: npm run billing -- open' });
    const [row] = JSON.parse((await billing('open', '--json')).stdout);
    expect(row).toMatchObject({ status: 'REFUSED', namespace: 'acme', meter: 'RUNS', quantity: 1 });
    stripe.customers.push('cus_acme');
    expect((await billing('resolve', row.record_id, 'send')).stdout).toBe('It is sent with the next export.');
    expect(await billing('export')).toMatchObject({ code: 0, stdout: 'Records: 26 sent.' });
    expect((await billing('resolve', row.record_id, 'counted')).code).toBe(1);
    expect(stripe.sum('cus_acme', 'registry_runs')).toBe(26);
  }, 240_000);
});
