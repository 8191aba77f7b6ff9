import type { RegistryRole } from '../viewer.ts';

/**
 * The least role for each mutation, so that nothing that a caller sent is looked into before it is known that they may
 * write. Each use case requires the same role; a test compares both.
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
  setAgentStatus: 'admin',
  setAgentVisibility: 'publisher',
  setTemplateStatus: 'admin',
  setTemplateVisibility: 'publisher',
  sweepArtifacts: 'admin',
  validateAgent: 'viewer',
  validateTemplate: 'viewer',
};
