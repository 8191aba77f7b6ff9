import type { Engagement } from '../../src/registry/engagement.ts';

/** An answer as it was sent: what is left to do is to write it. */
export interface KeptAnswer {
  /** Without those that belong to one request: the correlation id, and what depends on its origin. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly operation: { readonly type: 'query'; readonly name: string | null; readonly cost: number };
  /** What each request that gets it counts as, and for which entries. */
  readonly engagement: Engagement | null;
  readonly engaged: readonly string[];
}

/** An answer that is being made, and may be kept. */
export interface Keeping {
  /** Keeps it, unless the log has grown since the answer was begun. */
  keep(answer: KeptAnswer): void;
}
