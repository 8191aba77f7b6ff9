import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { anyOf } from './sql.ts';

/** A row of rating_comments: a rating of a template with a comment that is listed. */
export interface RatingComment {
  id: string;
  templateId: string;
  author: string;
  stars: number;
  comment: string;
  /** The current version of the template when it was rated. */
  templateVersionId: string | null;
  ratedAt: Date;
  /** When and why an admin hid it. Null if it is not hidden. */
  hiddenAt: Date | null;
  hiddenReason: string | null;
}

/** What a reader reported about a comment. */
export interface CommentReport {
  commentId: string;
  reason: string;
  reportedAt: Date;
  /** Number of reports of the comment that the viewer may read. */
  total: number;
}

const columns = sql`rating.id, rating.template_id, rating.author, rating.stars, rating.comment,
  rating.template_version_id, rating.rated_at, rating.hidden_at, rating.hidden_reason`;

const newestFirst: Ordering = {
  value: sql`rating.rated_at`,
  id: sql`rating.id`,
  type: 'timestamptz',
  descending: true,
};

export const commentsByIds = (ids: readonly string[]): Query<RatingComment> =>
  sql<RatingComment>`select ${columns} from rating_comments rating
    where rating.id = ${anyOf(ids)} and rating.comment is not null`.compile(db);

/** For each template, a page of its comments. */
export const commentsOfTemplates = (templateIds: readonly string[], page: Page): Query<RatingComment> =>
  sql<RatingComment>`
    select found.* from unnest(${templateIds}::uuid[]) as asked (template_id)
    cross join lateral (
      select ${columns} from rating_comments rating
      where rating.template_id = asked.template_id and rating.comment is not null and ${keysetCondition(page, newestFirst)}
      ${orderByClause(page, newestFirst)}
    ) as found`.compile(db);

/** How many reports of a comment are shown. */
const shownReports = 20;

/** The newest reports of each comment that the viewer may read. */
export const reportsOfComments = (commentIds: readonly string[]): Query<CommentReport> =>
  sql<CommentReport>`
    select found.* from unnest(${commentIds}::uuid[]) as asked (comment_id)
    cross join lateral (
      select report.comment_id, report.reason, report.reported_at, count(*) over ()::int as total
      from comment_reports report where report.comment_id = asked.comment_id
      order by report.reported_at desc limit ${sql.lit(shownReports)}
    ) as found`.compile(db);

/** Locks the comment of a template in the viewer's namespace. Returns no row unless the viewer may hide it. */
export const lockComment = (id: string): Query<RatingComment> =>
  sql<RatingComment>`select ${columns} from rating_comments rating
    where rating.id = ${id} and rating.comment is not null and rating.namespace = (select viewer_namespace())
    for no key update of rating`.compile(db);

/** Hides a comment, or shows it again if the reason is null. */
export const hideComment = (id: string, reason: string | null): Query<unknown> =>
  sql`update rating_comments set
      hidden_at = ${reason === null ? sql`null` : sql`now()`},
      hidden_by = ${reason === null ? sql`null` : sql`(select viewer_id())`},
      hidden_reason = ${reason}
    where id = ${id}`.compile(db);

/** Returns no row if the viewer has already reported the comment. */
export const insertCommentReport = (commentId: string, reason: string): Query<{ commentId: string }> =>
  sql<{ commentId: string }>`
    insert into comment_reports (comment_id, reporter, reason) values (${commentId}, (select viewer_id()), ${reason})
    on conflict (comment_id, reporter) do nothing returning comment_id`.compile(db);
