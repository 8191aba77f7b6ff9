import type { CommentReport as Report } from '../src/db/ratingComment.ts';
import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import type { HiddenComment } from '../src/registry/hideComment.ts';
import { eventOf } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/ratingComment.ts';
import { builder } from './builder.ts';
import { RatingCommentConnection } from './connections.ts';
import { dryRunField, idempotencyKeyField, inputArgument, payloadEventField, resultOf } from './describe.ts';
import { isRatingComment, RatingComment, RegistryEvent, Template } from './refs.ts';

const CommentReport = builder.objectRef<Report>('CommentReport').implement({
  description: 'What a reader reported about a comment.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'What is wrong with the comment.' }),
    reportedAt: t.expose('reportedAt', { type: 'DateTime', description: 'When the comment was reported.' }),
  }),
});

builder.node(RatingComment, {
  description: 'A rating of a template with a comment. Visible to all who can see the template, unless it is hidden.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isRatingComment,
  fields: (t) => ({
    stars: t.exposeInt('stars', { description: 'Number of stars, 1 to 5.' }),
    comment: t.exposeString('comment', { description: 'The comment.' }),
    version: t.string({
      nullable: true,
      description: 'Current version number when the template was rated. Null if you cannot see that version.',
      resolve: resolvers.version,
    }),
    author: t.exposeString('author', { description: 'Id of the user who rated the template.' }),
    ratedAt: t.expose('ratedAt', { type: 'DateTime', description: 'When the rating was given or last changed.' }),
    isHidden: t.boolean({
      description: 'Whether an admin hid the comment. Hidden comments are visible to admins and their author only.',
      resolve: ({ hiddenAt }) => hiddenAt !== null,
    }),
    hiddenReason: t.exposeString('hiddenReason', { nullable: true, description: 'Why the comment is hidden.' }),
    reportCount: t.int({
      description:
        "Number of reports of the comment, for the admins of the template's namespace. Others count only their own.",
      resolve: resolvers.reportCount,
    }),
    reports: t.field({
      type: [CommentReport],
      description:
        "The 20 newest reports of the comment, for the admins of the template's namespace. Others see only their own.",
      resolve: resolvers.reports,
    }),
  }),
});

builder.objectFields(Template, (t) => ({
  ratings: t.connection(
    {
      type: RatingComment,
      description: 'Ratings with a comment, newest first. Comments that are private to a namespace are left out.',
      resolve: resolvers.comments,
    },
    RatingCommentConnection,
  ),
}));

const idField = 'Id of the comment.';

const ReportCommentInput = builder.inputType('ReportCommentInput', {
  description: 'The comment, and what is wrong with it.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    reason: t.string({ required: true, description: 'What is wrong with the comment: up to 2,000 characters.' }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const HideCommentInput = builder.inputType('HideCommentInput', {
  description: 'The comment to hide or to show again.',
  fields: (t) => ({
    id: t.id({ required: true, description: idField }),
    reason: t.string({ required: true, description: 'Reason, up to 2,000 characters. Recorded in the event log.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const ReportCommentPayload = builder.objectRef<resolvers.ReportCommentPayload>('ReportCommentPayload').implement({
  description: 'The reported comment.',
  fields: (t) => ({
    comment: t.field({
      type: RatingComment,
      nullable: true,
      description: 'The comment.',
      resolve: resolvers.commentOf,
    }),
    created: t.exposeBoolean('created', {
      description: 'False if you had already reported the comment. The first report stays.',
    }),
  }),
});

const hidingPayload = (name: string, description: string) =>
  builder.objectRef<HiddenComment>(name).implement({
    description,
    fields: (t) => ({
      comment: t.field({
        type: RatingComment,
        nullable: true,
        description: 'The comment.',
        resolve: resolvers.commentOf,
      }),
      event: t.field({
        type: RegistryEvent,
        nullable: true,
        description: payloadEventField,
        resolve: (hidden, args, context) => eventOf(hidden, args, context),
      }),
    }),
  });

const HideCommentPayload = hidingPayload('HideCommentPayload', 'The hidden comment.');
const ShowCommentPayload = hidingPayload('ShowCommentPayload', 'The comment that is shown again.');
const refusals = [NotFound, Forbidden, IdempotencyKeyReused];
const hideInput = { type: HideCommentInput, required: true, description: inputArgument } as const;

builder.mutationFields((t) => ({
  reportComment: t.field({
    type: ReportCommentPayload,
    description: "Report a comment to the admins of its template's namespace. Each reader can report it once.",
    errors: { types: refusals, union: { name: 'ReportCommentResult', description: resultOf('reportComment') } },
    args: { input: t.arg({ type: ReportCommentInput, required: true, description: inputArgument }) },
    resolve: resolvers.reportComment,
  }),
  hideComment: t.field({
    type: HideCommentPayload,
    description:
      'Hide a comment on a template of your namespace from all but its author and your admins. Its stars still count.',
    errors: { types: refusals, union: { name: 'HideCommentResult', description: resultOf('hideComment') } },
    args: { input: t.arg(hideInput) },
    resolve: resolvers.hideComment,
  }),
  showComment: t.field({
    type: ShowCommentPayload,
    description: 'Show a hidden comment on a template of your namespace again.',
    errors: { types: refusals, union: { name: 'ShowCommentResult', description: resultOf('showComment') } },
    args: { input: t.arg(hideInput) },
    resolve: resolvers.showComment,
  }),
}));
