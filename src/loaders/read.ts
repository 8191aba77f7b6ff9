import type { Query } from '../db/database.ts';

/** Runs a statement as the viewer of the request. */
export type Read = <Row>(query: Query<Row>) => Promise<Row[]>;
