import type { Check } from '../checks.ts';
import { attempted, type Line } from './line.ts';

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
  ['reads how many events there are', 'no    no    no    no    no    no    no    no    yes  ', () => ['select last_value from registry_events_inserted_seq']],
];

/** Ways around all of it. */
export const aroundChecks: Check[] = attempted('', lines);
