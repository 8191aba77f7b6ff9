import type { RegistryRole } from '../viewer.ts';

/**
 * The minimum role for each mutation. It is checked before anything that the caller sent is inspected. Each use case
 * requires the same role; a test compares the two.
 */
export const leastRoles: Readonly<Record<string, RegistryRole>> = {
  claimSteps: 'publisher',
  instantiateTemplate: 'publisher',
  promoteAgent: 'publisher',
  promoteTemplate: 'publisher',
  publishAgent: 'publisher',
  publishTemplate: 'publisher',
  rateTemplate: 'viewer',
  reportRun: 'publisher',
  retryRun: 'publisher',
  rollbackAgent: 'admin',
  rollbackTemplate: 'admin',
  setAgentCompatibility: 'publisher',
  setAgentStatus: 'admin',
  setAgentVisibility: 'publisher',
  setTemplateCompatibility: 'publisher',
  setTemplateStatus: 'admin',
  setTemplateVisibility: 'publisher',
  sweepArtifacts: 'admin',
  validateAgent: 'viewer',
  validateTemplate: 'viewer',
};
