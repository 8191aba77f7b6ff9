import type { Check } from '../checks.ts';
import { attempted, entry, type How, inOther, inOwn, type Line, unsealed, version } from './line.ts';

/** A channel of the agent `open`. */
const add =
  (number: string, columns = '', values = ''): How =>
  ({ own }) => [
    `insert into channels (kind, entry_id, name, version_id${columns})
      values ('AGENT', ${entry('agent', own, 'open')}, 'fresh', ${version('agent', own, 'open', number)}${values})`,
  ];
const addTo = (name: string, slug: string, target: (own: string) => string): How =>
  inOwn((own) => [
    `insert into channels (kind, entry_id, name, version_id) values ('AGENT', ${entry('agent', own, slug)}, '${name}', ${target(own)})`,
  ]);
const stable = (own: string, slug = 'open') => `entry_id = ${entry('agent', own, slug)} and name = 'stable'`;
const set = (change: (own: string) => string): How =>
  inOwn((own) => [`update channels set ${change(own)} where ${stable(own)}`]);
const to = (number: string) => set((own) => `version_id = ${version('agent', own, 'open', number)}`);
const removed = inOwn((own) => [`delete from channels where ${stable(own)}`]);
const archived = (number: string): How =>
  inOwn((own) => [`update agent_versions set status = 'ARCHIVED' where id = ${version('agent', own, 'open', number)}`]);
const full: How = inOwn((own) =>
  Array.from(
    { length: 19 },
    (_, at) => `insert into channels (kind, entry_id, name, version_id)
      values ('AGENT', ${entry('agent', own, 'open')}, 'more-${at}', ${version('agent', own, 'open', '2.0.0')})`,
  ),
);
const movedBack: How = inOwn((own) => [
  `update channels set version_id = ${version('agent', own, 'open', '2.1.0')} where ${stable(own)}`,
  `update channels set version_id = ${version('agent', own, 'open', '2.0.0')} where ${stable(own)}`,
  `select from channels where ${stable(own)} and previous_version_id is null and moved_at = now()::timestamptz(3)`,
]);
const movedOn: How = inOwn((own) => [
  `update channels set version_id = ${version('agent', own, 'open', '2.1.0')} where ${stable(own)}`,
  `select from channels where ${stable(own)} and previous_version_id = ${version('agent', own, 'open', '2.0.0')}`,
]);
const movedAt = `moved_at = '2020-01-01'`;
const imported: How = inOwn((own) => [
  `update channels set version_id = ${version('agent', own, 'open', '2.1.0')}, ${movedAt} where ${stable(own)}`,
  `select from channels where ${stable(own)} and ${movedAt}`,
]);
/** The entry says that its channels changed in this transaction. */
const curated =
  (how: How): How =>
  (actor) => [
    ...how(actor),
    `select from agent_registry where id = ${entry('agent', actor.own, 'open')} and curated_at = now()::timestamptz(3)`,
  ];
const another = inOther((other) => [
  `update channels set version_id = ${version('agent', other, 'open', '2.1.0')} where ${stable(other)}`,
]);

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['points to a published version',             'no    no    no    yes   yes   yes   yes   no    yes  ', add('2.1.0')],
  ['points to a private version',               'no    no    no    yes   yes   yes   yes   no    yes  ', add('1.5.0')],
  ['points to a draft',                         'no    never never never never never never no    never', add('3.0.0')],
  ['points to an archived version',             'no    never never never never never never no    never', add('1.1.0')],
  ['points to a version of another entry',      'no    bad   bad   bad   bad   bad   bad   no    bad  ', addTo('fresh', 'open', (own) => version('agent', own, 'old', '1.0.0'))],
  ['is of a removed entry',                     'no    never never never never never never no    never', addTo('fresh', 'gone', (own) => version('agent', own, 'gone', '1.0.0'))],
  ['is called like a version',                  'no    no    no    bad   bad   bad   bad   no    bad  ', addTo('v1', 'open', (own) => version('agent', own, 'open', '2.0.0'))],
  ['is the twenty-first',                       'no    no    no    never never never never no    never', (actor) => [...full(actor), ...add('2.0.0')(actor)]],
  ['is written without a seal',                 'no    no    no    no    no    no    no    no    yes  ', unsealed(add('2.1.0'))],
  ['is moved without a seal',                   'no    -     -     no    no    no    no    no    yes  ', unsealed(to('2.1.0'))],
  ['is removed without a seal',                 'no    -     -     -     no    -     no    no    yes  ', unsealed(removed)],
  ['says itself who reads it',                  'no    no    no    no    no    no    no    no    yes  ', add('2.1.0', ', is_public', ', true')],
  ['is moved',                                  'no    -     -     yes   yes   yes   yes   no    yes  ', to('2.1.0')],
  ['gets a gate',                               'no    -     -     no    yes   no    yes   no    yes  ', set(() => `gate = '{"minRuns": 1}'`)],
  ['has a gate from the beginning',             'no    no    no    no    yes   no    yes   no    yes  ', add('2.1.0', ', gate', `, '{"minRuns": 1}'`)],
  ['is moved to a draft',                       'no    -     -     never never never never no    never', to('3.0.0')],
  ['is moved by another tenant',                'no    -     -     -     -     -     -     no    yes  ', another],
  ['goes to another entry',                     'no    no    no    no    no    no    no    no    never', set((own) => `entry_id = ${entry('agent', own, 'old')}`)],
  ['is removed',                                'no    -     -     -     yes   -     yes   no    yes  ', removed],
  ['remembers where it pointed before',         'no    -     -     yes   yes   yes   yes   no    yes  ', movedOn],
  ['forgets it when it goes back',              'no    -     -     yes   yes   yes   yes   no    yes  ', movedBack],
  ['keeps when it was moved elsewhere',         'no    -     -     -     yes   -     yes   no    -    ', imported],
  ['tells its entry when it is made',           'no    no    no    yes   yes   yes   yes   no    yes  ', curated(add('2.1.0'))],
  ['tells its entry when it is moved',          'no    -     -     yes   yes   yes   yes   no    yes  ', curated(to('2.1.0'))],
  ['tells its entry when it gets a gate',       'no    -     -     no    yes   no    yes   no    yes  ', curated(set(() => `gate = '{"minRuns": 1}'`))],
  ['tells its entry when it is removed',        'no    -     -     -     yes   -     yes   no    yes  ', curated(removed)],
  ['tells its entry nothing when it stays',     'no    -     -     -     -     -     -     no    -    ', curated(set(() => 'version_id = version_id'))],
  ['keeps its version out of the archive',      'no    -     -     never never never never no    never', archived('1.5.0')],
];

export const channelChecks: Check[] = attempted('channels', lines);
