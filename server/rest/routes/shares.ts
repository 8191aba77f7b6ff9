import type { ReadRoute, WriteRoute } from '../operationRoute.ts';
import type { Parameters } from '../parameters.ts';
import * as select from '../selections.ts';

const kinds = {
  agent: { noun: 'agents', kind: 'Agent', slug: 'agentId', parts: `${select.agent} ${select.event}` },
  template: { noun: 'templates', kind: 'Template', slug: 'templateId', parts: `${select.template} ${select.event}` },
} as const;

const share = 'namespace mayInstantiate sharedBy sharedAt';

/** The namespaces that entries are shared with. */
export function shareRoutes(of: keyof typeof kinds, namespace: Parameters): (ReadRoute | WriteRoute)[] {
  const { noun, kind, slug, parts } = kinds[of];
  const address = `/api/${noun}/:id/shares`;
  const article = of === 'agent' ? 'an' : 'a';
  const tag = `${kind}s`;
  const list: ReadRoute = {
    method: 'GET',
    pattern: address,
    id: `list${kind}Shares`,
    tag,
    summary: `List the namespaces that ${article} ${of} is shared with, and the share with your own.`,
    result: 'The shares, for the admins of its namespace, and the share with your namespace. Each is null for others.',
    parameters: namespace,
    document: `query List${kind}Shares($id: String!, $namespace: String) { ${of}(${slug}: $id, namespace: $namespace) { shares { ${share} } sharedWithMe { ${share} } } }`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace }),
    at: [of],
    caching: 'public',
  };
  const fromPath = { id: 'id', sharedWith: 'sharedWith' };
  const set: WriteRoute = {
    method: 'POST',
    pattern: `${address}/:sharedWith`,
    id: `share${kind}`,
    tag,
    summary: `Share ${article} ${of} with another namespace, or change what the share allows.`,
    result: `The ${of} and its share.`,
    fromPath,
    document: `mutation Share${kind}($input: ShareInput!) { share${kind}(input: $input) { __typename ... on Share${kind}Payload { ${of} { ...${kind} } share { ${share} } event { ...RegistryEvent } } ${select.errors()} } } ${parts}`,
  };
  const remove: WriteRoute = {
    method: 'POST',
    pattern: `${address}/:sharedWith/remove`,
    id: `unshare${kind}`,
    tag,
    summary: `End the share of ${article} ${of} with another namespace.`,
    result: `The ${of}, and what no longer resolves in the other namespace.`,
    fromPath,
    document: `mutation Unshare${kind}($input: UnshareInput!) { unshare${kind}(input: $input) { __typename ... on Unshare${kind}Payload { ${of} { ...${kind} } impact { days templates templateVersions runs openRuns } event { ...RegistryEvent } } ${select.errors()} } } ${parts}`,
  };
  const decline: WriteRoute = {
    method: 'POST',
    pattern: `/api/${noun}/:id/decline`,
    id: `decline${kind}Share`,
    tag,
    summary: `Decline the share of ${article} ${of} of another namespace with yours.`,
    result: `What no longer resolves in your namespace. The ${of} is null unless everyone can read it.`,
    fromPath: { id: 'id' },
    document: `mutation Decline${kind}Share($input: DeclineShareInput!) { decline${kind}Share(input: $input) { __typename ... on Decline${kind}SharePayload { ${of} { ...${kind} } impact { days templates templateVersions runs openRuns } event { ...RegistryEvent } } ${select.errors()} } } ${parts}`,
  };
  return [list, set, remove, decline];
}
