import type { PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { type KindName, kinds } from '../world.ts';
import { attempted, entry, type How, inOther, inOwn, type Line, somebodyElse, unsealed, version } from './line.ts';

const ofEntries = (kind: KindName): Line[] => {
  const table = `${kind}_registry`;
  const insert =
    (more: Record<string, string>): How =>
    ({ own }) => {
      const values = { namespace: own, slug: 'fresh', name: 'Fresh', description: '', ...more };
      const literals = Object.values(values).map((value) => `'${value}'`);
      return [`insert into ${table} (${Object.keys(values).join(', ')}) values (${literals.join(', ')})`];
    };
  const change = (slug: string, set: string) => (namespace: string) => [
    `update ${table} set ${set} where id = ${entry(kind, namespace, slug)}`,
  ];
  const makeCurrent =
    (slug: string, number: string, of = slug) =>
    (namespace: string) =>
      change(slug, `current_version_id = ${version(kind, namespace, of, number)}`)(namespace);
  const seen =
    (slug: string, condition: string) =>
    ({ own }: PolicyActor) =>
      `select from ${table} where id = ${entry(kind, own, slug)} and ${condition}`;
  /** Changed, and then as the condition says. */
  const becomes =
    (slug: string, set: string, condition: string): How =>
    (actor) => {
      const named = set
        .replace('$private', version(kind, actor.own, slug, '1.5.0'))
        .replace('$first', version(kind, actor.own, slug, '1.0.0'));
      const changed = `with changed as (update ${table} set ${named} where id = ${entry(kind, actor.own, slug)} returning id, ${condition} as fits)`;
      return [`${changed} select from changed where fits`];
    };
  const remove = (slug: string) => inOwn((own) => [`delete from ${table} where id = ${entry(kind, own, slug)}`]);
  // biome-ignore format: a table is read along its columns
  return [
    //                                            anon  role  view  publ  admin publ' adm'  serv  owner
    ['is made as deprecated',                     'no    no    no    no    no    no    no    no    yes  ', insert({ status: 'DEPRECATED' })],
    ['is made with another age',                  'no    no    no    no    yes   no    yes   no    yes  ', insert({ created_at: '2020-01-01' })],
    ['is made with another age, past the registry', 'no  no    no    no    no    no    no    no    yes  ', unsealed(insert({ created_at: '2020-01-01' }))],
    ['is made with an age in the future',         'no    no    no    no    never no    never no    yes  ', insert({ created_at: '2999-01-01' })],
    ['is made with a current version',            'no    no    no    no    no    no    no    no    bad  ', insert({ current_version_id: somebodyElse })],
    ['takes a name that is taken',                'no    no    no    bad   bad   bad   bad   no    bad  ', insert({ slug: 'gone' })],
    ['is described',                              'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(change('open', `description = ''`))],
    ['is described, another’s',                   'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `description = ''`))],
    ['is made public, another’s',                 'no    -     -     -     -     -     -     no    yes  ', inOther(change('inner', `visibility = 'PUBLIC'`))],
    ['is made public',                            'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(change('inner', `visibility = 'PUBLIC'`))],
    ['is allowed to break',                       'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(change('open', `compatibility = 'NONE'`))],
    ['is allowed to break, another’s',            'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `compatibility = 'NONE'`))],
    ['is allowed what is no policy',              'no    -     -     bad   bad   bad   bad   no    bad  ', inOwn(change('open', `compatibility = 'SOME'`))],
    ['is made as one that may break',             'no    no    no    no    no    no    no    no    yes  ', insert({ compatibility: 'NONE' })],
    ['is made private',                           'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(change('open', `visibility = 'PRIVATE'`))],
    ['is said to be seen by all',                 'no    no    no    no    no    no    no    no    yes  ', inOwn(change('inner', 'is_public = true'))],
    ['is not seen by all because somebody says so', 'no  no    no    no    no    no    no    no    -    ', (actor) => [...inOwn(change('inner', 'is_public = true'))(actor), seen('inner', 'is_public')(actor)]],
    ['is out of sight when it is private',        'no    -     -     yes   yes   yes   yes   no    yes  ', becomes('open', `visibility = 'PRIVATE'`, 'not is_public')],
    ['is in sight when its public version is shown', 'no -     -     yes   yes   yes   yes   no    yes  ', becomes('closed', `visibility = 'PUBLIC'`, 'is_public')],
    ['is not, when its version is private',       'no    -     -     yes   yes   yes   yes   no    yes  ', becomes('inner', `visibility = 'PUBLIC'`, 'not is_public')],
    ['is out of sight when it is disabled',       'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', `status = 'DISABLED'`, 'not is_public')],
    ['is out of sight when it is removed',        'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', 'removed_at = now()', 'not is_public')],
    ['is out of sight behind a private version',  'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', `current_version_id = ${'$private'}`, 'not is_public')],
    ['is in sight again before a public one',     'no    -     -     no    yes   no    yes   no    yes  ', becomes('covered', `current_version_id = ${'$first'}`, 'is_public')],
    ['is renamed',                                'no    no    no    no    no    no    no    no    never', inOwn(change('open', `slug = 'opened'`))],
    ['moves to another namespace',                'no    no    no    no    no    no    no    no    never', inOther(change('open', `namespace = 'acme-2'`))],
    ['gets another id',                           'no    no    no    no    no    no    no    no    never', inOwn(change('sketch', `id = '${somebodyElse}'`))],
    ['gets another age',                          'no    no    no    no    no    no    no    no    never', inOwn(change('open', `created_at = '2020-01-01'`))],
    ['is deprecated',                             'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('open', `status = 'DEPRECATED'`))],
    ['is deprecated, another’s',                  'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `status = 'DEPRECATED'`))],
    ['is enabled',                                'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('off', `status = 'ACTIVE'`))],
    ['gets a word on its status',                 'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('old', `status_message = 'x'`))],
    ['gets a replacement',                        'no    -     -     no    yes   no    yes   no    yes  ', inOwn((own) => change('old', `replaced_by = ${entry(kind, own, 'open')}`)(own))],
    ['gets a public replacement of another',      'no    -     -     no    yes   no    yes   no    yes  ', ({ own, other }) => change('old', `replaced_by = ${entry(kind, other, 'open')}`)(own)],
    ['gets a replacement that it cannot see',     'no    -     -     no    no    no    no    no    yes  ', ({ own, other }) => change('old', `replaced_by = ${entry(kind, other, 'inner')}`)(own)],
    ['gets a removed replacement',                'no    -     -     no    no    no    no    no    yes  ', inOwn((own) => change('old', `replaced_by = ${entry(kind, own, 'gone')}`)(own))],
    ['is replaced by itself',                     'no    -     -     no    bad   no    bad   no    bad  ', inOwn((own) => change('old', `replaced_by = ${entry(kind, own, 'old')}`)(own))],
    ['is listed otherwise',                       'no    -     -     yes   yes   yes   yes   no    yes  ', becomes('open', `listing = '{"tags": ["set"], "category": null}'`, `tags = '{set}' and category is null`)],
    ['is listed as its next version says',        'no    -     -     yes   yes   yes   yes   no    yes  ', becomes('open', `listing = '{"description": "set"}', description = 'said'`, `description = 'set'`)],
    ['is listed with what is not listed',         'no    -     -     bad   bad   bad   bad   no    bad  ', inOwn(change('open', `listing = '{"name": "set"}'`))],
    ['is listed otherwise, another’s',            'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `listing = '{"tags": ["set"]}'`))],
    ['is featured',                               'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', 'featured_at = now()', 'featured_at is not null')],
    ['is featured since another time',            'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', `featured_at = '2020-01-01'`, 'featured_at = now()::timestamptz(3)')],
    ['is featured, another’s',                    'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', 'featured_at = now()'))],
    ['is featured when it is private',            'no    -     -     no    never no    never no    never', inOwn(change('inner', 'featured_at = now()'))],
    ['is featured when it is deprecated',         'no    -     -     no    never no    never no    never', inOwn(change('old', 'featured_at = now()'))],
    ['is no longer featured when it is private',  'no    -     -     no    yes   no    yes   no    yes  ', (actor) => [...inOwn(change('open', 'featured_at = now()'))(actor), ...becomes('open', `visibility = 'PRIVATE'`, 'featured_at is null')(actor)]],
    ['is featured, and says when',                'no    -     -     no    yes   no    yes   no    yes  ', becomes('open', 'featured_at = now()', 'curated_at = now()::timestamptz(3)')],
    ['was curated at another time',               'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('open', `curated_at = '2020-01-01'`))],
    ['is curated in the future',                  'no    -     -     no    never no    never no    yes  ', inOwn(change('open', `curated_at = '2999-01-01'`))],
    ['was curated at another time, another’s',    'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `curated_at = '2020-01-01'`))],
    ['is removed',                                'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('open', `removed_at = now()`))],
    ['is removed, another’s',                     'no    -     -     -     -     -     -     no    yes  ', inOther(change('open', `removed_at = now()`))],
    ['comes back',                                'no    -     -     no    never no    never no    never', inOwn(change('gone', 'removed_at = null'))],
    ['changes after it was removed',              'no    -     -     never never never never no    never', inOwn(change('gone', `description = 'x'`))],
    ['changes after it was removed, another’s',   'no    -     -     -     -     -     -     no    never', inOther(change('gone', `description = 'x'`))],
    ['goes on to a newer version',                'no    -     -     yes   yes   yes   yes   no    yes  ', inOwn(makeCurrent('open', '2.1.0'))],
    ['goes on, another’s',                        'no    -     -     -     -     -     -     no    yes  ', inOther(makeCurrent('open', '2.1.0'))],
    ['goes back to an older version',             'no    -     -     no    yes   no    yes   no    yes  ', inOwn(makeCurrent('open', '1.0.0'))],
    ['loses its current version',                 'no    -     -     no    yes   no    yes   no    yes  ', inOwn(change('open', 'current_version_id = null'))],
    ['is shown by a draft',                       'no    -     -     never never never never no    never', inOwn(makeCurrent('sketch', '0.1.0'))],
    ['goes on to a draft',                        'no    -     -     never never never never no    never', inOwn(makeCurrent('open', '3.0.0'))],
    ['goes back to an archived one',              'no    -     -     never never never never no    never', inOwn(makeCurrent('open', '1.1.0'))],
    ['takes the version of another',              'no    -     -     bad   bad   bad   bad   no    bad  ', inOwn(makeCurrent('sketch', '1.0.0', 'old'))],
    ['is deleted',                                'no    no    no    no    no    no    no    no    never', remove('sketch')],
    ['is locked for reading',                     'no    no    yes   yes   yes   yes   yes   no    no   ', ({ other }) => [`select lock_entries_for_reading('${kind.toUpperCase()}', array['${other}'], array['inner'])`]],
    ['is locked under the old name',              'no    no    yes   yes   yes   yes   yes   no    no   ', ({ other }) => [`select hold_entries('${kind.toUpperCase()}', array['${other}'], array['inner'])`]],
  ];
};

export const entryChecks: Check[] = kinds.flatMap((kind) => attempted(`${kind}_registry`, ofEntries(kind)));
