import type { RegistryRole } from '../viewer.ts';

/**
 * The minimum role for each mutation. It is checked before anything that the caller sent is inspected. Each use case
 * requires the same role; a test compares the two.
 */
export const leastRoles: Readonly<Record<string, RegistryRole>> = {
  archiveAgentVersion: 'admin',
  archiveTemplateVersion: 'admin',
  cancelRun: 'publisher',
  claimSteps: 'publisher',
  createWebhook: 'admin',
  discardAgentDraft: 'publisher',
  discardTemplateDraft: 'publisher',
  importVersions: 'admin',
  instantiateTemplate: 'publisher',
  promoteAgent: 'publisher',
  promoteTemplate: 'publisher',
  publishAgent: 'publisher',
  publishTemplate: 'publisher',
  rateTemplate: 'viewer',
  removeAgent: 'admin',
  removeTemplate: 'admin',
  removeWebhook: 'admin',
  replayWebhook: 'admin',
  reportRun: 'publisher',
  retryRun: 'publisher',
  rollbackAgent: 'admin',
  rollbackTemplate: 'admin',
  rotateWebhookSecret: 'admin',
  setAgentCompatibility: 'publisher',
  setAgentStatus: 'admin',
  setAgentVisibility: 'publisher',
  setTemplateCompatibility: 'publisher',
  setTemplateStatus: 'admin',
  setTemplateVisibility: 'publisher',
  sweepArtifacts: 'admin',
  testWebhook: 'admin',
  unarchiveAgentVersion: 'admin',
  unarchiveTemplateVersion: 'admin',
  updateWebhook: 'admin',
  validateAgent: 'viewer',
  validateTemplate: 'viewer',
};
