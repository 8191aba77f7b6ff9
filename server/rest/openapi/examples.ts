import { digestOfFiles } from '../../../packages/manifest/index.ts';

/** A request body that works unchanged if the earlier examples of the document were sent first. */
export interface Example {
  summary: string;
  value: Record<string, unknown>;
}

const agent = (version: string, more: Record<string, unknown> = {}) => ({
  manifest: {
    agentId: 'hello-agent',
    name: 'Hello agent',
    description: 'Greets a person by name.',
    version,
    visibility: 'public',
    entryPrompt: 'prompts/system.md',
  },
  files: [{ path: 'prompts/system.md', content: `Write one friendly greeting. (${version})\n` }],
  ...more,
});

const template = (version: string, more: Record<string, unknown> = {}) => ({
  manifest: {
    templateId: 'hello-template',
    name: 'Hello template',
    description: `Has an agent greet a person. (${version})`,
    version,
    visibility: 'public',
    variables: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    defaultPlan: {
      steps: [
        {
          id: 'greet',
          name: 'Greet',
          agent: 'hello-agent',
          inputs: { name: '{{ variables.name }}' },
          outputs: { greeting: { type: 'string' } },
        },
      ],
    },
    expectedOutputs: { greeting: { type: 'string' } },
    rollbackAdvice: 'A greeting changes nothing.',
    resourceProfile: { cpu: 1, memoryMb: 512, timeoutSeconds: 600 },
    supportedAgents: { 'hello-agent': '^1.0.0' },
  },
  ...more,
});

/** An agent of another registry, with its only version. */
function importedAgent(): Record<string, unknown> {
  const manifest = { ...agent('1.0.0').manifest, agentId: 'imported-agent' };
  const file = { path: 'prompts/system.md', content: 'Write one friendly greeting.\n' };
  const files = [{ path: 'agent.json', content: JSON.stringify(manifest) }, file];
  const bytes = new TextEncoder().encode(file.content);
  const digest = digestOfFiles(manifest, [{ path: file.path, bytes }], 2);
  const state = { status: 'ACTIVE', visibility: 'PUBLIC' };
  const dates = { createdAt: '2026-01-05T09:00:00.000Z', updatedAt: '2026-01-05T09:00:00.000Z' };
  return {
    kind: 'AGENT',
    id: 'imported-agent',
    entry: { ...state, ...dates, compatibility: 'STRICT', currentVersion: '1.0.0' },
    versions: [{ version: '1.0.0', ...state, digest, digestRule: 2, publishedAt: dates.createdAt, files }],
  };
}

const bulkItems = [
  { kind: 'AGENT', id: 'hello-agent' },
  { kind: 'TEMPLATE', id: 'hello-template' },
];

function entryExamples(
  kind: 'Agent' | 'Template',
  definition: (version: string, more?: Record<string, unknown>) => Record<string, unknown>,
) {
  return {
    [`publish${kind}`]: {
      first: { summary: 'Publish the first version.', value: definition('1.0.0') },
      next: { summary: 'Publish the next version.', value: definition('1.1.0') },
      draft: { summary: 'Upload a draft.', value: definition('1.2.0', { draft: true }) },
      sketch: { summary: 'Upload another draft.', value: definition('1.3.0', { draft: true }) },
    },
    [`validate${kind}`]: { check: { summary: 'Validate a definition.', value: definition('2.0.0') } },
    [`promote${kind}`]: {
      draft: { summary: 'Promote the draft of the publish example.', value: { version: '1.2.0' } },
    },
    [`rollback${kind}`]: {
      back: {
        summary: 'Roll back to an older version.',
        value: { toVersion: '1.1.0', reason: 'Version 1.2.0 greets the wrong person.' },
      },
    },
    [`archive${kind}Version`]: {
      first: { summary: 'Archive an old version.', value: { version: '1.0.0', reason: 'Replaced by 1.1.0.' } },
    },
    [`unarchive${kind}Version`]: { first: { summary: 'Take it out of the archive.', value: { version: '1.0.0' } } },
    [`discard${kind}Draft`]: { sketch: { summary: 'Discard a draft.', value: { version: '1.3.0' } } },
    [`remove${kind}`]: {
      dryRun: {
        summary: 'Dry run: remove nothing.',
        value: { reason: 'Replaced by another one.', dryRun: true },
      },
    },
    [`set${kind}Channel`]: {
      stable: { summary: 'Point the channel to a version.', value: { version: '1.1.0', reason: 'A week in beta.' } },
    },
    [`remove${kind}Channel`]: {
      dryRun: { summary: 'Dry run: remove nothing.', value: { reason: 'No longer used.', dryRun: true } },
    },
    [`set${kind}Status`]: {
      deprecate: { summary: 'Deprecate.', value: { status: 'DEPRECATED', message: 'Use another entry.' } },
      activate: { summary: 'Reactivate.', value: { status: 'ACTIVE' } },
    },
    [`set${kind}Compatibility`]: {
      warn: { summary: 'Publish breaking changes with warnings.', value: { compatibility: 'WARN', reason: 'A test.' } },
      strict: { summary: 'Refuse breaking changes.', value: { compatibility: 'STRICT' } },
    },
    [`set${kind}Featured`]: {
      feature: { summary: 'Feature it.', value: { featured: true, reason: 'Pick of the week.' } },
      unfeature: { summary: 'Stop featuring it.', value: { featured: false } },
    },
    [`share${kind}`]: {
      use: { summary: 'Share it to be used.', value: { mayInstantiate: true, reason: 'They asked for it.' } },
      read: { summary: 'Share it to be read only.', value: { mayInstantiate: false } },
    },
    [`unshare${kind}`]: { first: { summary: 'End the share.', value: { reason: 'The project is over.' } } },
    [`decline${kind}Share`]: {
      dryRun: { summary: 'Dry run: end nothing.', value: { namespace: 'acme', reason: 'Not needed.', dryRun: true } },
    },
    [`update${kind}Listing`]: {
      tags: { summary: 'Set tags and category.', value: { tags: ['greeting', 'hello'], category: 'examples' } },
      reset: { summary: 'List it as the current version says.', value: { reset: ['TAGS', 'CATEGORY'] } },
    },
    [`set${kind}Visibility`]: {
      private: { summary: 'Make private.', value: { visibility: 'PRIVATE' } },
      public: { summary: 'Make public, with all versions.', value: { visibility: 'PUBLIC', allVersions: true } },
    },
  };
}

const examples: Readonly<Record<string, Readonly<Record<string, Example>>>> = {
  ...entryExamples('Agent', agent),
  ...entryExamples('Template', template),
  bulkSetStatus: {
    dryRun: {
      summary: 'Dry run: deprecate an agent and a template.',
      value: { items: bulkItems, status: 'DEPRECATED', message: 'Use another entry.', dryRun: true },
    },
  },
  bulkTag: {
    add: { summary: 'Add a tag.', value: { items: bulkItems, add: ['example'] } },
    remove: { summary: 'Remove it again.', value: { items: bulkItems, remove: ['example'] } },
  },
  bulkArchive: {
    each: {
      summary: 'Archive a version, and report what is refused.',
      value: { items: [{ ...bulkItems[0], version: '1.0.0' }], reason: 'Replaced by 1.1.0.', mode: 'EACH' },
    },
  },
  bulkSetVisibility: {
    dryRun: {
      summary: 'Dry run: make entries private.',
      value: { items: bulkItems, visibility: 'PRIVATE', dryRun: true },
    },
  },
  importVersions: { one: { summary: 'Import an agent with one version.', value: importedAgent() } },
  instantiateTemplate: {
    start: { summary: 'Create a run.', value: { variables: { name: 'Ada' } } },
    dryRun: { summary: 'Dry run: create nothing.', value: { variables: { name: 'Ada' }, dryRun: true } },
  },
  reportComment: { spam: { summary: 'Report spam.', value: { reason: 'It advertises something else.' } } },
  hideComment: { spam: { summary: 'Hide spam.', value: { reason: 'It advertises something else.' } } },
  showComment: { again: { summary: 'Show it again.', value: { reason: 'It was about this template.' } } },
  rateTemplate: { good: { summary: 'Give five stars.', value: { rating: 5, comment: 'Friendly.' } } },
  claimSteps: {
    one: { summary: 'Claim one step for a minute.', value: { worker: 'worker-1', first: 1, leaseSeconds: 60 } },
  },
  retryRun: {
    failed: { summary: 'Retry from the failed steps.', value: { from: 'FAILED', reason: 'The cause is fixed.' } },
  },
  cancelRun: { reason: { summary: 'Cancel the run.', value: { reason: 'It was started for the wrong branch.' } } },
  upgradeRun: {
    current: { summary: 'Upgrade to the current version.', value: { resolutions: [] } },
    dryRun: {
      summary: 'Dry run: create nothing.',
      value: { toVersion: '^1.0.0', variables: { name: 'Ada' }, dryRun: true },
    },
  },
  createWebhook: {
    agents: {
      summary: 'Deliver what happens to agents.',
      value: { url: 'https://hooks.example.com/registry', filter: { kind: 'AGENT' } },
    },
  },
  updateWebhook: { pause: { summary: 'Pause.', value: { status: 'PAUSED' } } },
  removeWebhook: { dryRun: { summary: 'Dry run: remove nothing.', value: { dryRun: true } } },
  rotateWebhookSecret: { day: { summary: 'Accept both secrets for a day.', value: { overlapHours: 24 } } },
  testWebhook: { now: { summary: 'Send a test message.', value: {} } },
  replayWebhook: { all: { summary: 'Deliver everything again.', value: { after: '0' } } },
  createConsoleLink: { minute: { summary: 'A link for a minute.', value: { expiresInSeconds: 60 } } },
  redeemConsoleLink: {
    code: {
      summary: 'The code after `#code=` in a link.',
      value: { linkCode: '5f2b1a0c9e8d7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a' },
    },
  },
  reportRun: { cancel: { summary: 'Cancel the run.', value: { status: 'CANCELLED' } } },
};

/** @throws Error for an operation without an example */
export function examplesOf(operationId: string): Readonly<Record<string, Example>> {
  const found = examples[operationId];
  if (!found) throw new Error(`${operationId} has no example of its request body.`);
  return found;
}

/** Values of path parameters that exist once the examples were sent. The id of a run is only known then. */
export const pathExamples = (pattern: string): Record<string, string> => ({
  ...(pattern.startsWith('/api/agents/') ? { id: 'hello-agent', version: '1.0.0' } : {}),
  ...(pattern.startsWith('/api/templates/') ? { id: 'hello-template', version: '1.0.0' } : {}),
  ...(pattern.includes('/channels/:name') ? { name: 'stable' } : {}),
  ...(pattern.includes('/shares/:sharedWith') ? { sharedWith: 'globex' } : {}),
});
