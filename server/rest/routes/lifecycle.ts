import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

const kinds = {
  agent: {
    noun: 'agents',
    kind: 'Agent',
    slug: 'agentId',
    parts: `${select.agent} ${select.agentHead} ${select.event}`,
  },
  template: {
    noun: 'templates',
    kind: 'Template',
    slug: 'templateId',
    parts: `${select.template} ${select.templateHead} ${select.event}`,
  },
} as const;

/** What ends: archived versions, discarded drafts, removed entries. */
export function lifecycleRoutes(of: keyof typeof kinds): WriteRoute[] {
  const { noun, kind, slug, parts } = kinds[of];
  const address = `/api/${noun}/:id`;
  const article = of === 'agent' ? 'an' : 'a';
  const shared = { method: 'POST', tag: `${kind}s`, fromPath: { id: 'id' } } as const;
  const setArchived = (verb: 'archive' | 'unarchive', summary: string): WriteRoute => {
    const name = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
    return {
      ...shared,
      pattern: `${address}/${verb}`,
      id: `${verb}${kind}Version`,
      summary,
      result: 'The version with its new status.',
      document: `mutation ${name}${kind}Version($input: ${name}VersionInput!) { ${verb}${kind}Version(input: $input) { __typename ... on ${name}${kind}VersionPayload { ${of} { ...${kind} } version { ...${kind}VersionSummary } ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion', 'IncompatibleChange')} } } ${parts}`,
    };
  };
  return [
    setArchived(
      'archive',
      'Archive a published version. It stays readable, and locks that contain it still work, but no range selects it.',
    ),
    setArchived('unarchive', 'Take a version out of the archive, so that ranges can select it again.'),
    {
      ...shared,
      pattern: `${address}/discard`,
      id: `discard${kind}Draft`,
      summary: `Delete a draft of ${article} ${of}.`,
      result: 'The draft was deleted.',
      document: `mutation Discard${kind}Draft($input: DiscardDraftInput!) { discard${kind}Draft(input: $input) { __typename ... on Discard${kind}DraftPayload { ${of} { ...${kind} } version digest event { ...RegistryEvent } } ${select.errors('IncompatibleChange')} } } ${of === 'agent' ? select.agent : select.template} ${select.event}`,
    },
    {
      ...shared,
      pattern: `${address}/remove`,
      id: `remove${kind}`,
      summary: `Remove ${article} ${of} and all its versions for good. Its id cannot be reused.`,
      result: `The ${of} was removed.`,
      document: `mutation Remove${kind}($input: RemoveEntryInput!) { remove${kind}(input: $input) { __typename ... on Remove${kind}Payload { ${slug} namespace versionCount ${select.visibilityChange} ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion')} } } ${select.event}`,
    },
  ];
}
