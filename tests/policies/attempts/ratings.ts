import { actors, beginAs, type PolicyActor } from '../actors.ts';
import type { Check } from '../checks.ts';
import { insertEvent, insertRating, type RatingTry } from '../statements.ts';
import { commentId, hiddenCommentId, innerCommentId, takenBackCommentId } from '../world.ts';
import { attempted, entry, type How, type Line, publisherOf, rightAfter, somebodyElse } from './line.ts';

/** By the actor, of its own namespace's template by default. */
const rate =
  (more: Partial<RatingTry> | ((actor: PolicyActor) => Partial<RatingTry>) = {}): How =>
  (actor) => [insertRating({ of: actor.own, rater: actor.id, ...(typeof more === 'function' ? more(actor) : more) })];

const atAnotherTime: How = ({ own, id }) => [
  `insert into template_ratings (template_id, rater, stars, rated_at) values (${entry('template', own, 'old')}, '${id}', 5, '2020-01-01')`,
];

const change =
  (set: string, between: (actor: PolicyActor) => string[] = () => []): How =>
  (actor) => [
    ...rate()(actor),
    ...rightAfter(adminOf(actor), between(actor), actor, [
      `update template_ratings set ${set} where rater = '${actor.id}' and template_id = ${entry('template', actor.own, 'old')}`,
    ]),
  ];
const again = 'stars = 1, rated_at = now()';
const ofOld = ({ own }: PolicyActor) => `where id = ${entry('template', own, 'old')}`;

const adminOf = ({ own }: PolicyActor) => (own === 'acme' ? actors.admin : actors.otherAdmin);

/** Rated when the actor still had a role. */
const changeEarlier: How = (actor) =>
  rightAfter(asViewer(actor), rate()(actor), actor, [
    `update template_ratings set ${again} where template_id = ${entry('template', actor.own, 'old')}`,
  ]);

const asViewer = (actor: PolicyActor): PolicyActor => ({
  ...actor,
  begin: beginAs({ kind: 'user', id: actor.id, role: 'viewer', namespace: actor.own }),
});

const changeAnothers: How = ({ id }) => [`update template_ratings set ${again} where rater <> '${id}'`];

/** What the actor records in the log after its rating. */
const say =
  (
    more: Partial<Parameters<typeof insertEvent>[0]> = {},
    of: (actor: PolicyActor) => Partial<RatingTry> = () => ({}),
  ): How =>
  (actor) => [
    ...rate(of)(actor),
    insertEvent({
      ...{ namespace: actor.own, tenant: actor.own, actor: actor.id, action: 'RATED', kind: 'template', entry: 'old' },
      ...more,
    }),
  ];
/** A colleague rates, and the actor records it: as itself, or as the colleague. */
const ofColleague =
  (as: (colleague: PolicyActor, actor: PolicyActor) => PolicyActor): How =>
  (actor) => {
    const colleague = publisherOf(actor.own, actor);
    const { id } = as(colleague, actor);
    return rightAfter(colleague, rate()(colleague), actor, [
      insertEvent({
        namespace: actor.own,
        tenant: actor.own,
        actor: id,
        action: 'RATED',
        kind: 'template',
        entry: 'old',
      }),
    ]);
  };
const unrated: How = ({ own, id }) => [
  insertEvent({ namespace: own, tenant: own, actor: id, action: 'RATED', kind: 'template', entry: 'old' }),
];
const ratedBefore: How = ({ id }) => [
  insertEvent({ namespace: 'acme', tenant: 'acme', actor: id, action: 'RATED', kind: 'template' }),
];
const asAnAgent: How = (actor) => [
  ...rate()(actor),
  `insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id)
    values ('agent.updated', 'RATED', 'AGENT', ${entry('template', actor.own, 'old')}, 'old', '${actor.own}', '${actor.own}', '${actor.id}', 'c')`,
];

// biome-ignore format: a table is read along its columns
const ofRatings: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is of another’s public template',           'no    no    yes   yes   yes   yes   yes   no    yes  ', rate(({ other }) => ({ of: other }))],
  ['is of another’s private template',          'no    no    no    no    no    no    no    no    yes  ', rate(({ other }) => ({ of: other, slug: 'inner' }))],
  ['is of a disabled template',                 'no    no    no    no    no    no    no    no    yes  ', rate({ slug: 'off' })],
  ['is of a removed template',                  'no    no    no    no    no    no    no    no    yes  ', rate({ slug: 'gone' })],
  ['is of a draft',                             'no    no    no    no    no    no    no    no    yes  ', rate({ slug: 'sketch' })],
  ['is given as somebody else',                 'no    no    no    no    no    no    no    no    yes  ', rate({ rater: somebodyElse })],
  ['is given at another time',                  'no    no    no    no    no    no    no    no    yes  ', atAnotherTime],
  ['is of no stars',                            'no    no    bad   bad   bad   bad   bad   no    bad  ', rate({ stars: 0 })],
  ['is of six stars',                           'no    no    bad   bad   bad   bad   bad   no    bad  ', rate({ stars: 6 })],
  ['is given twice',                            'no    no    bad   bad   bad   bad   bad   no    bad  ', (actor) => [...rate()(actor), ...rate()(actor)]],
  ['has a comment of 2,001 characters',         'no    no    bad   bad   bad   bad   bad   no    bad  ', rate({ comment: 'x'.repeat(2_001) })],
  ['changes',                                   'no    no    yes   yes   yes   yes   yes   no    yes  ', change(again)],
  ['changes, and not its time',                 'no    no    no    no    no    no    no    no    yes  ', change(`stars = 1, rated_at = '2020-01-01'`)],
  ['changes hands',                             'no    no    no    no    no    no    no    no    yes  ', change(`rater = '${somebodyElse}'`)],
  ['changes when its template is disabled',     'no    no    no    no    no    no    no    no    yes  ', change(again, (actor) => [`update template_registry set status = 'DISABLED' ${ofOld(actor)}`])],
  ['changes when its template is removed',      'no    no    no    no    no    no    no    no    yes  ', change(again, (actor) => [`update template_registry set removed_at = now() ${ofOld(actor)}`])],
  ['changes when its template has no version',  'no    no    no    no    no    no    no    no    yes  ', change(again, (actor) => [`update template_registry set current_version_id = null ${ofOld(actor)}`])],
  ['changes, and was given before',             'no    no    yes   yes   yes   yes   yes   no    yes  ', changeEarlier],
  ['is another’s, and changes',                 'no    -     -     -     -     -     -     no    yes  ', changeAnothers],
];

// biome-ignore format: a table is read along its columns
const ofEvents: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['says RATED',                                'no    no    yes   yes   yes   yes   yes   no    yes  ', say()],
  ['says RATED of another’s',                   'no    no    yes   yes   yes   yes   yes   no    yes  ', (actor) => say({ namespace: actor.other }, ({ other }) => ({ of: other }))(actor)],
  ['says RATED of what it did not rate',        'no    no    no    no    no    no    no    no    yes  ', unrated],
  ['says RATED of what it rated before',        'no    no    no    no    no    no    no    no    yes  ', ratedBefore],
  ['says RATED of what another rates',          'no    no    no    no    no    no    no    no    yes  ', ofColleague((_, actor) => actor)],
  ['says RATED as somebody else',               'no    no    no    no    no    no    no    no    yes  ', ofColleague((colleague) => colleague)],
  ['says RATED as another tenant',              'no    no    no    no    no    no    no    no    yes  ', (actor) => say({ tenant: actor.other })(actor)],
  ['says RATED of an agent',                    'no    no    no    no    no    no    no    no    yes  ', asAnAgent],
  ['says RATED of a template by another name',  'no    no    no    no    no    no    no    no    yes  ', say({ slug: 'older' })],
  ['says RATED of a template as another',       'no    no    no    no    no    no    no    no    yes  ', say({ slug: 'open' })],
  ['says RATED of ours as if it were another’s', 'no    no    no    no    no    no    no    no    yes  ', (actor) => say({ namespace: actor.other, entryOf: actor.own })(actor)],
  ['says RATED of one, and rated another',      'no    no    no    no    no    no    no    no    yes  ', say({ entry: 'open' })],
  ['says that somebody else RATED',             'no    no    no    no    no    no    no    no    yes  ', say({ actor: somebodyElse })],
  ['says PUBLISHED with a rating',              'no    no    no    yes   yes   yes   yes   no    yes  ', say({ action: 'PUBLISHED' })],
  ['says RATED with a report',                  'no    no    no    no    no    no    no    no    yes  ', (actor) => say({ report: actor.own })(actor)],
  ['are counted while they wait',               'no    yes   yes   yes   yes   yes   yes   no    yes  ', () => ['select pending_events()']],
];

const hide =
  (more: { at?: string; by?: (actor: PolicyActor) => string; of?: (actor: PolicyActor) => string } = {}): How =>
  (actor) => [
    `update rating_comments set hidden_at = ${more.at ?? 'now()'}, hidden_reason = 'Spam.',
      hidden_by = '${more.by?.(actor) ?? actor.id}' where id = '${commentId(more.of?.(actor) ?? actor.own)}'`,
  ];
const show =
  (of: (actor: PolicyActor) => string): How =>
  (actor) => [
    `update rating_comments set hidden_at = null, hidden_reason = null, hidden_by = null
      where id = '${hiddenCommentId(of(actor))}'`,
  ];
/** A rating of the actor's namespace whose comment is listed. */
const list = (actor: PolicyActor, rater: string) => [...rate({ rater })(actor), setPrivate(actor, rater, false)];
const setPrivate = ({ own: namespace }: PolicyActor, rater: string, isPrivate: boolean) =>
  `update template_ratings set is_private = ${isPrivate}, rated_at = now()
    where template_id = ${entry('template', namespace, 'old')} and rater = '${rater}'`;
const commentBy = (author: string) => `select from rating_comments where author = '${author}'`;

/** Of a template that then lost its release. */
const readWithoutRelease: How = (actor) => {
  const admin = adminOf(actor);
  const lose = `update template_registry set current_version_id = null ${ofOld(actor)}`;
  return rightAfter(admin, [...list(actor, admin.id), lose], actor, [commentBy(admin.id)]);
};
const readOwnHidden: How = (actor) => {
  const admin = adminOf(actor);
  const hideIt = `update rating_comments set hidden_at = now(), hidden_reason = 'Spam.', hidden_by = '${admin.id}'
    where author = '${actor.id}'`;
  return [
    ...rightAfter(actor, list(actor, actor.id), admin, [hideIt]),
    ...rightAfter(actor, [], actor, [commentBy(actor.id)]),
  ];
};
const reportOf =
  (of: (actor: PolicyActor) => string, comment = commentId): How =>
  (actor) => [
    `insert into comment_reports (comment_id, reporter, reason) values ('${comment(of(actor))}', '${actor.id}', 'Spam.')`,
  ];
const readOwnReport: How = (actor) => [
  ...reportOf(other)(actor),
  `select from comment_reports where reporter = '${actor.id}'`,
];
const own = ({ own: namespace }: PolicyActor) => namespace;
const other = ({ other: namespace }: PolicyActor) => namespace;

// biome-ignore format: a table is read along its columns
const ofComments: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is hidden',                                 'no    -     -     -     yes   -     yes   no    yes  ', hide()],
  ['is hidden on another’s template',           'no    -     -     -     -     -     -     no    yes  ', hide({ of: other })],
  ['is hidden as somebody else',                'no    -     -     -     no    -     no    no    yes  ', hide({ by: () => somebodyElse })],
  ['is hidden at another time',                 'no    -     -     -     no    -     no    no    yes  ', hide({ at: `timestamptz '2020-01-01'` })],
  ['is shown again',                            'no    -     -     -     yes   -     yes   no    yes  ', (actor) => show(own)(actor)],
  ['is shown again on another’s template',      'no    -     -     -     -     -     -     no    yes  ', (actor) => show(other)(actor)],
  ['is read when its template has no version',  '-     -     -     yes   yes   yes   yes   no    yes  ', readWithoutRelease],
  ['that is hidden is read by its author',      'no    no    yes   yes   yes   yes   yes   no    yes  ', readOwnHidden],
];

// biome-ignore format: a table is read along its columns
const ofReports: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['is of our comment',                         'no    no    yes   yes   yes   yes   yes   no    yes  ', reportOf(own)],
  ['is of another’s comment',                   'no    no    yes   yes   yes   yes   yes   no    yes  ', reportOf(other)],
  ['is given twice',                            'no    no    bad   bad   bad   bad   bad   no    bad  ', (actor) => [...reportOf(own)(actor), ...reportOf(own)(actor)]],
  ['is of a hidden comment',                    'no    no    no    no    yes   no    yes   no    yes  ', reportOf(own, hiddenCommentId)],
  ['is of a comment that was taken back',       'no    no    no    no    no    no    no    no    yes  ', reportOf(own, takenBackCommentId)],
  ['of another’s comment is read by its author', 'no    no    yes   yes   yes   yes   yes   no    yes  ', readOwnReport],
  ['is of another’s private comment',           'no    no    no    no    no    no    no    no    yes  ', reportOf(other, innerCommentId)],
];

export const ratingChecks: Check[] = [
  ...attempted('template_ratings', ofRatings),
  ...attempted('rating_comments', ofComments),
  ...attempted('comment_reports', ofReports),
  ...attempted('registry_events', ofEvents),
];
