import type { Check } from '../checks.ts';
import { insertReport } from '../statements.ts';
import { attempted, type How, type Line, somebodyElse } from './line.ts';

const ofAnotherTime: How = ({ own, id }) => [
  `insert into registry_validation_reports (namespace, kind, valid, actor, correlation_id, created_at)
    values ('${own}', 'AGENT', true, '${id}', 'c', '2020-01-01')`,
];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is filed as somebody else',                 'no    no    no    no    no    no    no    no    yes  ', ({ own }) => [insertReport(own, somebodyElse)]],
  ['is filed at another time',                  'no    no    no    no    no    no    no    no    yes  ', ofAnotherTime],
];

export const reportChecks: Check[] = attempted('registry_validation_reports', lines);
