import type { TestRegistry } from './registry.ts';
import type { EntryState } from './serialEntry.ts';

/** What the model says of a template beside its ratings. A removed one keeps its rows. */
export type Rows = Omit<EntryState, 'ratings' | 'exists'>;

/** The rows of a template in the terms of the model; null if there is none. */
export async function rowsOf(registry: TestRegistry, id: string): Promise<Rows | null> {
  const [row] = (await registry.database.asOwner(
    `select entry.removed_at is not null as "isRemoved", entry.status, entry.visibility, current.version as current,
       coalesce((select jsonb_object_agg(version, jsonb_build_object('status', status, 'content', manifest ->> 'description'))
         from nofx.template_versions where entry_id = entry.id), '{}') as versions,
       coalesce((select jsonb_object_agg(channel.name, version.version) from nofx.channels channel
         join nofx.template_versions version on version.id = channel.version_id where channel.entry_id = entry.id), '{}') as channels
     from nofx.template_registry entry left join nofx.template_versions current on current.id = entry.current_version_id
     where entry.slug = $1`,
    [id],
  )) as Rows[];
  return row ?? null;
}

/** The rows that a state of the model has. */
export const rowsIn = ({ ratings: _, exists, ...rows }: EntryState): Rows | null => (exists ? rows : null);
