import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { SeededRandom } from './seededRandom.ts';
import type { World } from './world.ts';

/** One bit that differs from what was written, and how to restore it. */
export interface Flip {
  /** Description of the place. */
  place: string;
  /** An event by its number, a version by the name of its entry, a file by its digest. */
  of: { event: number } | { version: string } | { file: string };
  undo(): Promise<unknown>;
}

interface Table {
  name: string;
  columns: readonly string[];
}

const events: Table = {
  name: 'nofx.registry_events',
  columns: 'id seq slug namespace version reason tenant actor correlation_id occurred_at before after hash'.split(' '),
};
const versions: Table = {
  name: 'nofx.agent_versions',
  columns: 'version manifest mcp_servers files digest commit_sha published_by published_at'.split(' '),
};

/**
 * Flips a bit that the owner of the database, or anyone with access to its disk, could flip: in an event, a version or
 * a file.
 */
export async function flip(world: World, random: SeededRandom): Promise<Flip> {
  for (;;) {
    const flipped = random.next() < 0.15 ? await flipFile(world, random) : await flipRow(world, random);
    if (flipped) return flipped;
  }
}

/** Flips a bit of the column's text. Null if the result is not a value of the column: Postgres refuses it. */
async function flipRow(world: World, random: SeededRandom): Promise<Flip | null> {
  const { name, columns } = random.next() < 0.6 ? events : versions;
  const column = random.pick(columns);
  const rows = await world.asOwner<{ ctid: string; key: string; type: string; value: string; label: string }>(
    `select row.id::text as key, row.${column}::text as value, pg_typeof(row.${column})::text as type,
       ${name === events.name ? 'row.seq::text' : '(select slug from nofx.agent_registry where id = row.entry_id)'} as label
     from ${name} row where row.${column} is not null and row.${column}::text <> '' order by row.id`,
  );
  if (rows.length === 0) return null;
  const { key, value, type, label } = random.pick(rows);
  const bytes = Buffer.from(value);
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(7));
  const now = bytes.toString();

  const set = async (id: string, to: string) => {
    const owner = new pg.Client({ connectionString: world.postgres.url() });
    await owner.connect();
    try {
      // Without triggers, as for anyone with access to the machine.
      await owner.query('set session_replication_role = replica');
      const { rows } = await owner.query(
        `update ${name} set ${column} = $1::${type} where id = $2 and ${column} is distinct from $1::${type} returning id`,
        [to, id],
      );
      return rows.length === 1;
    } finally {
      await owner.end();
    }
  };
  const isRefused = (error: unknown) => {
    if (error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')) return false;
    throw error;
  };
  if (!(await set(key, now).catch(isRefused))) return null;
  return {
    place: `${name}.${column}, byte ${at}`,
    of: name === events.name ? { event: Number(label) } : { version: label },
    undo: () => set(column === 'id' ? now : key, value),
  };
}

/** Flips a bit in a file that a version references; files left by a refused publish are unreferenced. */
async function flipFile({ artifacts, asOwner }: World, random: SeededRandom): Promise<Flip | null> {
  const files = await asOwner<{ digest: string }>(
    `select distinct file ->> 'sha256' as digest from nofx.agent_versions, jsonb_array_elements(files) as file order by 1`,
  );
  if (files.length === 0) return null;
  const { digest } = random.pick(files);
  const path = join(artifacts, digest);
  const kept = await readFile(path);
  if (kept.length === 0) return null;
  const bytes = Buffer.from(kept);
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  await writeFile(path, bytes);
  return { place: `file ${digest.slice(0, 12)}…, byte ${at}`, of: { file: digest }, undo: () => writeFile(path, kept) };
}
