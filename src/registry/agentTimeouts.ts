import type { PartRow } from '../db/resolution.ts';

/** By the id of an agent version, its timeout in seconds, if it has one. */
export const agentTimeouts = (parts: readonly PartRow[]): ReadonlyMap<string, number> =>
  new Map(parts.flatMap(({ id, timeoutSeconds }) => (timeoutSeconds === null ? [] : [[id, timeoutSeconds]])));
