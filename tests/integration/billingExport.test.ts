import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { meters } from '../../packages/manifest/index.ts';
import { exportCounts } from '../../scripts/billing/exportTable.ts';
import { eventName, exportToStripe, stripeClient } from '../../scripts/billing/exportToStripe.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openStripe, type StripeServer } from '../support/stripeServer.ts';

const key = 'sk_test_billing';
const schema = '"nofx"';

describe.skipIf(!hasEngine)('the export of usage to Stripe', () => {
  let database: TestDatabase;
  let stripe: StripeServer;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    await database.asOwner(
      'truncate nofx.usage_records, nofx.usage_totals, nofx.billing_exports, nofx.billing_customers',
    );
    await database.asOwner('update nofx.usage_feed set head = 0');
    await database.asOwner('update nofx.billing_position set seq = 0');
    stripe = await openStripe({ key, meters: meters.map(eventName), customers: ['cus_acme', 'cus_globex'] });
    await customer('acme', 'cus_acme');
  });
  afterEach(() => stripe?.close());

  const customer = (namespace: string, id: string) =>
    database.asOwner('insert into nofx.billing_customers (namespace, customer) values ($1, $2)', [namespace, id]);
  /** Writes records as the triggers do: one for each quantity. */
  const record = (namespace: string, meter: string, ...quantities: number[]) =>
    database.asOwner(
      `select nofx.record_usage($1, 'RUN', gen_random_uuid(), array[$2]::text[], array[quantity]::numeric[])
       from unnest($3::float8[]) as quantity`,
      [namespace, meter, quantities],
    );
  const ones = (count: number) => Array.from({ length: count }, () => 1);
  const exporting = (more: object = {}) =>
    exportToStripe({
      ...{ run: database.asOwner, schema, stripe: stripeClient(key, stripe.url), pause: async () => {} },
      ...more,
    });
  const counts = () => exportCounts(database.asOwner, schema);
  const total = async (namespace: string, meter: string) => {
    const [row] = (await database.asOwner(
      'select sum(quantity)::float8 as total from nofx.usage_records where namespace = $1 and meter = $2',
      [namespace, meter],
    )) as { total: number }[];
    return row?.total ?? 0;
  };
  const age = (by: string) =>
    database.asOwner(
      `update nofx.billing_exports set unsure_since = unsure_since - $1::interval, claimed_until = claimed_until - $1::interval`,
      [by],
    );

  it('sends each record once, with its id, to the customer of its namespace', async () => {
    await customer('globex', 'cus_globex');
    await record('acme', 'RUNS', ...ones(30));
    await record('globex', 'RUNS', ...ones(7));
    await exporting();
    await exporting();
    await record('acme', 'RUNS', ...ones(3));
    await exporting();
    expect(await counts()).toEqual({ SENT: 40 });
    expect([stripe.sum('cus_acme', 'registry_runs'), stripe.sum('cus_globex', 'registry_runs')]).toEqual([33, 7]);
    expect(stripe.requests()).toBe(40);
    const ids = (await database.asOwner('select id from nofx.usage_records order by seq')) as { id: string }[];
    expect(stripe.taken.map(({ identifier }) => identifier).sort()).toEqual(ids.map(({ id }) => id).sort());
  });

  it('sends seconds as whole ones without a drift, and levels as they are', async () => {
    await record('acme', 'STEP_SECONDS', ...Array.from({ length: 50 }, () => 0.333), 12.4);
    await record('acme', 'STORED_BYTES', 1000, 500, -300);
    await exporting({ batch: 1 });
    const seconds = await total('acme', 'STEP_SECONDS');
    expect(seconds).toBeCloseTo(29.05, 6);
    expect(stripe.sum('cus_acme', 'registry_step_seconds')).toBe(Math.floor(seconds));
    expect(stripe.last('cus_acme', 'registry_stored_bytes')).toBe(1200);
    expect((await counts()).NOTHING).toBeGreaterThan(20);
  });

  it('keeps what has no customer until it has one', async () => {
    await record('globex', 'RUNS', 1, 1);
    await exporting();
    expect([await counts(), stripe.requests()]).toEqual([{ WAITING: 2 }, 0]);
    await customer('globex', 'cus_globex');
    await exporting();
    expect([await counts(), stripe.sum('cus_globex', 'registry_runs')]).toEqual([{ SENT: 2 }, 2]);
  });

  it.each(['drop after taking', 'fail after taking', 'drop', 'fail'] as const)(
    'counts once what Stripe answered with: %s',
    async (mishap) => {
      await record('acme', 'RUNS', ...ones(5));
      // The package repeats a request once whose connection was cut.
      stripe.mishaps.push(mishap, ...(mishap.startsWith('drop') ? (['drop'] as const) : []));
      await expect(exporting({ batch: 1 })).rejects.toThrow();
      await exporting({ batch: 1 });
      expect([await counts(), stripe.sum('cus_acme', 'registry_runs')]).toEqual([{ SENT: 5 }, 5]);
    },
  );

  it('waits when it is limited, then goes on', async () => {
    await record('acme', 'RUNS', ...ones(10));
    stripe.mishaps.push('limit', 'limit', 'limit', 'limit');
    const waits: number[] = [];
    await exporting({ batch: 2, pause: async (ms: number) => void waits.push(ms) });
    expect([await counts(), stripe.sum('cus_acme', 'registry_runs')]).toEqual([{ SENT: 10 }, 10]);
    expect(waits).toEqual([250, 500]);
  });

  it('counts once when several export at once, and one of them was killed before', async () => {
    await record('acme', 'RUNS', ...ones(60));
    // Killed: it had claimed, and Stripe had taken, what it could not note any more.
    const killed = Object.assign(new Error('killed'), { isKilled: true });
    let statements = 0;
    const run: TestDatabase['asOwner'] = (sql, values) => {
      if (/status = 'SENT'/.test(sql) && ++statements > 1) return Promise.reject(killed);
      return database.asOwner(sql, values);
    };
    await expect(exporting({ run, batch: 10 })).rejects.toBe(killed);
    expect(await counts()).toEqual({ PENDING: 40, SENDING: 10, SENT: 10 });
    await Promise.all([exporting({ batch: 4 }), exporting({ batch: 7 }), exporting({ batch: 9 })]);
    expect(await counts()).toEqual({ SENDING: 10, SENT: 50 });
    await age('10 minutes');
    await Promise.all([exporting({ batch: 4 }), exporting({ batch: 7 })]);
    expect([await counts(), stripe.sum('cus_acme', 'registry_runs')]).toEqual([{ SENT: 60 }, 60]);
  });

  it('never sends again what is unsure for a day: the operator decides', async () => {
    await record('acme', 'RUNS', 1, 1);
    stripe.mishaps.push('drop after taking', 'drop', 'drop', 'drop');
    await expect(exporting({ batch: 2 })).rejects.toThrow();
    await age('24 hours');
    stripe.advance(24 * 3600 + 60); // Stripe has forgotten the identifier: sent again, it would be counted twice.
    const before = stripe.requests();
    await exporting();
    expect([await counts(), stripe.requests()]).toEqual([{ UNSURE: 2 }, before]);
    expect(stripe.sum('cus_acme', 'registry_runs')).toBe(1);
  });

  it.each([
    ['a meter that Stripe does not know', () => stripe.meters.splice(0), /No meter found/],
    ['a customer that Stripe does not know', () => stripe.customers.splice(0), /No such customer/],
    ['a time that is ahead', () => stripe.advance(-3600), /5 minutes/],
  ] as const)('sets aside what is refused for %s', async (_, arrange, reason) => {
    arrange();
    await record('acme', 'RUNS', 1);
    await exporting();
    expect(await counts()).toEqual({ REFUSED: 1 });
    const [row] = (await database.asOwner('select error from nofx.billing_exports')) as { error: string }[];
    expect(row?.error).toMatch(reason);
  });

  it('does not send what is older than Stripe takes', async () => {
    await record('acme', 'RUNS', 1);
    await database.asOwner(
      `alter table nofx.usage_records disable trigger user; update nofx.usage_records set occurred_at = now() - interval '36 days'; alter table nofx.usage_records enable trigger user`,
    );
    await exporting();
    expect([await counts(), stripe.requests()]).toEqual([{ REFUSED: 1 }, 0]);
  });

  it('stops at a key that is refused, and loses nothing', async () => {
    await record('acme', 'RUNS', 1, 1);
    const wrong = exporting({ stripe: stripeClient('sk_test_another', stripe.url) });
    await expect(wrong).rejects.toThrow('Invalid API Key');
    expect(await counts()).toEqual({ PENDING: 2 });
    await exporting();
    expect([await counts(), stripe.sum('cus_acme', 'registry_runs')]).toEqual([{ SENT: 2 }, 2]);
  });
});
