import type { Check } from '../checks.ts';
import { attempted, type How, type Line } from './line.ts';

/** Types of the caller's own, of the names of built-in ones, whose checks take note of whom they run as. */
const withOwnTypes =
  (call: string): How =>
  () => [
    `select set_config('attempt.actor', current_user, true)`,
    `create function pg_temp.note(value pg_catalog.text) returns boolean language plpgsql as $$
       begin
         if current_user <> current_setting('attempt.actor') then
           perform set_config('attempt.ran_as', current_user, true);
         end if;
         return true;
       end $$`,
    ...['text', 'uuid', 'jsonb'].map(
      (type) => `create domain pg_temp.${type} as pg_catalog.${type} check (pg_temp.note(value::pg_catalog.text))`,
    ),
    'discard plans',
    call,
    `select where current_setting('attempt.ran_as', true) <> ''`,
  ];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                  anon  role  view  publ  admin publ' adm'  serv  owner
  ['reads with row security off',     'no    no    no    no    no    no    no    no    -    ', () => ['set local row_security = off', 'select from agent_registry where false']],
  ['makes a table',                   'no    no    no    no    no    no    no    no    -    ', () => ['create table nofx.mine ()']],
  ['makes a function',                'no    no    no    no    no    no    no    no    -    ', () => ['create function nofx.mine() returns boolean return true']],
  ['drops a guard',                   'no    no    no    no    no    no    no    no    -    ', () => ['drop trigger guard_version on agent_versions']],
  ['disables the guards',             'no    no    no    no    no    no    no    no    -    ', () => ['alter table agent_versions disable trigger user']],
  ['ends the row security',           'no    no    no    no    no    no    no    no    -    ', () => ['alter table agent_versions disable row level security']],
  ['makes a policy',                  'no    no    no    no    no    no    no    no    -    ', () => ['create policy mine on agent_versions using (true)']],
  ['reads the secret of the registry', 'no    no    no    no    no    no    no    no    yes  ', () => ['select gateway_secret()']],
  ['reads the epoch of the log',      'no    no    no    no    no    no    no    no    yes  ', () => ['select epoch from registry_feed']],
  /* Temporary types come before built-in ones, unless a function names pg_temp in its search path, last. */
  ['has code of its own run as the owner', '-     -     -     -     -     -     -     no    -    ', withOwnTypes('select shared_entries()')],
  ['has code of its own run as the owner, by a search', '-     -     -     -     -     -     -     no    -    ', withOwnTypes(`select from search_page('open', null, null, '{}', '{}', 1)`)],
  ['reads how many events there are', 'no    no    no    no    no    no    no    no    yes  ', () => ['select last_value from registry_events_inserted_seq']],
];

/** Ways around all of it. */
export const aroundChecks: Check[] = attempted('', lines);
