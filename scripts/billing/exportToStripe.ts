import Stripe from 'stripe';
import type { Meter } from '../../packages/manifest/index.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { type ClaimedRecord, exportTable } from './exportTable.ts';

export interface ExportOptions {
  run: RunSql;
  /** Quoted, such as `"nofx"`. */
  schema: string;
  stripe: Stripe;
  /** How long a claimed record is this exporter's. Longer than Stripe takes to answer for all records of a batch. */
  leaseSeconds?: number;
  /** Records that are claimed together, and sent at the same time. */
  batch?: number;
  /** Waits before trying again after 429, in milliseconds. */
  pause?: (ms: number) => Promise<void>;
}

/** Stripe could not be asked: the rest is left for the next time. */
export class ExportStopped extends Error {}

/** The name of the Stripe meter's events. */
export const eventName = (meter: Meter): string => `registry_${meter.toLowerCase()}`;

/** The Stripe client. It repeats nothing itself: what may be repeated, and until when, is decided here. */
export const stripeClient = (key: string, url: string | undefined): Stripe => {
  const { hostname, port, protocol } = new URL(url ?? 'https://api.stripe.com');
  const isPlain = protocol === 'http:';
  return new Stripe(key, {
    maxNetworkRetries: 0,
    timeout: 20_000,
    telemetry: false,
    host: hostname,
    protocol: isPlain ? 'http' : 'https',
    port: port || (isPlain ? 80 : 443),
  });
};

type Outcome = { kind: 'sent' } | { kind: 'unknown' | 'limited' | 'refused' | 'stopped'; error: string };

const maxPauses = 8;

/**
 * Sends the usage records that were not sent yet as meter events, each with its id as `identifier`. Any number of exporters
 * may do this at the same time, and any may be killed: a record is claimed before it is sent, and one whose claim ran out is sent
 * again only while Stripe surely knows its identifier.
 *
 * @throws ExportStopped when Stripe is unreachable, keeps limiting, or refuses the key
 */
export async function exportToStripe({
  run,
  schema,
  stripe,
  leaseSeconds = 300,
  batch = 20,
  pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: ExportOptions): Promise<void> {
  const table = exportTable(run, schema, leaseSeconds);
  while (await table.enqueue());
  let pauses = 0;
  for (;;) {
    const records = await table.claim(batch);
    if (records.length === 0) return;
    const outcomes = await Promise.all(records.map((record) => send(stripe, record)));
    const of = (kind: Outcome['kind']) => records.filter((_, index) => outcomes[index]?.kind === kind);
    const errorOf = (kind: Outcome['kind']) => {
      const found = outcomes.find((outcome) => outcome.kind === kind);
      return found && 'error' in found ? found.error : '';
    };
    await table.sent(of('sent'));
    for (const [index, outcome] of outcomes.entries()) {
      const record = records[index];
      if (record && outcome.kind === 'refused') await table.refused([record], outcome.error);
    }
    await table.unknown(of('unknown'), errorOf('unknown'));
    await table.released([...of('limited'), ...of('stopped')], errorOf('limited') || errorOf('stopped'));
    if (of('stopped').length > 0) throw new ExportStopped(errorOf('stopped'));
    if (of('unknown').length > 0) throw new ExportStopped(errorOf('unknown'));
    if (of('limited').length === 0) {
      pauses = 0;
      continue;
    }
    if (pauses === maxPauses) throw new ExportStopped(errorOf('limited'));
    await pause(Math.min(250 * 2 ** pauses, 30_000));
    pauses += 1;
  }
}

async function send(stripe: Stripe, { id, meter, value, timestamp, customer }: ClaimedRecord): Promise<Outcome> {
  try {
    await stripe.billing.meterEvents.create({
      event_name: eventName(meter),
      identifier: id,
      timestamp,
      payload: { stripe_customer_id: customer, value: String(value) },
    });
    return { kind: 'sent' };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  const { errors } = Stripe;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof errors.StripeRateLimitError) return { kind: 'limited', error: message };
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'stopped', error: message };
  if (error instanceof errors.StripeInvalidRequestError) {
    // An earlier attempt arrived.
    if (error.code === 'duplicate_meter_event' || /already exists with identifier/i.test(message))
      return { kind: 'sent' };
    return { kind: 'refused', error: message };
  }
  return { kind: 'unknown', error: message };
}
