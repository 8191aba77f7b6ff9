/** Writes schema/schema.graphql, which is reviewed as a diff. With --check, only reports whether it would change. */
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '../schema/index.ts';
import { writeOrCheck } from './writeOrCheck.ts';

await writeOrCheck('schema/schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`);
