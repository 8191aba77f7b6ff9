import type { Kind } from '../../packages/manifest/index.ts';

export { type Kind, kinds } from '../../packages/manifest/index.ts';

/**
 * Agents and templates have the same columns and rules in separate tables. A query on the common part is written once, for
 * the tables of a kind, with the types of the agent tables.
 */
export const entryTable = (kind: Kind) =>
  kind === 'AGENT' ? 'agentRegistry' : ('templateRegistry' as 'agentRegistry');

export const versionTable = (kind: Kind) =>
  kind === 'AGENT' ? 'agentVersions' : ('templateVersions' as 'agentVersions');
