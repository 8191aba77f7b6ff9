import type { SpanOptions, Tracing } from '../../../packages/node/tracing.ts';
import type { Database, Query, Transaction } from '../../../src/db/database.ts';
import { statementName } from '../../../src/db/statementName.ts';

/** A database whose round trips are spans: a statement by its summary and its digest, never its text or its values. */
export function tracedDatabase(db: Database, tracing: Tracing): Database {
  const traced = <Row>(query: Query<Row>, run: () => Promise<Row[]>): Promise<Row[]> => {
    const summary = summaryOf(query.sql);
    return tracing.span(summary, statementSpan(summary, query.sql), async (span) => {
      const rows = await run();
      span?.set({ 'db.response.returned_rows': rows.length });
      return rows;
    });
  };
  return {
    ...db,
    read: (viewer, query, purpose) => traced(query, () => db.read(viewer, query, purpose)),
    call: (viewer, query) => traced(query, () => db.call(viewer, query)),
    transact: (viewer, work) =>
      tracing.span('transaction', transactionSpan, () =>
        db.transact(viewer, (tx) => {
          const tracedTx: Transaction = { run: (query) => traced(query, () => tx.run(query)) };
          return work(tracedTx);
        }),
      ),
  };
}

const transactionSpan: SpanOptions = { kind: 'client', attributes: { 'db.system.name': 'postgresql' } };

const statementSpan = (summary: string, sql: string): SpanOptions => ({
  kind: 'client',
  attributes: {
    'db.system.name': 'postgresql',
    'db.query.summary': summary,
    'registry.statement': statementName(sql),
  },
});

/** `select runs`: what a statement does first, and the table that it names first. */
export function summaryOf(sql: string): string {
  let summary = summaries.get(sql);
  if (summary === undefined) {
    const [, verb = 'query'] = /\b(insert|update|delete|select|call)\b/i.exec(sql) ?? [];
    const [, target = ''] =
      /\b(?:from|into|update)\s+(?:lateral\s+)?(?:"?nofx"?\.)?"?([a-z_][a-z0-9_]*)/i.exec(sql) ?? [];
    summary = `${verb.toLowerCase()} ${target.toLowerCase()}`.trim();
    summaries.set(sql, summary);
  }
  return summary;
}
/** There are only as many as statements in the source. */
const summaries = new Map<string, string>();
