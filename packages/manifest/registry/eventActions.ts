/** The possible actions of an event, as in GraphQL. The check constraint of the table has the same list. */
export const eventActions = [
  'PUBLISHED',
  'DRAFTED',
  'PROMOTED',
  'ROLLED_BACK',
  'DEPRECATED',
  'DISABLED',
  'ENABLED',
  'ARCHIVED',
  'REMOVED',
  'RATED',
  'INSTANTIATED',
  'VALIDATION_FAILED',
  'VISIBILITY_CHANGED',
  'COMPATIBILITY_CHANGED',
  'UNARCHIVED',
  'DISCARDED',
  'LISTING_CHANGED',
  'CHANNEL_SET',
  'CHANNEL_REMOVED',
  'CHANNEL_REGRESSED',
  'COMMENT_HIDDEN',
  'COMMENT_SHOWN',
  'FEATURED',
  'UNFEATURED',
] as const;

export type EventAction = (typeof eventActions)[number];
