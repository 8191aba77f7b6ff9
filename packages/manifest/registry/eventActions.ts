/** What an event can say was done, as GraphQL names it. The check of the table has the same list. */
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
] as const;

export type EventAction = (typeof eventActions)[number];

/** Part of the contract, for operations that do not exist yet: no event has them. */
const reserved: ReadonlySet<EventAction> = new Set(['ARCHIVED', 'REMOVED']);

/** What events say today: what a filter offers. */
export const recordedActions: readonly EventAction[] = eventActions.filter((action) => !reserved.has(action));
