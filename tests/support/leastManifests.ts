/** Manifests with nothing but what the contract requires. */

export const leastAgent = (more: object = {}) => ({
  agentId: 'good-agent',
  name: 'Good',
  description: 'd',
  version: '1.0.0',
  ...more,
});

export const leastTemplate = (more: object = {}) => ({
  templateId: 'good-template',
  name: 'Good',
  description: 'd',
  version: '1.0.0',
  defaultPlan: { steps: [{ id: 'a', agent: 'reader' }] },
  expectedOutputs: {},
  rollbackAdvice: 'r',
  supportedAgents: { reader: '*' },
  resourceProfile: {},
  ...more,
});
