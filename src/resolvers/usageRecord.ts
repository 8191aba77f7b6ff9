import { meters } from '../../packages/manifest/index.ts';
import { wholeList } from '../db/count.ts';
import type { Position } from '../db/page.ts';
import { ownQuotas } from '../db/quota.ts';
import {
  sequenceUsage,
  type UsageRecord,
  type UsageRecordFilter,
  usageRecordsByIds,
  usageRecordsPage,
  usageTotals,
} from '../db/usageRecord.ts';
import { RequestError } from '../errors.ts';
import { requireRole } from '../registry/require.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { checkFilter } from './filter.ts';

/**
 * The usage records of the viewer's namespace, in the order of their numbers. Everything committed until now has its number
 * then, so that a reader that continues after a cursor misses nothing. The end cursor of an empty page is where it began.
 *
 * @throws Forbidden for all but admins; STALE_CURSOR for a cursor of a record that is not there
 */
export async function usageRecords(
  _: unknown,
  args: ConnectionArgs & { filter?: UsageRecordFilter | null },
  context: Context,
) {
  const { load, services } = context;
  const user = requireRole(context, 'admin', 'read usage records');
  const filter = checkFilter(args.filter);
  const scope = ['usageRecords', user.namespace, filter];
  const page = pageOf(args, scope, 'bigint');
  await services.db.call(user, sequenceUsage);
  await requireRecord(load, page.after);
  const connection = connectionOf(
    await load.read(usageRecordsPage(filter, page)),
    page,
    scope,
    ({ seq, id }: UsageRecord): Position => [seq, id],
    () => count(load, usageRecordsPage(filter, wholeList)),
  );
  const { pageInfo } = connection;
  return {
    ...connection,
    pageInfo: {
      hasNextPage: pageInfo.hasNextPage,
      hasPreviousPage: pageInfo.hasPreviousPage,
      startCursor: pageInfo.startCursor,
      endCursor: pageInfo.endCursor ?? args.after ?? null,
    },
  };
}

/** A restored backup may lack the record of a cursor: numbers after it would mean other records. */
async function requireRecord(load: Context['load'], after: Position | null): Promise<void> {
  if (after === null) return;
  const [seq, id] = after;
  const [record] = await load.read(usageRecordsByIds([id]));
  if (record?.seq === seq) return;
  throw new RequestError(
    'STALE_CURSOR',
    'The cursor identifies a usage record that the registry does not contain: it was restored from a backup. Start again without `after`.',
  );
}

/**
 * The totals of all meters of the viewer's namespace and its quotas, now.
 *
 * @throws Forbidden for all but admins
 */
export async function namespaceUsage(_: unknown, __: unknown, context: Context) {
  const { load, services } = context;
  const { namespace, ...user } = requireRole(context, 'admin', 'read the usage of the namespace');
  await services.db.call({ ...user, namespace }, sequenceUsage);
  const [totals, quotas] = await Promise.all([load.read(usageTotals), load.read(ownQuotas)]);
  const found = new Map(totals.map(({ meter, total }) => [meter, total]));
  return { namespace, totals: meters.map((meter) => ({ meter, total: found.get(meter) ?? 0 })), quotas };
}

export type NamespaceUsage = Awaited<ReturnType<typeof namespaceUsage>>;
