import type { Kind } from '../db/kindTables.ts';

/** The kind of an entry in messages and in names of mutations. */
export const noun = { AGENT: 'Agent', TEMPLATE: 'Template' } as const;

/** Name of the mutation in the API. Idempotency keys are stored under it, and error messages contain it. */
export const mutationName = (verb: 'publish' | 'promote' | 'rollback' | 'validate', kind: Kind): string =>
  `${verb}${noun[kind]}`;

export const archiveMutationName = (kind: Kind): string => `archive${noun[kind]}Version`;
export const unarchiveMutationName = (kind: Kind): string => `unarchive${noun[kind]}Version`;
export const removeMutationName = (kind: Kind): string => `remove${noun[kind]}`;
export const discardMutationName = (kind: Kind): string => `discard${noun[kind]}Draft`;
export const statusMutationName = (kind: Kind): string => `set${noun[kind]}Status`;
export const compatibilityMutationName = (kind: Kind): string => `set${noun[kind]}Compatibility`;
export const featuredMutationName = (kind: Kind): string => `set${noun[kind]}Featured`;
export const setChannelMutationName = (kind: Kind): string => `set${noun[kind]}Channel`;
export const removeChannelMutationName = (kind: Kind): string => `remove${noun[kind]}Channel`;
export const visibilityMutationName = (kind: Kind): string => `set${noun[kind]}Visibility`;
export const listingMutationName = (kind: Kind): string => `update${noun[kind]}Listing`;
export const shareMutationName = (kind: Kind): string => `share${noun[kind]}`;
export const unshareMutationName = (kind: Kind): string => `unshare${noun[kind]}`;
export const declineShareMutationName = (kind: Kind): string => `decline${noun[kind]}Share`;
