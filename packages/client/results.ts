/** The operation of a subscription. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** The results of one subscription, one after another. */
export type Results = AsyncIterableIterator<{ data?: unknown; errors?: unknown }>;
