import { actors, type PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { type EventTry, insertEvent } from '../statements.ts';
import { type KindName, kinds } from '../world.ts';
import {
  attempted,
  entry,
  type How,
  type Line,
  rightAfter,
  sealedForAnother,
  somebodyElse,
  unsealed,
  version,
} from './line.ts';

/** By the actor, about its own entries by default. */
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

const byPublishers = [
  'PUBLISHED',
  'DRAFTED',
  'PROMOTED',
  'INSTANTIATED',
  'VALIDATION_FAILED',
  'VISIBILITY_CHANGED',
  'COMPATIBILITY_CHANGED',
  'DISCARDED',
  'LISTING_CHANGED',
  'CHANNEL_SET',
];

/**
 * In the namespace: another user makes the change and records it; then the actor looks for the event for `audience`.
 */
const told =
  (
    where: 'own' | 'other',
    kind: KindName,
    slug: string,
    change: string,
    audience: string,
    more = 'true',
    version?: string,
  ): How =>
  (actor) => {
    const namespace = actor[where];
    const teller = namespace === 'acme' ? actors.admin : actors.otherAdmin;
    const of = entry(kind, namespace, slug);
    const said = { namespace, tenant: namespace, actor: teller.id, kind, entry: slug, action: 'VISIBILITY_CHANGED' };
    return rightAfter(
      teller,
      [
        `update ${kind}_registry set ${change} where id = ${of}`,
        ...[1, 2].map(() => insertEvent({ ...said, ...(version ? { version } : {}) })),
        'select nofx.sequence_events()',
      ],
      actor,
      [
        `select from registry_events where entry_id = ${of} and occurred_at = now()::timestamptz(3) and audience = '${audience}' and ${more}`,
      ],
    );
  };
const bare = 'reason is null and before is null and after is null and version is null';
const once = `(select count(*) from registry_events twin where twin.entry_id = registry_events.entry_id and twin.occurred_at = now()::timestamptz(3)) = 1`;
const back = (kind: KindName, namespace: string) =>
  `current_version_id = ${version(kind, namespace, 'covered', '1.0.0')}`;
const byAdmins = [
  'ROLLED_BACK',
  'DEPRECATED',
  'DISABLED',
  'ENABLED',
  'ARCHIVED',
  'UNARCHIVED',
  'REMOVED',
  'CHANNEL_REMOVED',
];

// biome-ignore format: a table is read along its columns
const lines: Line[] = [
  //                                                 anon  role  view  publ  admin publ' adm'  serv  owner
  ...byPublishers.map((action): Line =>
    [`says ${action}`,                               'no    no    no    yes   yes   yes   yes   no    yes  ', say({ action, kind: 'template' })]),
  ...byAdmins.map((action): Line =>
    [`says ${action}`,                               'no    no    no    no    yes   no    yes   no    yes  ', say({ action })]),
  ['is said past the registry',                      'no    no    no    no    no    no    no    no    yes  ', unsealed(say({}))],
  ['is said with another’s seal',                    'no    no    no    no    no    no    no    no    yes  ', sealedForAnother(say({}))],
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
  ['says who it is for',                             'no    no    no    no    no    no    no    no    yes  ', withColumn('audience', `'EVERYONE'`)],
  ['says which tags it is about',                    'no    no    no    no    no    no    no    no    yes  ', withColumn('tags', `'{a}'`)],
  ...kinds.flatMap((kind): Line[] => [
    [`takes a ${kind} away, and tells others`,       'yes   yes   yes   yes   yes   yes   yes   no    yes  ', told('other', kind, 'open', `visibility = 'PRIVATE'`, 'WITHDRAWAL', `${bare} and tags = '{}'`)],
    [`takes a ${kind} away, and tells them once`,    'yes   yes   yes   yes   yes   yes   yes   no    -    ', told('other', kind, 'open', `visibility = 'PRIVATE'`, 'WITHDRAWAL', once)],
    [`takes a ${kind} away, and tells others no more`, '-   -     -     -     -     -     -     no    yes  ', told('other', kind, 'open', `visibility = 'PRIVATE'`, 'NAMESPACE')],
    [`takes a ${kind} away, and tells its own why`,  '-     -     yes   yes   yes   yes   yes   no    yes  ', told('own', kind, 'open', `visibility = 'PRIVATE'`, 'NAMESPACE', `reason = 'Because.'`)],
    [`takes a ${kind} away, and tells its own as others`, 'yes yes -  -     -     -     -     no    yes  ', told('own', kind, 'open', `visibility = 'PRIVATE'`, 'WITHDRAWAL')],
    [`takes away what nobody else saw: a ${kind}`,   '-     -     -     -     -     -     -     no    -    ', told('other', kind, 'inner', `description = ''`, 'WITHDRAWAL')],
    [`says nothing new of a ${kind} in sight`,       '-     -     -     -     -     -     -     no    -    ', told('other', kind, 'open', `description = ''`, 'OTHERS')],
    [`says of a ${kind} in sight what was done`,     'yes   yes   yes   yes   yes   yes   yes   no    yes  ', told('other', kind, 'open', `description = ''`, 'EVERYONE')],
    [`names a private version of a ${kind}`,         '-     -     -     -     -     -     -     no    yes  ', told('other', kind, 'open', `description = ''`, 'NAMESPACE', 'true', '1.5.0')],
    [`shows a ${kind}, and names no private version`, 'yes  yes   yes   yes   yes   yes   yes   no    yes  ', (actor) => told('other', kind, 'covered', back(kind, actor.other), 'OTHERS', 'version is null and reason is null', '2.0.0')(actor)],
    [`shows a ${kind}, and names a public version`,  'yes   yes   yes   yes   yes   yes   yes   no    yes  ', (actor) => told('other', kind, 'covered', back(kind, actor.other), 'EVERYONE', 'true', '1.0.0')(actor)],
  ]),
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
  ['have a position for a cursor',                    'yes   yes   yes   yes   yes   yes   yes   yes   yes  ', () => ['select * from nofx.log_position(1)']],
  ['have a position under the old name',              'yes   yes   yes   yes   yes   yes   yes   yes   yes  ', () => ['select * from nofx.log_place(1)']],
  ['start a new epoch',                               'no    no    no    no    no    no    no    no    yes  ', () => ['select nofx.new_epoch()']],
];

export const eventChecks: Check[] = attempted('registry_events', lines);
