import type { Kind } from '../../packages/manifest/index.ts';

export { type Kind, kinds } from '../../packages/manifest/index.ts';

/**
 * The two registries are twins: the same columns, the same rules, two tables each. A query on what they share is
 * written once, over the tables of its kind, and typed as the agent's.
 */
export const entryTable = (kind: Kind) =>
  kind === 'AGENT' ? 'agentRegistry' : ('templateRegistry' as 'agentRegistry');

export const versionTable = (kind: Kind) =>
  kind === 'AGENT' ? 'agentVersions' : ('templateVersions' as 'agentVersions');
