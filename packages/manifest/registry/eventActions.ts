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
] as const;

export type EventAction = (typeof eventActions)[number];

/** Part of the contract, for operations that do not exist yet: no event has them. */
const reserved: ReadonlySet<EventAction> = new Set(['LISTING_CHANGED']);

/** The actions that occur today, which a filter offers. */
export const recordedActions: readonly EventAction[] = eventActions.filter((action) => !reserved.has(action));
