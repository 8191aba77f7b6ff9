import { type RawBuilder, sql } from 'kysely';

/** A jsonb parameter. Serialized here, because the drivers treat arrays differently. */
export const json = (value: unknown): RawBuilder<never> => sql`${JSON.stringify(value)}::jsonb`;

/** `column = any(…)`: one statement and one plan for any number of keys. */
export const anyOf = (ids: readonly string[]): RawBuilder<string> => sql`any(${ids}::uuid[])`;
