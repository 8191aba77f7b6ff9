import { canonicalJson, sha256Hex } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { claimKey, storeAnswer, storedAnswer } from '../db/idempotency.ts';
import { IdempotencyKeyReused, RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';

const utf8 = new TextEncoder();

/**
 * Runs `work` once per (actor, operation, key): a later call gets the first one's answer, a call meanwhile waits for
 * it. The claim, the effect and the answer commit together, so a failure leaves the key unused.
 *
 * @param payload what the key stands for; another payload under the same key throws `IdempotencyKeyReused`
 */
export async function once<Answer>(
  tx: Transaction,
  user: User,
  operation: string,
  key: string | null,
  payload: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (key === null) return work();
  const id = { actor: user.id, operation, key };
  const payloadHash = sha256Hex(utf8.encode(canonicalJson([user.namespace, payload])));
  const [claimed] = await tx.run(claimKey(id, payloadHash));
  if (!claimed) {
    const [first] = await tx.run(storedAnswer(id));
    // It was 72 hours old when this statement began, and housekeeping has removed it since.
    if (!first) throw new RequestError('CONFLICT', 'The idempotency key has just expired. Try again.');
    if (first.payloadHash !== payloadHash) throw new IdempotencyKeyReused(operation);
    return first.answer as Answer;
  }
  const answer = await work();
  await tx.run(storeAnswer(id, answer));
  return answer;
}
