/** Definitions as short as the contract allows: a test states only what matters to it. */

export interface Definition {
  manifest: Record<string, unknown>;
  files: { path: string; content: string }[];
}

export const agent = (manifest: Record<string, unknown> = {}): Definition => ({
  manifest: {
    agentId: 'reviewer',
    name: 'Reviewer',
    description: 'Reviews what it is given.',
    version: '1.0.0',
    visibility: 'public',
    entryPrompt: 'prompts/system.md',
    skills: [{ id: 'review', name: 'Review', description: 'Says what is wrong.', tags: ['quality'] }],
    ...manifest,
  },
  files: [{ path: 'prompts/system.md', content: 'You review what you are given.\n' }],
});

export const template = (manifest: Record<string, unknown> = {}): Definition => ({
  manifest: {
    templateId: 'review-round',
    name: 'Review round',
    description: 'Reviews a change twice.',
    version: '1.0.0',
    visibility: 'public',
    variables: {
      type: 'object',
      properties: { change: { type: 'string', minLength: 1 }, depth: { type: 'integer', default: 2 } },
      required: ['change'],
      additionalProperties: false,
    },
    defaultPlan: {
      steps: [
        {
          id: 'first',
          name: 'First look',
          agent: 'reviewer',
          inputs: { change: '{{ variables.change }}', depth: '{{ variables.depth }}' },
          outputs: { findings: { type: 'array' } },
        },
        {
          id: 'second',
          name: 'Second look',
          agent: 'reviewer',
          dependsOn: ['first'],
          inputs: { findings: '{{ steps.first.outputs.findings }}', title: 'Review of {{ variables.change }}' },
        },
      ],
    },
    expectedOutputs: { findings: { type: 'array' } },
    rollbackAdvice: 'Nothing is changed by a review.',
    supportedAgents: { reviewer: '^1.0.0' },
    resourceProfile: { cpu: 1, memoryMb: 512, timeoutSeconds: 600 },
    ...manifest,
  },
  files: [],
});
