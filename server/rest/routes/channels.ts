import type { ReadRoute, WriteRoute } from '../operationRoute.ts';
import type { Parameters } from '../parameters.ts';
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

const channelOf = (kind: string) =>
  `name version { ... on ${kind}Version { version status digest publishedAt } } previousVersion { ... on ${kind}Version { version } } movedAt gate { requireTests windowHours minRuns minSuccessRate maxP95DurationMs maxTokensPerRun onRegression }`;

/** The channels of entries. */
export function channelRoutes(of: keyof typeof kinds, namespace: Parameters): (ReadRoute | WriteRoute)[] {
  const { noun, kind, slug, parts } = kinds[of];
  const address = `/api/${noun}/:id/channels`;
  const article = of === 'agent' ? 'an' : 'a';
  const tag = `${kind}s`;
  const channel = channelOf(kind);
  const list: ReadRoute = {
    method: 'GET',
    pattern: address,
    id: `list${kind}Channels`,
    tag,
    summary: `List the channels of ${article} ${of}, with the version that each points to.`,
    result: 'The channels, ordered by name.',
    parameters: namespace,
    document: `query List${kind}Channels($id: String!, $namespace: String) { ${of}(${slug}: $id, namespace: $namespace) { channels { ${channel} } } }`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace }),
    at: [of],
    caching: 'public',
  };
  const one: ReadRoute = {
    method: 'GET',
    pattern: `${address}/:name`,
    id: `get${kind}Channel`,
    tag,
    summary: `Get a channel of ${article} ${of}.`,
    result: 'The channel.',
    parameters: namespace,
    document: `query Get${kind}Channel($id: String!, $namespace: String, $name: String!) { ${of}(${slug}: $id, namespace: $namespace) { channel(name: $name) { ${channel} } } }`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, name: path.name }),
    at: [of, 'channel'],
    caching: 'public',
  };
  const fromPath = { id: 'id', channel: 'name' };
  const set: WriteRoute = {
    method: 'POST',
    pattern: `${address}/:name`,
    id: `set${kind}Channel`,
    tag,
    summary: 'Point a channel to a published version. Creates the channel if there is none with this name.',
    result: `The ${of}, its channel, and the versions that the channel points to and pointed to before.`,
    fromPath,
    document: `mutation Set${kind}Channel($input: SetChannelInput!) { set${kind}Channel(input: $input) { __typename ... on Set${kind}ChannelPayload { ${of} { ...${kind} } channel { ${channel} } version { ...${kind}VersionSummary } previousVersion { ...${kind}VersionSummary } ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion', 'IncompatibleChange', 'GateNotPassed')} } } ${parts}`,
  };
  const remove: WriteRoute = {
    method: 'POST',
    pattern: `${address}/:name/remove`,
    id: `remove${kind}Channel`,
    tag,
    summary: 'Remove a channel. What refers to it no longer resolves; its version stays published.',
    result: `The ${of}, and the version that the channel pointed to.`,
    fromPath,
    document: `mutation Remove${kind}Channel($input: RemoveChannelInput!) { remove${kind}Channel(input: $input) { __typename ... on Remove${kind}ChannelPayload { ${of} { ...${kind} } version { ...${kind}VersionSummary } ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion')} } } ${parts}`,
  };
  return [list, one, set, remove];
}
