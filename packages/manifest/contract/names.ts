import type { IssueCode } from '../values/issueCodes.ts';
/** Words that routes and tools use, and names with a special meaning in a file system or in JavaScript. */
export const reservedIds: ReadonlySet<string> = new Set([
  ...[
    'publish',
    'validate',
    'search',
    'rollback',
    'promote',
    'instantiate',
    'rate',
    'import',
    'export',
    'bulk',
    'sync',
  ],
  ...['agent', 'agents', 'template', 'templates', 'version', 'versions', 'files', 'events', 'runs', 'run', 'registry'],
  ...['api', 'graphql', 'health', 'metrics', 'openapi', 'admin', 'viewer', 'me', 'new', 'edit', 'delete'],
  ...['latest', 'current', 'null', 'undefined', 'true', 'false', 'constructor', 'prototype'],
  ...['con', 'prn', 'aux', 'nul', 'com1', 'com2', 'com3', 'com4', 'lpt1', 'lpt2', 'lpt3', 'lpt4'],
]);

export const slugPattern = /^[a-z][a-z0-9-]{1,63}$/;
const namespacePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Why an id is refused, or null. `a--b` and `a-` are easily confused with `a-b` and `a`.
 *
 * @param what is named, for the message
 */
export function slugProblem(text: string, what = 'an id'): { code: IssueCode; message: string } | null {
  if (!slugPattern.test(text)) {
    return {
      code: 'invalid_id',
      message: `Must be ${what}: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.`,
    };
  }
  if (text.includes('--') || text.endsWith('-')) {
    return {
      code: 'confusable_id',
      message: `Must be ${what} without "--", and without "-" at its end, because it is easily confused with another one.`,
    };
  }
  return reservedIds.has(text) ? { code: 'reserved_id', message: `"${text}" is reserved; choose another one.` } : null;
}

/** True for an id an agent or a template may have (see the contract, "Ids"). */
export const isSlug = (text: unknown): text is string => typeof text === 'string' && slugProblem(text) === null;

/** True for the name of a tenant. */
export const isNamespace = (text: unknown): text is string => typeof text === 'string' && namespacePattern.test(text);
