import type { Kind } from '../db/kindTables.ts';

const noun = { AGENT: 'Agent', TEMPLATE: 'Template' } as const;

/** What callers call it: idempotency keys are kept under this name, and refusals say it. */
export const mutationName = (verb: 'publish' | 'promote' | 'rollback' | 'validate', kind: Kind): string =>
  `${verb}${noun[kind]}`;

export const statusMutationName = (kind: Kind): string => `set${noun[kind]}Status`;
export const visibilityMutationName = (kind: Kind): string => `set${noun[kind]}Visibility`;
