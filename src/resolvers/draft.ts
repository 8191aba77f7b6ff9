import { kinds } from '../../packages/manifest/index.ts';
import { wholeList } from '../db/count.ts';
import { draftsPage } from '../db/draft.ts';
import type { Kind } from '../db/kindTables.ts';
import type { Position } from '../db/page.ts';
import { type ConnectionArgs, connectionOf, count, pageOf } from './connection.ts';
import type { Context } from './context.ts';

/** The drafts of the viewer's namespace; none for those who may not publish in it. */
export async function drafts(_: unknown, args: ConnectionArgs & { kind?: Kind | null }, { load, viewer }: Context) {
  const scope = ['drafts', args.kind ?? null];
  const page = pageOf(args, scope, 'timestamptz');
  const asked = args.kind ? [args.kind] : kinds;
  const rows = viewer.kind === 'anonymous' ? [] : await load.read(draftsPage(asked, viewer.namespace, page));
  return connectionOf(
    rows,
    page,
    scope,
    (draft): Position => [draft.publishedAt.toISOString(), draft.id],
    async () => (viewer.kind === 'anonymous' ? 0 : count(load, draftsPage(asked, viewer.namespace, wholeList))),
  );
}
