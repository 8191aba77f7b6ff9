import type { Check } from '../checks.ts';
import { claimKey } from '../statements.ts';
import { attempted, type How, type Line, somebodyElse } from './line.ts';

const withAnswer: How = ({ id }) => [
  `insert into idempotency_keys (actor, operation, key, payload_hash, answer) values ('${id}', 'o', 'a-fresh-key', 'h', '{}')`,
];
const handOver: How = () => [`update idempotency_keys set actor = '${somebodyElse}' where key = 'key-of-publisher'`];
const answerForOthers: How = ({ id }) => [`update idempotency_keys set answer = '{}' where actor <> '${id}'`];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is claimed as somebody else',               'no    no    no    no    no    no    no    no    yes  ', () => [claimKey(somebodyElse)]],
  ['comes with its answer',                     'no    no    no    no    no    no    no    no    yes  ', withAnswer],
  ['goes to somebody else',                     'no    no    no    no    no    no    no    no    yes  ', handOver],
  ['of somebody else gets an answer',           'no    -     -     -     -     -     -     no    yes  ', answerForOthers],
];

export const keyChecks: Check[] = attempted('idempotency_keys', lines);
