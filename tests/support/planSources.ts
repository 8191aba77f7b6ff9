import type { PlanSource } from '../../packages/manifest/contract/expandRun.ts';
import type { TemplateManifest } from '../../packages/manifest/index.ts';

const base = {
  name: 'A template',
  description: 'For tests.',
  version: '1.0.0',
  rollbackAdvice: 'Nothing to undo.',
  resourceProfile: {},
  supportedAgents: { writer: '*' },
};

export const template = (templateId: string, steps: object[], more: object = {}): TemplateManifest =>
  ({ ...base, templateId, expectedOutputs: {}, defaultPlan: { steps }, ...more }) as unknown as TemplateManifest;

/** A template with those that it includes, by id. */
export function sourceOf(manifest: TemplateManifest, others: readonly TemplateManifest[] = []): PlanSource<string> {
  const sources = new Map<string, PlanSource<string>>();
  const add = (each: TemplateManifest): PlanSource<string> => ({
    manifest: each,
    data: each.templateId,
    include: (id) => sources.get(id) ?? null,
  });
  for (const each of [...others, manifest]) sources.set(each.templateId, add(each));
  return sources.get(manifest.templateId) ?? add(manifest);
}

/** The variables of a template; all of them are required, unless said otherwise. */
export const schema = (properties: object, required: string[] = Object.keys(properties)) => ({
  variables: { type: 'object', properties, required, additionalProperties: false },
});
export const text = { type: 'string' };

/** A template of two steps, for others to include. */
export const publish = template(
  'publish-note',
  [
    { id: 'draft', agent: 'writer', inputs: { about: '{{ variables.topic }}' }, outputs: { note: 'The note.' } },
    {
      id: 'post',
      agent: 'writer',
      dependsOn: ['draft'],
      inputs: { note: '{{ steps.draft.outputs.note }}', channel: '{{ variables.channel }}' },
      outputs: { url: 'Where it is.' },
    },
  ],
  {
    ...schema({ topic: text, channel: { type: 'string', default: 'general' } }, ['topic']),
    expectedOutputs: { url: { from: 'post.url' }, words: { from: 'draft.note.words' }, about: 'Only described.' },
    environments: { loud: { variables: { channel: 'everyone' } } },
  },
);
