import type { Check } from '../checks.ts';
import { freshVersion, insertVersion } from '../statements.ts';
import { digest, entryId, type KindName, kinds } from '../world.ts';
import {
  attempted,
  entry,
  type How,
  inOther,
  inOwn,
  type Line,
  sealedForAnother,
  somebodyElse,
  unsealed,
  version,
} from './line.ts';

const ofVersions = (kind: KindName): Line[] => {
  const table = `${kind}_versions`;
  const publish =
    (values: Record<string, string> = {}, slug = 'open'): How =>
    ({ id, own }) => [insertVersion(kind, { entry: entryId(kind, own, slug), publishedBy: id, ...values })];
  const draftUnderAnothers: How = ({ id, other }) => [
    insertVersion(kind, { entry: entryId(kind, other, 'open'), publishedBy: id, status: 'DRAFT' }),
  ];
  const imported =
    (values: { at?: string; by?: string; status?: string; visibility?: string } = {}): How =>
    ({ id, own }) => [
      `insert into ${table} (entry_id, version, status, visibility, manifest, digest, published_by, published_at)
      values (${entry(kind, own, 'open')}, '9.0.0', '${values.status ?? 'ACTIVE'}', '${values.visibility ?? 'PUBLIC'}', '{}',
        '${digest}', '${values.by ?? id}', ${values.at ?? `'2020-01-01'`})`,
    ];
  const importedUnderAnothers: How = ({ id, other }) => [
    `insert into ${table} (entry_id, version, status, manifest, digest, published_by, published_at)
      values (${entry(kind, other, 'open')}, '9.0.0', 'ACTIVE', '{}', '${digest}', '${id}', '2020-01-01')`,
  ];
  const set = (slug: string, number: string, change: string) => (namespace: string) => [
    `update ${table} set ${change} where id = ${version(kind, namespace, slug, number)}`,
  ];
  const toAnotherEntry = inOwn((own) => set('open', '1.0.0', `entry_id = ${entry(kind, own, 'old')}`)(own));
  const remove = (slug: string, number: string) => (namespace: string) => [
    `delete from ${table} where id = ${version(kind, namespace, slug, number)}`,
  ];
  const withVisibility: How = ({ id, own }) => [
    `insert into ${table} (entry_id, version, status, manifest, digest, published_by, visibility)
      values (${entry(kind, own, 'open')}, '9.0.0', 'ACTIVE', '{}', '${digest}', '${id}', 'PUBLIC')`,
  ];
  const then =
    (how: How, visibility: string): How =>
    (actor) => [...how(actor), `select from ${table} where id = '${freshVersion}' and visibility = '${visibility}'`];
  const promotedInPrivate =
    (visibility: string): How =>
    ({ own }) => [
      `update ${kind}_registry set visibility = 'PRIVATE' where id = ${entry(kind, own, 'open')}`,
      ...set('open', '3.0.0', promoted)(own),
      `select from ${table} where id = ${version(kind, own, 'open', '3.0.0')} and status = 'ACTIVE' and visibility = '${visibility}'`,
    ];
  const shows: How = ({ own }) => [
    ...set('covered', '2.0.0', `visibility = 'PUBLIC'`)(own),
    `select from ${kind}_registry where id = ${entry(kind, own, 'covered')} and is_public`,
  ];
  const promoted = `status = 'ACTIVE', published_at = now()`;
  const contents = [
    `version = '9.9.9'`,
    `manifest = '{"a":1}'`,
    `files = '[{}]'`,
    `digest = '${'1'.repeat(64)}'`,
    `commit_sha = 'abcdef1'`,
    `published_by = '${somebodyElse}'`,
    ...(kind === 'agent' ? [`mcp_servers = '{"a":{}}'`] : []),
  ];
  // biome-ignore format: a table is read along its columns
  return [
    //                                            anon  role  view  publ  admin publ' adm'  serv  owner
    ['is published',                              'no    no    no    yes   yes   yes   yes   no    yes  ', publish()],
    ['is published past the registry',            'no    no    no    no    no    no    no    no    yes  ', unsealed(publish())],
    ['is published with another’s seal',          'no    no    no    no    no    no    no    no    yes  ', sealedForAnother(publish())],
    ['is drafted past the registry',              'no    no    no    no    no    no    no    no    yes  ', unsealed(publish({ status: 'DRAFT' }, 'inner'))],
    ['is promoted past the registry',             'no    -     -     no    no    no    no    no    yes  ', unsealed(inOwn(set('open', '3.0.0', promoted)))],
    ['is archived past the registry',             'no    -     -     no    no    no    no    no    yes  ', unsealed(inOwn(set('open', '1.0.0', `status = 'ARCHIVED'`)))],
    ['is drafted',                                'no    no    no    yes   yes   yes   yes   no    yes  ', publish({ status: 'DRAFT' }, 'inner')],
    ['is drafted under another’s',                'no    no    no    no    no    no    no    no    yes  ', draftUnderAnothers],
    ['is published as archived',                  'no    no    no    no    no    no    no    no    yes  ', publish({ status: 'ARCHIVED' })],
    ['is published as somebody else',             'no    no    no    no    no    no    no    no    yes  ', publish({ publishedBy: somebodyElse })],
    ['is published at another time',              'no    no    no    no    yes   no    yes   no    yes  ', imported()],
    ['is published at another time, past the registry', 'no no no    no    no    no    no    no    yes  ', unsealed(imported())],
    ['is published in the future',                'no    no    no    no    never no    never no    yes  ', imported({ at: `now() + interval '1 hour'` })],
    ['is imported as somebody else’s',            'no    no    no    no    yes   no    yes   no    yes  ', imported({ by: somebodyElse })],
    ['is imported as archived',                   'no    no    no    no    yes   no    yes   no    yes  ', imported({ status: 'ARCHIVED' })],
    ['is imported as private',                    'no    no    no    no    yes   no    yes   no    yes  ', imported({ visibility: 'PRIVATE' })],
    ['is imported under another’s',               'no    no    no    no    no    no    no    no    yes  ', importedUnderAnothers],
    ['is published as private in a public entry', 'no    no    no    no    no    no    no    no    yes  ', imported({ visibility: 'PRIVATE', at: 'now()' })],
    ['takes a number again',                      'no    no    no    bad   bad   bad   bad   no    bad  ', publish({ version: '1.0.0' })],
    ['takes it with build metadata',              'no    no    no    bad   bad   bad   bad   no    bad  ', publish({ version: '1.0.0+b' })],
    ['takes the number of an archived one',       'no    no    no    bad   bad   bad   bad   no    bad  ', publish({ version: '1.1.0' })],
    ...contents.flatMap((change): Line[] => [
      [`changes, published: ${change.split(' ')[0]}`, 'no    no    no    no    no    no    no    no    never', inOwn(set('open', '1.0.0', change))],
      [`changes, a draft: ${change.split(' ')[0]}`,  'no    no    no    no    no    no    no    no    never', inOwn(set('open', '3.0.0', change))],
    ]),
    ['goes to another entry',                     'no    no    no    no    no    no    no    no    never', toAnotherEntry],
    ['gets another time',                         'no    -     -     never never never never no    never', inOwn(set('open', '1.0.0', 'published_at = now()'))],
    ['gets another time, a draft',                'no    -     -     never never never never no    never', inOwn(set('open', '3.0.0', 'published_at = now()'))],
    ['becomes public',                            'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(set('open', '1.5.0', `visibility = 'PUBLIC'`))],
    ['becomes public, another’s',                 'no    -     -     -     -     -     -     no    yes  ', inOther(set('open', '1.5.0', `visibility = 'PUBLIC'`))],
    ['becomes public in a private entry',         'no    -     -     never never never never no    never', inOwn(set('inner', '1.0.0', `visibility = 'PUBLIC'`))],
    ['becomes private',                           'no    -     -     never never never never no    never', inOwn(set('open', '1.0.0', `visibility = 'PRIVATE'`))],
    ['becomes private, a draft',                  'no    -     -     never never never never no    never', inOwn(set('open', '3.0.0', `visibility = 'PRIVATE'`))],
    ['says that it is public, as it is',          'no    no    no    yes   yes   yes   yes   no    yes  ', withVisibility],
    ['is public in a public entry',               'no    no    no    yes   yes   yes   yes   no    yes  ', then(publish(), 'PUBLIC')],
    ['is private in a private entry',             'no    no    no    yes   yes   yes   yes   no    yes  ', then(publish({}, 'inner'), 'PRIVATE')],
    ['is private where it says so',               'no    no    no    yes   yes   yes   yes   no    yes  ', then(publish({ manifest: '{"visibility": "private"}' }), 'PRIVATE')],
    ['is private when it is promoted in a private entry', 'no - -    -     -     -     -     no    -    ', promotedInPrivate('PUBLIC')],
    ['is promoted in a private entry',            'no    -     -     yes   yes   yes   yes   no    yes  ', promotedInPrivate('PRIVATE')],
    ['shows its entry as it becomes public',      'no    -     -     yes   yes   yes   yes   no    yes  ', shows],
    ['is promoted',                               'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(set('open', '3.0.0', promoted))],
    ['is promoted, another’s',                    'no    -     -     -     -     -     -     no    yes  ', inOther(set('open', '3.0.0', promoted))],
    ['is promoted with its old time',             'no    -     -     never never never never no    never', inOwn(set('open', '3.0.0', `status = 'ACTIVE'`))],
    ['is promoted into the future',               'no    -     -     never never never never no    never', inOwn(set('open', '3.0.0', `status = 'ACTIVE', published_at = now() + interval '2 s'`))],
    ['is archived',                               'no    -     -     no    yes   no    yes   no    yes  ', inOwn(set('open', '1.0.0', `status = 'ARCHIVED'`))],
    ['is archived, another’s',                    'no    -     -     -     -     -     -     no    yes  ', inOther(set('open', '1.0.0', `status = 'ARCHIVED'`))],
    ['is archived, the current one',              'no    -     -     never never never never no    never', inOwn(set('open', '2.0.0', `status = 'ARCHIVED'`))],
    ['is archived in a removed entry',            'no    -     -     never never never never no    never', inOwn(set('gone', '1.0.0', `status = 'ARCHIVED'`))],
    ['is published in a removed entry',           'no    no    no    never never never never no    never', publish({ version: '9.1.0' }, 'gone')],
    ['is drafted in a removed entry',             'no    no    no    never never never never no    never', publish({ version: '9.1.0', status: 'DRAFT' }, 'gone')],
    ['comes back from the archive',               'no    -     -     no    yes   no    yes   no    yes  ', inOwn(set('open', '1.1.0', `status = 'ACTIVE'`))],
    ['is archived, a draft',                      'no    -     -     never never never never no    never', inOwn(set('open', '3.0.0', `status = 'ARCHIVED'`))],
    ['becomes a draft again',                     'no    -     -     never never never never no    never', inOwn(set('open', '1.0.0', `status = 'DRAFT'`))],
    ['becomes a draft, from the archive',         'no    -     -     never never never never no    never', inOwn(set('open', '1.1.0', `status = 'DRAFT'`))],
    ['is deleted, a draft',                       'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(remove('open', '3.0.0'))],
    ['is deleted, another’s draft',               'no    -     -     -     -     -     -     no    yes  ', inOther(remove('open', '3.0.0'))],
    ['is deleted, published',                     'no    -     -     -     -     -     -     no    never', inOwn(remove('open', '2.1.0'))],
    ['is deleted, archived',                      'no    -     -     -     -     -     -     no    never', inOwn(remove('open', '1.1.0'))],
  ];
};

export const versionChecks: Check[] = kinds.flatMap((kind) => attempted(`${kind}_versions`, ofVersions(kind)));
