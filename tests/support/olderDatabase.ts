import { readFile } from 'node:fs/promises';
import { openJournal } from '../../src/db/migrate.ts';
import { type EmptyDatabase, openEmptyDatabase } from './emptyDatabase.ts';

/**
 * Versions of which databases exist, oldest first, each a folder of `tests/fixtures/upgrades`: `applied.txt` lists the
 * migrations of that version, and beside it are those that had other content then than they have now.
 */
export const olderVersions = ['5493f26', '049f13a', 'e50e9b0'];

const fixtures = new URL('../fixtures/upgrades/', import.meta.url);
const supabase = new URL('../../supabase/', import.meta.url);
const readFirst = async (name: string, ...folders: URL[]): Promise<string> => {
  for (const folder of folders) {
    const text = await readFile(new URL(name, folder), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  throw new Error(`${name} is in none of the folders.`);
};

/** The parts of Supabase Storage that the migrations meet. */
export const storageSchema = `
  create schema if not exists storage;
  create table storage.buckets (id text primary key, name text, public boolean, file_size_limit bigint, allowed_mime_types text[]);
  create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text, name text, owner_id text);
  alter table storage.objects enable row level security;
  create function storage.foldername(name text) returns text[] language sql immutable
    as $$ select (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1] $$;
  create function storage.filename(name text) returns text language sql immutable
    as $$ select reverse(split_part(reverse(name), '/', 1)) $$;`;

/** A database as this version made it, with rows in it. */
export async function openOlderDatabase(version: string): Promise<EmptyDatabase> {
  const folder = new URL(`${version}/`, fixtures);
  const database = await openEmptyDatabase();
  const run = database.asOwner;
  await run(storageSchema);
  await run(await readFirst('platform.sql', folder, new URL('local/', supabase)));
  const journal = await openJournal(run, 'nofx');
  const applied = (await readFile(new URL('applied.txt', folder), 'utf8')).trim().split('\n');
  for (const file of applied) {
    await run(await readFirst(file, folder, new URL('migrations/', supabase)));
    const [number = ''] = file.split('_');
    await run(`insert into ${journal} (version, name) values ($1, $2)`, [
      number,
      file.slice(number.length + 1, -'.sql'.length),
    ]);
  }
  await run(await readFile(new URL('data.sql', fixtures), 'utf8'));
  return database;
}
