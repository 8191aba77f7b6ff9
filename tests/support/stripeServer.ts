import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with the next event, instead of taking it. */
export type Mishap = 'limit' | 'fail' | 'fail after taking' | 'drop' | 'drop after taking';

interface MeterEvent {
  eventName: string;
  customer: string;
  value: number;
  identifier: string;
  timestamp: number;
}

const day = 86_400;

/**
 * The part of Stripe that takes meter events, with its documented rules (https://docs.stripe.com/api/billing/meter-event/create):
 * an identifier is unique for 24 hours and forgotten then; the timestamp is within the past 35 days and at most 5 minutes
 * ahead; the event name is that of a meter; the customer exists; the value is a whole number.
 */
export async function openStripe({ key, meters, customers }: { key: string; meters: string[]; customers: string[] }) {
  const taken: MeterEvent[] = [];
  const known = new Map<string, number>();
  const mishaps: Mishap[] = [];
  let ahead = 0;
  let requests = 0;
  const now = () => Date.now() / 1000 + ahead;

  function refusal({ eventName, customer, identifier, timestamp, value }: MeterEvent, sentValue: string) {
    const invalid = (message: string, code?: string) => ({ status: 400, code, message });
    if (!meters.includes(eventName)) return invalid(`No meter found with event name ${eventName}.`, 'resource_missing');
    if (!customers.includes(customer)) return invalid(`No such customer: '${customer}'`, 'resource_missing');
    if (!/^-?\d+$/.test(sentValue)) return invalid(`Invalid value ${value}: must be a whole number.`);
    if (timestamp < now() - 35 * day) return invalid('The timestamp must be within the past 35 calendar days.');
    if (timestamp > now() + 300) return invalid('The timestamp must not be more than 5 minutes in the future.');
    if ((known.get(identifier) ?? 0) > now() - day)
      return invalid(`An event already exists with identifier ${identifier}.`);
    return null;
  }

  const server = createServer(async (request, response) => {
    requests += 1;
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const wrong = (status: number, message: string, code?: string, type = 'invalid_request_error') =>
      answer(status, { error: { type, message, ...(code ? { code } : {}) } });
    if (request.headers.authorization !== `Bearer ${key}`) return wrong(401, 'Invalid API Key provided.');
    if (request.method !== 'POST' || request.url !== '/v1/billing/meter_events') return wrong(404, 'Unrecognized URL.');

    const mishap = mishaps.shift();
    if (mishap === 'limit') return wrong(429, 'Too many requests.', 'rate_limit');
    if (mishap === 'drop') return response.destroy();
    if (mishap === 'fail') return wrong(500, 'Something went wrong.', undefined, 'api_error');
    const form = new URLSearchParams(body);
    const sentValue = form.get('payload[value]') ?? '';
    const event: MeterEvent = {
      eventName: form.get('event_name') ?? '',
      customer: form.get('payload[stripe_customer_id]') ?? '',
      value: Number(sentValue),
      identifier: form.get('identifier') ?? '',
      timestamp: Number(form.get('timestamp')),
    };
    const refused = refusal(event, sentValue);
    if (refused) return wrong(refused.status, refused.message, refused.code);
    known.set(event.identifier, now());
    taken.push(event);
    if (mishap === 'drop after taking') return response.destroy();
    if (mishap === 'fail after taking') return wrong(500, 'Something went wrong.', undefined, 'api_error');
    return answer(200, {
      object: 'billing.meter_event',
      created: Math.floor(now()),
      ...{ event_name: event.eventName, identifier: event.identifier, livemode: false, timestamp: event.timestamp },
      payload: { stripe_customer_id: event.customer, value: sentValue },
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    customers,
    meters,
    /** For the next events, in their order. */
    mishaps,
    requests: () => requests,
    /** Lets this much time pass for the server. */
    advance: (seconds: number) => {
      ahead += seconds;
    },
    /** What a meter with the formula `sum` bills. */
    sum: (customer: string, eventName: string) =>
      taken
        .filter((event) => event.customer === customer && event.eventName === eventName)
        .reduce((total, { value }) => total + value, 0),
    /** What a meter with the formula `last` bills. */
    last: (customer: string, eventName: string) =>
      taken.filter((event) => event.customer === customer && event.eventName === eventName).at(-1)?.value ?? 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type StripeServer = Awaited<ReturnType<typeof openStripe>>;
