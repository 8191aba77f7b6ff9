/** What an entry allows in a version whose number promises less than its changes. The check of the tables has the same list. */
export const compatibilityPolicies = ['STRICT', 'WARN', 'NONE'] as const;
export type CompatibilityPolicy = (typeof compatibilityPolicies)[number];
