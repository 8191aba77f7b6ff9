import { sql } from 'kysely';
import type { Query } from './database.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf } from './sql.ts';

/** A channel of an entry, as the viewer sees it: only if the viewer sees its version. */
export interface Channel {
  kind: Kind;
  entryId: string;
  name: string;
  versionId: string;
  /** The version that it pointed to before. Null if there was none, or if it went back to an earlier one. */
  previousVersionId: string | null;
  movedAt: Date;
}

const channelColumns = sql`channel.kind, channel.entry_id, channel.name, channel.version_id,
  channel.previous_version_id, channel.moved_at`;

/** The channels of entries, by name. */
export const channelsOfEntries = (entryIds: readonly string[]): Query<Channel> =>
  sql<Channel>`select ${channelColumns} from channels channel
    where channel.entry_id = ${anyOf(entryIds)} order by channel.entry_id, channel.name`.compile(db);

/** The channels that point to a version. */
export const channelsOfVersion = (versionId: string): Query<{ name: string }> =>
  sql<{ name: string }>`select channel.name from channels channel
    where channel.version_id = ${versionId}::uuid order by channel.name`.compile(db);

/** Creates a channel. The database checks that the version is published and belongs to the entry. */
export const insertChannel = (kind: Kind, entryId: string, name: string, versionId: string): Query<Channel> =>
  sql<Channel>`insert into channels as channel (kind, entry_id, name, version_id)
    values (${kind}, ${entryId}::uuid, ${name}, ${versionId}::uuid) returning ${channelColumns}`.compile(db);

/** Points a channel to another version, which the database checks too. */
export const moveChannel = (entryId: string, name: string, versionId: string): Query<Channel> =>
  sql<Channel>`update channels as channel set version_id = ${versionId}::uuid
    where channel.entry_id = ${entryId}::uuid and channel.name = ${name} returning ${channelColumns}`.compile(db);

export const deleteChannel = (entryId: string, name: string): Query<unknown> =>
  db.deleteFrom('channels').where('entryId', '=', entryId).where('name', '=', name).compile();
