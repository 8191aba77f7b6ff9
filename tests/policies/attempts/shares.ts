import { actors, type PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { insertEvent, insertRun, insertStep } from '../statements.ts';
import { type KindName, kinds } from '../world.ts';
import { attempted, entry, type How, inOther, inOwn, type Line, rightAfter, unsealed, version } from './line.ts';

/** An agent of the actor's namespace, shared with a third one. */
const add =
  (
    slug: string,
    more: { with?: string; by?: string; of?: 'own' | 'other'; columns?: string; values?: string } = {},
  ): How =>
  (actor) => [
    `insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by${more.columns ?? ''})
      values ('AGENT', ${entry('agent', actor[more.of ?? 'own'], slug)}, '${more.with ?? 'hooli'}', false, '${more.by ?? actor.id}'${more.values ?? ''})`,
  ];
const where = (owner: string, sharedWith: string, slug = 'lent') =>
  `entry_id = ${entry('agent', owner, slug)} and namespace = '${sharedWith}'`;
const own =
  (statement: (condition: string) => string): How =>
  ({ own: owner, other }) => [statement(where(owner, other))];
/** Of what the other tenant shares with the actor's. */
const received =
  (statement: (condition: string) => string): How =>
  ({ own: recipient, other }) => [statement(where(other, recipient))];
const removed = (condition: string) => `delete from entry_shares where ${condition}`;
const allowed = (condition: string) => `update entry_shares set may_instantiate = true where ${condition}`;
const full: How = (actor) =>
  Array.from({ length: 98 }, (_, at) => add('inner', { with: `more-${at}` })(actor)[0] ?? '');

/** One for each of 501 entries; of those who may not share at all, for one. */
const ofMany: How = (actor) => {
  if (!['admin', 'otherAdmin', 'owner'].includes(actor.name)) return add('inner')(actor);
  return [
    `insert into agent_registry (namespace, slug, name, description)
      select '${actor.own}', 'many-' || number, 'Many', '' from generate_series(1, 501) as number`,
    `insert into entry_shares (kind, entry_id, namespace, may_instantiate, shared_by)
      select 'AGENT', id, 'hooli', false, '${actor.id}' from agent_registry
      where namespace = '${actor.own}' and slug like 'many-%'`,
  ];
};

/** The admin of the other tenant does this first. */
const otherAdmin = (actor: PolicyActor) => (actor.own === 'acme' ? actors.otherAdmin : actors.admin);
const afterOtherAdmin =
  (first: (other: string, own: string) => string[], then: How): How =>
  (actor) =>
    actor.name === 'owner'
      ? [...first(actor.other, actor.own), ...then(actor)]
      : rightAfter(otherAdmin(actor), first(actor.other, actor.own), actor, then(actor));

/** What the other tenant shares: a statement for each table that has rows of it. A search has nothing for the owner, who has no claims. */
type Reading = readonly [what: string, kind: KindName, select: (other: string) => string, owner?: string];
const readings: readonly Reading[] = kinds.flatMap((kind): Reading[] => [
  [`the ${kind}`, kind, (other) => `select from ${kind}_registry where id = ${entry(kind, other, 'lent')}`],
  [
    `the versions of the ${kind}`,
    kind,
    (other) => `select from ${kind}_versions where entry_id = ${entry(kind, other, 'lent')}`,
  ],
  [
    `the channels of the ${kind}`,
    kind,
    (other) => `select from channels where entry_id = ${entry(kind, other, 'lent')}`,
  ],
  [`what a search finds of the ${kind}`, kind, (other) => found(other, kind), '-  '],
]);
const found = (namespace: string, kind: KindName) =>
  `select from search_page('lent', null, '{${kind.toUpperCase()}}', '{"namespace": "${namespace}"}',
    '{"limit": 10, "after": null, "before": null, "backwards": false}', 1000) as hit
    where hit.id = ${entry(kind, namespace, 'lent')}`;
const links = (other: string) =>
  `select from template_version_agents where template_version_id = ${version('template', other, 'lent', '1.0.0')}`;

const ended = (kind: KindName) => (other: string, own: string) => [
  `delete from entry_shares where entry_id = ${entry(kind, other, 'lent')} and namespace = '${own}'`,
];
const disabled = (kind: KindName) => (other: string) => [
  `update ${kind}_registry set status = 'DISABLED' where id = ${entry(kind, other, 'lent')}`,
];
const removedEntry = (kind: KindName) => (other: string) => [
  `update ${kind}_registry set removed_at = now() where id = ${entry(kind, other, 'lent')}`,
];

// biome-ignore format: a table is read along its columns
const ofReaders: Line[] = [
  ...readings.flatMap(([what, kind, select, owner = 'yes']): Line[] => [
    //                                          anon  role  view  publ  admin publ' adm'  serv  owner
    [`shows ${what}`,                           `-     -     yes   yes   yes   yes   yes   no    ${owner}  `, inOther((other) => [select(other)])],
    [`shows ${what} no more when it ended`,     `-     -     -     -     -     -     -     no    ${owner}  `, afterOtherAdmin(ended(kind), inOther((other) => [select(other)]))],
    [`shows ${what} no more when it is disabled`, `-   -     -     -     -     -     -     no    ${owner}  `, afterOtherAdmin(disabled(kind), inOther((other) => [select(other)]))],
  ]),
  ...kinds.map((kind): Line =>
    [`shows the ${kind} no more when it is removed`, '- -    -     -     -     -     -     no    yes  ', afterOtherAdmin(removedEntry(kind), inOther((other) => [`select from ${kind}_registry where id = ${entry(kind, other, 'lent')}`]))]),
  ['shows the links of the template',           '-     -     yes   yes   yes   yes   yes   no    yes  ', inOther((other) => [links(other)])],
  ['shows no links when it ended',              '-     -     -     -     -     -     -     no    yes  ', afterOtherAdmin(ended('template'), inOther((other) => [links(other)]))],
  ['shows a draft',                             '-     -     -     -     -     -     -     no    yes  ', inOther((other) => [`select from agent_versions where id = ${version('agent', other, 'lent', '2.0.0')}`])],
];

const uses =
  (template: string): How =>
  ({ own: namespace, other, id }) => [
    insertRun({ namespace, templateOf: other, template, version: '1.0.0', createdBy: id }),
  ];
const step =
  (agent: string): How =>
  ({ own: namespace, other, id }) => [
    insertRun({ namespace, templateOf: namespace, createdBy: id }),
    insertStep({ namespace: other, agent, version: '1.0.0' }),
  ];
const bound =
  (agent: string): How =>
  ({ own: namespace, other }) => [
    `insert into template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
    values (${version('template', namespace, 'sketch', '0.1.0')}, '${agent}', ${entry('agent', other, agent)}, '*', '{(,)}')`,
  ];
const changedBy = (statement: (other: string) => string): How => inOther((other) => [statement(other)]);

// biome-ignore format: a table is read along its columns
const ofUse: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['lets run what may be used',                 'no    no    no    yes   yes   yes   yes   no    yes  ', uses('tool')],
  ['lets run what is only read',                'no    no    no    no    no    no    no    no    yes  ', uses('lent')],
  ['lets run an agent that may be used',        'no    no    no    yes   yes   yes   yes   no    yes  ', step('tool')],
  ['lets run an agent that is only read',       'no    no    no    no    no    no    no    no    yes  ', step('lent')],
  ['binds a template to what may be used',      'no    no    no    yes   yes   yes   yes   no    yes  ', bound('tool')],
  ['binds a template to what is only read',     'no    no    no    no    no    no    no    no    yes  ', bound('lent')],
  ['lets change the entry',                     'no    -     -     -     -     -     -     no    yes  ', changedBy((other) => `update agent_registry set name = 'Mine' where id = ${entry('agent', other, 'tool')}`)],
  ['lets change a version',                     'no    -     -     -     -     -     -     no    yes  ', changedBy((other) => `update agent_versions set status = 'ARCHIVED' where id = ${version('agent', other, 'lent', '1.0.0')} and false or id = ${version('agent', other, 'lent', '0.9.0')}`)],
  ['lets move a channel',                       'no    -     -     -     -     -     -     no    yes  ', changedBy((other) => `update channels set version_id = version_id where entry_id = ${entry('agent', other, 'lent')}`)],
];

const shareEvent =
  (action: string): How =>
  ({ own: namespace, id }) => [insertEvent({ namespace, tenant: namespace, actor: id, action, entry: 'inner' })];
const eventOfAnothers: How = ({ own: tenant, other: namespace, id }) => [
  insertEvent({ namespace, tenant, actor: id, action: 'SHARED', entry: 'lent', entryOf: namespace }),
];

/** The other tenant's share with the actor's namespace, or of an entry that is not shared with it. */
const declines =
  (slug: string, then?: (other: string, own: string) => string): How =>
  ({ own: recipient, other }) => [
    `select from decline_share('AGENT', '${other}', '${slug}', 'Not needed.', 'a request', 30) as done where done is not null`,
    ...(then ? [then(other, recipient)] : []),
  ];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is made by an admin',                       'no    no    no    no    yes   no    yes   no    yes  ', add('inner')],
  ['is made of another tenant’s entry',         'no    no    no    no    no    no    no    no    yes  ', add('inner', { of: 'other' })],
  ['is made of what another tenant shares',     'no    no    no    no    no    no    no    no    yes  ', add('tool', { of: 'other' })],
  ['is made with its own namespace',            'no    never never never never never never no    never', (actor) => add('inner', { with: actor.own })(actor)],
  ['is made of a removed entry',                'no    never never never never never never no    never', add('gone')],
  ['is made in the name of another',            'no    no    no    no    no    no    no    no    yes  ', add('inner', { by: '00000000-0000-4000-8000-000000000001' })],
  ['is made with no namespace',                 'no    no    no    no    bad   no    bad   no    bad  ', add('inner', { with: 'No One' })],
  ['says itself whose the entry is',            'no    no    no    no    no    no    no    no    yes  ', add('inner', { of: 'other', columns: ', owner_namespace', values: `, 'globex'` })],
  ['says itself that it shows something',       'no    no    no    no    no    no    no    no    yes  ', add('inner', { columns: ', is_open', values: ', true' })],
  ['is made without a seal',                    'no    no    no    no    no    no    no    no    yes  ', unsealed(add('inner'))],
  ['is the hundred-and-first',                  'no    no    no    no    never no    never no    never', (actor) => [...full(actor), ...add('inner')(actor), ...add('inner', { with: 'one-more' })(actor)]],
  ['is of the five-hundred-and-first entry',    'no    no    no    no    never no    never no    never', ofMany],
  ['allows more',                               'no    -     -     -     no    -     no    no    yes  ', own(allowed)],
  ['allows more, by its admin',                 'no    -     -     -     yes   -     yes   no    yes  ', (actor) => own((condition) => `update entry_shares set may_instantiate = true, shared_by = '${actor.id}' where ${condition}`)(actor)],
  ['allows more, by whom it is for',            'no    -     -     -     -     -     -     no    yes  ', received(allowed)],
  ['allows more, without a seal',               'no    -     -     -     no    -     no    no    yes  ', unsealed((actor) => own((condition) => `update entry_shares set may_instantiate = true, shared_by = '${actor.id}' where ${condition}`)(actor))],
  ['goes to another namespace',                 'no    no    no    no    no    no    no    no    never', own((condition) => `update entry_shares set namespace = 'hooli' where ${condition}`)],
  ['is ended',                                  'no    -     -     -     yes   -     yes   no    yes  ', own(removed)],
  ['is ended by whom it is for',                'no    -     -     -     -     -     -     no    yes  ', received(removed)],
  ['is ended without a seal',                   'no    -     -     -     no    -     no    no    yes  ', unsealed(own(removed))],
  ['is declined by whom it is for',             'no    no    no    no    yes   no    yes   no    no   ', declines('lent')],
  ['is declined, and shows nothing any more',   'no    no    no    no    -     no    -     no    no   ', declines('lent', (other) => `select from agent_registry where id = ${entry('agent', other, 'lent')}`)],
  ['is declined, which keeps the other shares', 'no    no    no    no    -     no    -     no    no   ', declines('lent', (other, own) => `delete from entry_shares where ${where(other, own)} or ${where(other, 'initech')}`)],
  ['is declined without a seal',                'no    no    no    no    no    no    no    no    no   ', unsealed(declines('lent'))],
  ['is declined where there is none',           'no    no    no    no    -     no    -     no    no   ', declines('inner')],
  ['is declined while it is closed',            'no    no    no    no    -     no    -     no    no   ', afterOtherAdmin(disabled('agent'), declines('lent'))],
  ['is declined when it has ended',             'no    no    no    no    -     no    -     no    no   ', afterOtherAdmin(ended('agent'), declines('lent'))],
  ['is declined by its owner',                  'no    no    no    no    -     no    -     no    no   ', ({ own: namespace }) => [`select from decline_share('AGENT', '${namespace}', 'lent', null, 'a request', 30) as done where done is not null`]],
  ['says whether and until when it is open',    'no    no    no    no    no    no    no    no    yes  ', () => ['select is_open, closed_at from entry_shares']],
  ['is told to a third namespace',              'no    -     -     -     -     -     -     no    yes  ', inOther((other) => [`select from entry_shares where entry_id = ${entry('agent', other, 'lent')} and namespace = 'initech'`])],
  ['is in the log of an admin',                 'no    no    no    no    yes   no    yes   no    yes  ', shareEvent('SHARED')],
  ['is ended in the log of an admin',           'no    no    no    no    yes   no    yes   no    yes  ', shareEvent('UNSHARED')],
  ['is declined in the log of an admin',        'no    no    no    no    no    no    no    no    yes  ', shareEvent('SHARE_DECLINED')],
  ['is counted for anyone',                     'no    no    no    no    no    no    no    no    yes  ', inOther((namespace) => [`select count_shared_use('AGENT', ${entry('agent', namespace, 'lent')}, '${namespace}', 30)`])],
  ['is in the log of another’s entry',          'no    no    no    no    no    no    no    no    yes  ', eventOfAnothers],
  ['has its impact told to its admins only',    'no    no    no    no    yes   no    yes   no    no   ', inOwn((namespace) => [`select share_impact('AGENT', ${entry('agent', namespace, 'lent')}, 'globex', 30)`])],
  ['has its impact told to others',             'no    no    no    no    no    no    no    no    no   ', inOther((namespace) => [`select share_impact('AGENT', ${entry('agent', namespace, 'lent')}, 'globex', 30)`])],
];

export const shareChecks: Check[] = attempted('entry_shares', [...lines, ...ofReaders, ...ofUse]);
