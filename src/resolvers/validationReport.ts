import { wholeList } from '../db/count.ts';
import type { Position } from '../db/page.ts';
import { reportsPage, type ValidationReportFilter } from '../db/validationReport.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkFilter } from './filter.ts';

export async function validationReports(
  _: unknown,
  args: ConnectionArgs & { filter?: ValidationReportFilter | null },
  { load, viewer }: Context,
) {
  const filter = checkFilter(args.filter);
  const scope = ['validationReports', filter];
  const page = pageOf(args, scope, 'timestamptz');
  const rows = viewer.kind === 'anonymous' ? [] : await load.read(reportsPage(filter, page));
  return connectionOf(
    rows,
    page,
    scope,
    (report): Position => [report.createdAt.toISOString(), report.id],
    async () => (viewer.kind === 'anonymous' ? 0 : count(load, reportsPage(filter, wholeList))),
  );
}
