/** What a subscription is asked with. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** What one subscription says, one after the other. */
export type Results = AsyncIterableIterator<{ data?: unknown; errors?: unknown }>;
