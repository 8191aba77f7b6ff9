import { countsBy } from '../db/count.ts';
import { type CommentReport, commentsByIds, commentsOfTemplates, reportsOfComments } from '../db/ratingComment.ts';
import { countBy, manyBy, oneBy, pageBy } from './batch.ts';
import type { Read } from './read.ts';

export const ratingCommentLoaders = (read: Read, count: Read) => ({
  commentById: oneBy(
    (ids) => read(commentsByIds(ids)),
    (comment) => comment.id,
  ),
  commentsOfTemplate: pageBy(
    (templateIds, _: null, page) => read(commentsOfTemplates(templateIds, page)),
    (comment) => comment.templateId,
  ),
  commentCountOfTemplate: countBy((templateIds, _: null, page) =>
    count(countsBy('template_id', commentsOfTemplates(templateIds, page))),
  ),
});

/** Reports are never public. */
export const commentReportLoaders = (read: Read) => ({
  reportsOfComment: manyBy<CommentReport>(
    (commentIds) => read(reportsOfComments(commentIds)),
    (report) => report.commentId,
  ),
});
