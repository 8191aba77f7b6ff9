import type { RegistryEventAction } from '../../generated/graphql.ts';

/** What an event can say was done; the types refuse a list that lacks one. */
const all: Record<RegistryEventAction, true> = {
  PUBLISHED: true,
  DRAFTED: true,
  PROMOTED: true,
  ROLLED_BACK: true,
  DEPRECATED: true,
  DISABLED: true,
  ENABLED: true,
  ARCHIVED: true,
  UNARCHIVED: true,
  DISCARDED: true,
  REMOVED: true,
  RATED: true,
  COMMENT_HIDDEN: true,
  COMMENT_SHOWN: true,
  FEATURED: true,
  UNFEATURED: true,
  SHARED: true,
  UNSHARED: true,
  SHARE_DECLINED: true,
  INSTANTIATED: true,
  VALIDATION_FAILED: true,
  CHANNEL_SET: true,
  CHANNEL_REMOVED: true,
  CHANNEL_REGRESSED: true,
  LISTING_CHANGED: true,
  VISIBILITY_CHANGED: true,
  COMPATIBILITY_CHANGED: true,
};

export const eventActions = Object.keys(all) as readonly RegistryEventAction[];
