import type { Check } from '../checks.ts';
import { freshVersion, insertRun, insertStep } from '../statements.ts';
import { digest, type KindName, kinds } from '../world.ts';
import { attempted, entry, type How, inOwn, type Line, publisherOf, rightAfter, version } from './line.ts';

/** Who reads a row stands on the row: nobody says it, and it follows what it depends on. */

/** Of what only the owner may even try. */
const asOwner =
  (how: How): How =>
  (actor) =>
    actor.name === 'owner' ? how(actor) : ['select where false'];

const ofVersions = (kind: KindName): Line[] => {
  const table = `${kind}_versions`;
  const insert =
    (column: string, value: string): How =>
    ({ id, own }) => [
      `insert into ${table} (id, entry_id, version, status, manifest, digest, published_by, ${column})
        values ('${freshVersion}', ${entry(kind, own, 'inner')}, '9.0.0', 'DRAFT', '{}', '${digest}', '${id}', ${value})`,
    ];
  const set = (change: string): How =>
    inOwn((own) => [`update ${table} set ${change} where id = ${version(kind, own, 'inner', '2.0.0')}`]);
  const changed = (slug: string, change: string) => (own: string) => [
    `update ${kind}_registry set ${change} where id = ${entry(kind, own, slug)}`,
  ];
  const then =
    (how: How, slug: string, number: string, condition: string): How =>
    (actor) => [...how(actor), is(slug, number, condition)(actor.own)];
  const is = (slug: string, number: string, condition: string) => (own: string) =>
    `select from ${table} where id = ${version(kind, own, slug, number)} and ${condition}`;
  const early = (own: string) =>
    changed('early', `current_version_id = ${version(kind, own, 'early', '1.0.0-rc.1')}`)(own);
  const promoted = (own: string) => [
    `update ${table} set status = 'ACTIVE', published_at = now() where id = ${version(kind, own, 'open', '3.0.0')}`,
  ];
  const opened = (own: string) => [
    `update ${table} set visibility = 'PUBLIC' where id = ${version(kind, own, 'open', '1.5.0')}`,
  ];
  const shown = (own: string) => [
    `update ${table} set visibility = 'PUBLIC' where id = ${version(kind, own, 'covered', '2.0.0')}`,
  ];
  // biome-ignore format: a table is read along its columns
  return [
    //                                            anon  role  view  publ  admin publ' adm'  serv  owner
    ['says itself whose it is',                   'no    no    no    no    no    no    no    no    yes  ', insert('namespace', `'globex'`)],
    ['says itself that all read it',              'no    no    no    no    no    no    no    no    yes  ', insert('is_public', 'true')],
    ['says itself that members read it',          'no    no    no    no    no    no    no    no    yes  ', insert('is_published', 'true')],
    ['goes to another namespace',                 'no    no    no    no    no    no    no    no    never', set(`namespace = 'elsewhere'`)],
    ['is made readable by all',                   'no    no    no    no    no    no    no    no    yes  ', set('is_public = true')],
    ['is made readable by members',               'no    no    no    no    no    no    no    no    yes  ', set('is_published = true')],
    ['stays a draft of its namespace, whoever says otherwise', '- - - -   -     -     -     -     yes  ',
      asOwner((actor) => [...insert('namespace, is_public, is_published', `'globex', true, true`)(actor),
        `select from ${table} where id = '${freshVersion}' and namespace = '${actor.own}' and not is_public and not is_published`])],
    ['stays unread, whoever says otherwise',      '-     -     -     -     -     -     -     -     yes  ',
      asOwner(then(set('is_public = true, is_published = true'), 'inner', '2.0.0', 'not is_public and not is_published'))],
    ['is hidden with its entry',                  'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(changed('open', `visibility = 'PRIVATE'`)), 'open', '1.0.0', 'not is_public and is_published')],
    ['is hidden when its entry is disabled',      'no    -     -     no    yes   no    yes   no    yes  ', then(inOwn(changed('open', `status = 'DISABLED'`)), 'open', '1.0.0', 'not is_public and is_published')],
    ['is hidden when its entry is removed',       'no    -     -     no    yes   no    yes   no    yes  ', then(inOwn(changed('open', 'removed_at = now()')), 'open', '1.0.0', 'not is_public and is_published')],
    ['is shown with its entry',                   'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(changed('closed', `visibility = 'PUBLIC'`)), 'closed', '1.0.0', 'is_public')],
    ['is shown with its entry, and private',      'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(shown), 'covered', '2.0.0', 'is_public')],
    ['is shown with another of its entry',        'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(shown), 'covered', '1.0.0', 'is_public')],
    ['is shown by itself',                        'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(opened), 'open', '1.5.0', 'is_public')],
    ['is shown when it is promoted',              'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(promoted), 'open', '3.0.0', 'is_public and is_published')],
    ['is shown with the first current version',   'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn(early), 'early', '1.0.0-rc.1', 'is_public and is_published')],
    ['is hidden from members with the last current version', 'no - -   no    yes   no    yes   no    yes  ', then(inOwn(changed('inner', 'current_version_id = null')), 'inner', '1.0.0', 'not is_published')],
    ['stays a draft when its entry is shown',     'no    -     -     yes   yes   yes   yes   no    yes  ', then(inOwn((own) => [...changed('open', `visibility = 'PRIVATE'`)(own), ...changed('open', `visibility = 'PUBLIC'`)(own)]), 'open', '3.0.0', 'not is_public and not is_published')],
    ['stays private when its entry is shown',     'no    -     yes   yes   yes   yes   yes   no    yes  ', then(inOwn((own) => [...changed('open', `visibility = 'PRIVATE'`)(own), ...changed('open', `visibility = 'PUBLIC'`)(own)]), 'open', '1.5.0', 'not is_public and is_published')],
  ];
};

const link = (template: string, number: string, slug: string, condition: string) => (own: string) =>
  `select from template_version_agents where template_version_id = ${version('template', own, template, number)} and slug = '${slug}' and ${condition}`;
const set = (slug: string, change: string) => (own: string) =>
  `update template_registry set ${change} where id = ${entry('template', own, slug)}`;
const both = (first: (own: string) => string, then: (own: string) => string): How =>
  inOwn((own) => [first(own), then(own)]);
const linkSaying =
  (column: string, value: string): How =>
  ({ own }) => [
    `insert into template_version_agents (template_version_id, slug, agent_registry_id, range, matches, ${column})
      values (${version('template', own, 'sketch', '0.1.0')}, 'inner', ${entry('agent', own, 'inner')}, '*', '{(,)}', ${value})`,
  ];
const linkSet =
  (change: string): How =>
  ({ own }) => [
    `update template_version_agents set ${change} where template_version_id = ${version('template', own, 'sketch', '0.1.0')}`,
  ];
const earlyReleased = (own: string) =>
  set('early', `current_version_id = ${version('template', own, 'early', '1.0.0-rc.1')}`)(own);

// biome-ignore format: a table is read along its columns
const ofLinks: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['says itself whose it is',                   'no    no    no    no    no    no    no    no    yes  ', linkSaying('namespace', `'globex'`)],
  ['says itself that all read it',              'no    no    no    no    no    no    no    no    yes  ', linkSaying('is_public', 'true')],
  ['says itself that members read it',          'no    no    no    no    no    no    no    no    yes  ', linkSaying('is_published', 'true')],
  ['goes to another namespace',                 'no    no    no    no    no    no    no    no    yes  ', linkSet(`namespace = 'elsewhere'`)],
  ['is made readable by all',                   'no    no    no    no    no    no    no    no    yes  ', linkSet('is_public = true')],
  ['says itself that its version is current',   'no    no    no    no    no    no    no    no    yes  ', linkSaying('is_current', 'true')],
  ['is made one of the current version',        'no    no    no    no    no    no    no    no    yes  ', linkSet('is_current = true')],
  ['is of no current version before a promotion', '-   -     -     yes   yes   yes   yes   no    yes  ', inOwn((own) => [link('early', '1.0.0-rc.1', 'open', 'not is_current')(own)])],
  ['is of the current version after one',       'no    -     -     yes   yes   yes   yes   no    yes  ', both(earlyReleased, link('early', '1.0.0-rc.1', 'open', 'is_current'))],
  ['is of the current version no longer, after another', 'no - -    no    yes   no    yes   no    yes  ', both(set('open', 'current_version_id = null'), link('open', '2.0.0', 'inner', 'not is_current'))],
  ['is not of the current version, whoever says so', '-  -     -     -     -     -     -     -     yes  ',
    asOwner((actor) => [...linkSaying('is_current', 'true')(actor), link('sketch', '0.1.0', 'inner', 'not is_current')(actor.own)])],
  ['is hidden with its template',               'no    -     -     yes   yes   yes   yes   no    yes  ', both(set('open', `visibility = 'PRIVATE'`), link('open', '2.0.0', 'inner', 'not is_public and is_published'))],
  ['is shown with the first current version',   'no    -     -     yes   yes   yes   yes   no    yes  ', both(earlyReleased, link('early', '1.0.0-rc.1', 'open', 'is_public and is_published'))],
  ['stays as its version, whoever says otherwise', '-  -     -     -     -     -     -     -     yes  ', 
    asOwner((actor) => [...linkSet(`is_public = true, is_published = true, namespace = 'elsewhere'`)(actor), link('sketch', '0.1.0', 'later', `not is_public and not is_published and namespace = '${actor.own}'`)(actor.own)])],
  ['is of its version, whoever says otherwise', '-     -     -     -     -     -     -     -     yes  ', 
    asOwner((actor) => [...linkSaying('namespace, is_public, is_published', `'globex', true, true`)(actor), link('sketch', '0.1.0', 'inner', `not is_public and not is_published and namespace = '${actor.own}'`)(actor.own)])],
];

const counted = (slug: string, condition: string) => (own: string) =>
  `select from template_rating_counts where template_id = ${entry('template', own, slug)} and ${condition}`;

/** By whoever may, and looked at by a publisher of the namespace, since who rates may see less of it. */
const firstRating: How = (actor) =>
  rightAfter(
    actor,
    [
      `insert into template_ratings (template_id, rater, stars) values (${entry('template', actor.own, 'old')}, '${actor.id}', 5)`,
    ],
    publisherOf(actor.own, actor),
    [counted('old', `is_public and is_published and namespace = '${actor.own}'`)(actor.own)],
  );

// biome-ignore format: a table is read along its columns
const ofCounts: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['begin as their template',                   'no    no    yes   yes   yes   yes   yes   no    yes  ', firstRating],
  ['are hidden with their template',            'no    -     -     yes   yes   yes   yes   no    yes  ', both(set('open', `visibility = 'PRIVATE'`), counted('open', 'not is_public and is_published'))],
  ['are shown with their template',             'no    -     -     yes   yes   yes   yes   no    yes  ', both(earlyReleased, counted('early', 'is_public and is_published'))],
  ['stay as their template, whoever says otherwise', 'no no no   no    no    no    no    no    yes  ', both((own) => `update template_rating_counts set is_public = true, namespace = 'elsewhere' where template_id = ${entry('template', own, 'inner')}`, counted('inner', 'not is_public'))],
];

const stepSaying: How = ({ id, own }) => [
  insertRun({ namespace: own, templateOf: own, createdBy: id }),
  insertStep({ namespace: own }).replace('(run_id,', '(namespace, run_id,').replace(`values (`, `values ('globex', `),
];
const stepOfRun: How = ({ id, own }) => [
  insertRun({ namespace: own, templateOf: own, createdBy: id }),
  insertStep({ namespace: own }),
  `select from steps where step_id = 'next' and namespace = '${own}'`,
];

// biome-ignore format: a table is read along its columns
const ofSteps: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['says itself whose it is',                   'no    no    no    no    no    no    no    no    yes  ', stepSaying],
  ['is of its run’s namespace',                 'no    no    no    yes   yes   yes   yes   no    yes  ', stepOfRun],
  ['goes to another namespace',                 'no    no    no    no    no    no    no    no    never', inOwn((own) => [`update steps set namespace = 'elsewhere' where namespace = '${own}'`])],
];

export const readerChecks: Check[] = [
  ...kinds.flatMap((kind) => attempted(`${kind}_versions`, ofVersions(kind))),
  ...attempted('template_version_agents', ofLinks),
  ...attempted('template_rating_counts', ofCounts),
  ...attempted('steps', ofSteps),
];
