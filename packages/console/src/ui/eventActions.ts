import type { RegistryEventAction } from '../../generated/graphql.ts';

/** What an event can say was done, for filters. */
export const eventActions: readonly RegistryEventAction[] = [
  'PUBLISHED',
  'DRAFTED',
  'PROMOTED',
  'ROLLED_BACK',
  'DEPRECATED',
  'DISABLED',
  'ENABLED',
  'ARCHIVED',
  'UNARCHIVED',
  'DISCARDED',
  'REMOVED',
  'RATED',
  'INSTANTIATED',
  'VALIDATION_FAILED',
  'VISIBILITY_CHANGED',
  'COMPATIBILITY_CHANGED',
];
