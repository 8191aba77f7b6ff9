import type { GraphQLResolveInfo } from 'graphql';
import type { Entry } from '../db/entry.ts';
import type { Position } from '../db/page.ts';
import type { VersionHead } from '../db/version.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { byName } from './entry.ts';
import { entryShapeAt, nodes } from './shape.ts';

/** The entries of its kind whose current version depends on an entry. */
export async function dependents(entry: Entry, args: ConnectionArgs, { load }: Context, info: GraphQLResolveInfo) {
  const scope = ['dependents', entry.id];
  const page = pageOf(args, scope);
  const { dependentsOfEntry, dependentCountOfEntry } = load.dependency[entry.kind];
  const rows = await dependentsOfEntry.load({ parent: entry.id, filter: entryShapeAt(info, nodes), page });
  return connectionOf(rows, page, scope, byName, () => dependentCountOfEntry.load({ parent: entry.id, filter: null }));
}

/** The entries of its kind that the current version of an entry depends on. */
export async function dependencies(entry: Entry, args: ConnectionArgs, { load }: Context, info: GraphQLResolveInfo) {
  const scope = ['dependencies', entry.id];
  const page = pageOf(args, scope);
  const { dependenciesOfEntry, dependencyCountOfEntry } = load.dependency[entry.kind];
  const rows = await dependenciesOfEntry.load({ parent: entry.id, filter: entryShapeAt(info, nodes), page });
  return connectionOf(rows, page, scope, byName, () => dependencyCountOfEntry.load({ parent: entry.id, filter: null }));
}

/** The published versions that depend on the entry of a version, in a range that this version satisfies. */
export async function dependentVersions(version: VersionHead, args: ConnectionArgs, { load }: Context) {
  const scope = ['dependents', version.id];
  const page = pageOf(args, scope, 'timestamptz');
  const { dependentsOfVersion, dependentCountOfVersion } = load.dependency[version.kind];
  const rows = await dependentsOfVersion.load({ parent: version.id, filter: null, page });
  return connectionOf(
    rows,
    page,
    scope,
    (row): Position => [row.publishedAt.toISOString(), row.id],
    () => dependentCountOfVersion.load({ parent: version.id, filter: null }),
  );
}
