import { type RawBuilder, sql } from 'kysely';

/** A jsonb parameter. Written out, because the drivers disagree about arrays. */
export const json = (value: unknown): RawBuilder<never> => sql`${JSON.stringify(value)}::jsonb`;

/** `column = any(…)`: one statement and one plan, whatever the number of keys. */
export const anyOf = (ids: readonly string[]): RawBuilder<string> => sql`any(${ids}::uuid[])`;
