/** What is metered, as in GraphQL. The check constraint of `usage_records` has the same list. */
export const meters = [
  'RUNS',
  'STEP_SECONDS',
  'VERSIONS',
  'ACTIVE_PRIVATE_VERSIONS',
  'STORED_BYTES',
  'EVENTS_DELIVERED',
] as const;

export type Meter = (typeof meters)[number];

/** What causes a usage record. */
export const usageSources = ['RUN', 'STEP', 'VERSION', 'ENTRY', 'DELIVERY', 'MIGRATION'] as const;

export type UsageSource = (typeof usageSources)[number];

/** What the operator can limit in a namespace. The check constraint of `namespace_quotas` has the same list. */
export const quotas = ['VERSIONS', 'STORED_BYTES', 'RUNS_PER_DAY'] as const;

export type Quota = (typeof quotas)[number];
