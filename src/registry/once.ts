import { canonicalJson, sha256Hex } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { claimKey, storeAnswer, storedAnswer } from '../db/idempotency.ts';
import { IdempotencyKeyReused, RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';

const utf8 = new TextEncoder();

/**
 * Runs `work` once per (actor, operation, key). A later call gets the stored answer; a concurrent call waits for it. The
 * key, the effect and the answer commit together, so that a failure leaves the key unused.
 *
 * @param payload another payload with the same key throws `IdempotencyKeyReused`
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
    // The key reached its 72 hours and was removed by the cleanup between the two statements.
    if (!first) throw new RequestError('CONFLICT', 'The idempotency key has just expired. Try again.');
    if (first.payloadHash !== payloadHash) throw new IdempotencyKeyReused(operation);
    return first.answer as Answer;
  }
  const answer = await work();
  await tx.run(storeAnswer(id, answer));
  return answer;
}
