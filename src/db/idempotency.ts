import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { json } from './sql.ts';

export interface IdempotencyKey {
  actor: string;
  operation: string;
  key: string;
}

/** Lifetime of a key, by the clock of the database. After that, the key is unused again. */
const lifetime = sql`interval '72 hours'`;

/**
 * Takes a key that is unused or expired. A second caller waits here until the first has committed, and then gets no row.
 */
export const claimKey = (id: IdempotencyKey, payloadHash: string): Query<{ key: string }> =>
  db
    .insertInto('idempotencyKeys')
    .values({ ...id, payloadHash })
    .onConflict((conflict) =>
      conflict
        .columns(['actor', 'operation', 'key'])
        .doUpdateSet({ payloadHash, answer: null, createdAt: sql`now()` })
        .where(sql<boolean>`idempotency_keys.created_at <= now() - ${lifetime}`),
    )
    .returning('key')
    .compile();

export const storedAnswer = ({
  actor,
  operation,
  key,
}: IdempotencyKey): Query<{ payloadHash: string; answer: unknown }> =>
  sql<{ payloadHash: string; answer: unknown }>`select payload_hash, answer from idempotency_keys
    where actor = ${actor} and operation = ${operation} and key = ${key}`.compile(db);

export const storeAnswer = ({ actor, operation, key }: IdempotencyKey, answer: unknown): Query<unknown> =>
  db
    .updateTable('idempotencyKeys')
    .set({ answer: json(answer) })
    .where('actor', '=', actor)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .compile();
