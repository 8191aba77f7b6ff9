import type { PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { type EventTry, insertEvent } from '../statements.ts';
import { kinds } from '../world.ts';
import { attempted, entry, type How, type Line, somebodyElse } from './line.ts';

/** Of the actor, about what it has itself, unless told. */
const say =
  (more: Partial<EventTry> | ((actor: PolicyActor) => Partial<EventTry>)): How =>
  (actor) => {
    const { own, id } = actor;
    const told = typeof more === 'function' ? more(actor) : more;
    return [insertEvent({ namespace: own, tenant: own, actor: id, ...told })];
  };

const withColumn =
  (column: string, value: string): How =>
  ({ own, id }) => [
    `insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id, ${column})
      values ('agent.updated', 'PUBLISHED', 'AGENT', ${entry('agent', own, 'open')}, 'open', '${own}', '${own}', '${id}', 'c', ${value})`,
  ];

const numbered = 'seq = (select min(seq) from registry_events)';
const notYet = 'id = (select id from registry_events where seq is null limit 1)';
const hashed = `hash = decode(repeat('11', 32), 'hex')`;
const set =
  (change: string, where: string): How =>
  () => [`update registry_events set ${change} where ${where}`];
const remove =
  (where: string): How =>
  () => [`delete from registry_events where ${where}`];

const byPublishers = ['PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED'];
const byAdmins = ['ROLLED_BACK', 'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED'];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                                 anon  role  view  publ  admin publ' adm'  serv  owner
  ...byPublishers.map((action): Line =>
    [`says ${action}`,                               'no    no    no    yes   yes   yes   yes   no    yes  ', say({ action, kind: 'template' })]),
  ...byAdmins.map((action): Line =>
    [`says ${action}`,                               'no    no    no    no    yes   no    yes   no    yes  ', say({ action })]),
  ['says who did it, falsely',                       'no    no    no    no    no    no    no    no    yes  ', say({ actor: somebodyElse })],
  ['says which tenant did it, falsely',              'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ tenant: other }))],
  ['comes with a number',                            'no    no    no    no    no    no    no    no    yes  ', withColumn('seq', '1000000')],
  ['comes with a hash',                              'no    no    no    no    no    no    no    no    yes  ', withColumn('hash', `decode(repeat('11', 32), 'hex')`)],
  ['comes with a time',                              'no    no    no    no    no    no    no    no    yes  ', withColumn('occurred_at', `'2020-01-01'`)],
  ...kinds.flatMap((kind): Line[] => [
    [`is about another’s ${kind}`,                   'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ kind, namespace: other }))],
    [`is about another’s ${kind} as if it were ours`, 'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ kind, entryOf: other }))],
    [`is about our ${kind} as if it were another’s`, 'no    no    no    no    no    no    no    no    yes  ', say(({ own, other }) => ({ kind, entryOf: own, namespace: other, action: 'INSTANTIATED' }))],
    [`is about a ${kind} by another name`,           'no    no    no    no    no    no    no    no    yes  ', say({ kind, slug: 'opened' })],
  ]),
  ['removes another’s entry',                        'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ action: 'REMOVED', namespace: other }))],
  ['is about nothing',                               'no    no    no    no    no    no    no    no    yes  ', say({ entry: null })],
  ['is a refusal of what names nothing',             'no    no    no    yes   yes   yes   yes   no    yes  ', say({ entry: null, action: 'VALIDATION_FAILED' })],
  ['is a refusal with its report',                   'no    no    no    yes   yes   yes   yes   no    yes  ', say(({ own }) => ({ action: 'VALIDATION_FAILED', report: own }))],
  ['is a refusal with another’s report',             'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ action: 'VALIDATION_FAILED', report: other }))],
  ['instantiates another’s public template',         'no    no    no    yes   yes   yes   yes   no    yes  ', say(({ other }) => ({ action: 'INSTANTIATED', kind: 'template', namespace: other }))],
  ['instantiates another’s private template',        'no    no    no    no    no    no    no    no    yes  ', say(({ other }) => ({ action: 'INSTANTIATED', kind: 'template', namespace: other, entry: 'inner' }))],
  ['changes',                                        'no    no    no    no    no    no    no    no    never', set(`reason = 'x'`, numbered)],
  ['changes its number',                             'no    no    no    no    no    no    no    no    never', set('seq = 1000000', numbered)],
  ['loses its number',                               'no    no    no    no    no    no    no    no    never', set('seq = null', numbered)],
  ['changes its hash',                               'no    no    no    no    no    no    no    no    never', set(hashed, numbered)],
  ['gets its number and its hash',                   'no    no    no    no    no    no    no    no    yes  ', set(`seq = 1000000, ${hashed}`, notYet)],
  ['gets its number and no hash',                    'no    no    no    no    no    no    no    no    never', set('seq = 1000000', notYet)],
  ['gets its hash and no number',                    'no    no    no    no    no    no    no    no    never', set(hashed, notYet)],
  ['gets its number and another reason',             'no    no    no    no    no    no    no    no    never', set(`seq = 1000000, ${hashed}, reason = 'x'`, notYet)],
  ['changes before it has a number',                 'no    no    no    no    no    no    no    no    never', set(`reason = 'x'`, notYet)],
  ['is deleted',                                     'no    no    no    no    no    no    no    no    never', remove(numbered)],
  ['is deleted before it has a number',              'no    no    no    no    no    no    no    no    never', remove(notYet)],
  ['are truncated',                                  'no    no    no    no    no    no    no    no    never', () => ['truncate registry_events']],
  ['are verified',                                   'no    no    no    no    yes   no    yes   no    no   ', () => [`select verify_log(0, null, 10)`]],
  ['are numbered by any reader',                      'yes   yes   yes   yes   yes   yes   yes   yes   yes  ', () => ['select nofx.sequence_events()']],
  ['are numbered, and the log’s end is told',         'yes   yes   yes   yes   yes   yes   yes   yes   yes  ', () => ['select * from nofx.advance_log(0)']],
  ['are pointed at by a cursor',                      'yes   yes   yes   yes   yes   yes   yes   yes   yes  ', () => ['select * from nofx.log_place(1)']],
  ['begin another life',                              'no    no    no    no    no    no    no    no    yes  ', () => ['select nofx.new_epoch()']],
];

export const eventChecks: Check[] = attempted('registry_events', lines);
