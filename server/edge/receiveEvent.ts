import { edgeProblem } from './problem.ts';
import { type Purge, purgeOf } from './purge.ts';
import { readLimited } from './readLimited.ts';
import { signatureProblem, toleranceSeconds } from './verifySignature.ts';

/** What receiving an event needs. */
export interface EventReceiver {
  secrets: readonly string[];
  /** Marks what has these tags as stale. */
  refresh(tags: string[]): Promise<void>;
  /** Deletes what has these tags. */
  drop(tags: string[]): Promise<void>;
  /** Ids of messages that were handled, shared by all instances as far as the platform can. */
  seen: { has(id: string): Promise<boolean>; add(id: string, seconds: number): Promise<unknown> };
}

/** More than any event has. */
const maxBytes = 1_048_576;

/**
 * Receives one message of a webhook, and refreshes or drops what the edge keeps of the entry. The same message again does
 * nothing. If the cache cannot be purged the answer is 503, so that the registry tries again.
 */
export async function receiveEvent(request: Request, receiver: EventReceiver): Promise<Response> {
  if (request.method !== 'POST')
    return edgeProblem(405, 'BAD_USER_INPUT', 'Webhooks are received with POST.', { allow: 'POST' });
  const body = await readLimited(request, maxBytes);
  if (!body) return edgeProblem(413, 'BAD_USER_INPUT', `The body is larger than ${maxBytes} bytes.`);
  const id = request.headers.get('webhook-id');
  const problem = await signatureProblem(
    {
      id,
      timestamp: request.headers.get('webhook-timestamp'),
      signatures: request.headers.get('webhook-signature'),
    },
    body,
    receiver.secrets,
    Date.now(),
  );
  if (problem !== null || id === null) return edgeProblem(401, 'UNAUTHENTICATED', problem ?? '');
  let purge: Purge | null;
  try {
    purge = purgeOf(new TextDecoder().decode(body));
  } catch (error) {
    return edgeProblem(400, 'BAD_USER_INPUT', `The body must be an event of the registry. ${(error as Error).message}`);
  }
  // Whether it was seen is only to save work: a purge that is repeated changes nothing.
  if (await receiver.seen.has(id).catch(() => false)) return done();
  try {
    if (purge) await receiver[purge.how]([...purge.tags]);
  } catch (error) {
    console.error(`The cache was not purged: ${error instanceof Error ? error.message : error}`);
    return edgeProblem(503, 'UNAVAILABLE', 'The cache could not be purged. Try again.', { 'retry-after': '5' });
  }
  // As long as its signature is accepted: timestamps may be in the future.
  await receiver.seen.add(id, 2 * toleranceSeconds).catch(() => {});
  return done();
}

const done = () => new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
