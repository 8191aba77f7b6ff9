import type { CreatedBody, OperationRoute, ReadRoute, WriteRoute } from '../operationRoute.ts';
import { integer, oneOf, type Parameters, text, texts } from '../parameters.ts';
import * as select from '../selections.ts';

/** Agents and templates are twins: their addresses differ by a word. */
const kinds = {
  agent: {
    noun: 'agents',
    kind: 'Agent',
    slug: 'agentId',
    whole: select.agent,
    heads: select.agentHead,
    content: select.agentContent,
  },
  template: {
    noun: 'templates',
    kind: 'Template',
    slug: 'templateId',
    whole: select.template,
    heads: select.templateHead,
    content: select.templateContent,
  },
} as const;

export const namespace: Parameters = {
  namespace: text('Your own, then `default`, unless told.'),
};

export const pages = {
  first: integer('How many; 20 unless told.', 1, 100),
  after: text('Goes on after this cursor.'),
  last: integer('How many, from the end; with `before`.', 1, 100),
  before: text('What is before this cursor.'),
} satisfies Parameters;

export const entryFilter: Parameters = {
  namespace: text('Only of this namespace.'),
  category: text('Only of this category.'),
  tags: texts('Only with all of these tags.'),
  status: oneOf('Only with this status.', ['ACTIVE', 'DEPRECATED', 'DISABLED']),
  visibility: oneOf('Only with this visibility.', ['PUBLIC', 'PRIVATE']),
};

type Values = Readonly<Record<string, unknown>>;

/** The values of a filter, when there are any: an empty filter would make other cursors than none. */
export function filterOf(query: Values, names: Parameters): { filter?: Values } {
  const given = Object.keys(names).filter((name) => query[name] !== undefined);
  return given.length === 0 ? {} : { filter: Object.fromEntries(given.map((name) => [name, query[name]])) };
}

export const pageOf = ({ first, after, last, before }: Values): Values => ({ first, after, last, before });

export function entryRoutes(of: keyof typeof kinds): OperationRoute[] {
  const { noun, kind, slug, whole, heads, content } = kinds[of];
  const tag = `${kind}s`;
  const address = `/api/${noun}/:id`;
  const versionAt = ({ version, ...payload }: CreatedBody) => {
    const entry = payload[of];
    return entry && version
      ? `/api/${noun}/${encodeURIComponent(entry.slug)}/versions/${encodeURIComponent(version.version)}?namespace=${encodeURIComponent(entry.namespace)}`
      : null;
  };
  const published = `... on Publish${kind}Payload { created ${of} { ...${kind} } version { ...${kind}VersionSummary } event { ...RegistryEvent } warnings { file path code message severity } ${select.visibilityChange} }`;
  const publishErrors = select.errors(
    'ManifestInvalid',
    'VersionExists',
    'StaleVersion',
    'DependencyUnresolved',
    'IncompatibleChange',
  );
  const parts = `${whole} ${heads} ${select.event}`;

  const list: ReadRoute = {
    method: 'GET',
    pattern: `/api/${noun}`,
    id: `list${tag}`,
    tag,
    summary: `The ${noun} that you may see.`,
    parameters: {
      ...entryFilter,
      ...pages,
      orderBy: oneOf('NAME unless told.', ['NAME', 'CREATED_AT', 'UPDATED_AT']),
      direction: oneOf('ASC unless told.', ['ASC', 'DESC']),
    },
    document: `query List${tag}($first: Int, $after: String, $last: Int, $before: String, $filter: RegistryFilter, $orderBy: RegistryOrder) { ${noun}(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) { edges { node { ...${kind} } } ${select.page} } } ${whole}`,
    variables: ({ query }) => ({
      ...pageOf(query),
      ...filterOf(query, entryFilter),
      ...(query.orderBy || query.direction
        ? { orderBy: { field: query.orderBy ?? 'NAME', direction: query.direction ?? 'ASC' } }
        : {}),
    }),
    at: [noun],
    isPage: true,
    caching: 'public',
  };
  const one: ReadRoute = {
    method: 'GET',
    pattern: address,
    id: `get${kind}`,
    tag,
    summary: `One ${of}, and which version of it is current.`,
    parameters: namespace,
    document: `query Get${kind}($id: String!, $namespace: String) { ${of}(${slug}: $id, namespace: $namespace) { ...${kind} } } ${whole}`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace }),
    at: [of],
    caching: 'public',
  };
  const versions: ReadRoute = {
    method: 'GET',
    pattern: `${address}/versions`,
    id: `list${kind}Versions`,
    tag,
    summary: 'Its versions, the newest SemVer first.',
    parameters: { ...namespace, ...pages, status: oneOf('Only with this status.', ['ACTIVE', 'DRAFT']) },
    document: `query List${kind}Versions($id: String!, $namespace: String, $first: Int, $after: String, $last: Int, $before: String, $status: VersionStatus) { ${of}(${slug}: $id, namespace: $namespace) { versions(first: $first, after: $after, last: $last, before: $before, status: $status) { edges { node { ...${kind}VersionSummary } } ${select.page} } } } ${heads}`,
    variables: ({ path, query }) => ({
      id: path.id,
      namespace: query.namespace,
      status: query.status,
      ...pageOf(query),
    }),
    at: [of, 'versions'],
    isPage: true,
    caching: 'public',
  };
  const version: ReadRoute = {
    method: 'GET',
    pattern: `${address}/versions/:version`,
    id: `get${kind}Version`,
    tag,
    summary: 'An exact version: what of it never changes once it is published. Its status is in the list of versions.',
    parameters: namespace,
    document: `query Get${kind}Version($id: String!, $namespace: String, $version: String!) { ${of}(${slug}: $id, namespace: $namespace) { namespace visibility status _version: version(version: $version) { status } version(version: $version) { ...${kind}Version } } } ${content}`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, version: path.version }),
    at: [of, 'version'],
    caching: 'version',
  };
  const publish: WriteRoute = {
    method: 'POST',
    pattern: `/api/${noun}/publish`,
    id: `publish${kind}`,
    tag,
    summary: 'Publishes an immutable version. The same content again is a success that changes nothing.',
    document: `mutation Publish${kind}($input: Publish${kind}Input!) { publish${kind}(input: $input) { __typename ${published} ${publishErrors} } } ${parts}`,
    made: (payload) => (payload.created && payload.event ? versionAt(payload) : null),
  };
  const validate: WriteRoute = {
    method: 'POST',
    pattern: `/api/${noun}/validate`,
    id: `validate${kind}`,
    tag,
    summary: 'Everything that is wrong with a definition, at once. Files a report.',
    document: `mutation Validate${kind}($input: Validate${kind}Input!) { validate${kind}(input: $input) { __typename ... on ValidatePayload { valid digest ${select.issues} report { ...ValidationReport } } ${select.errors()} } } ${select.report}`,
  };
  const promote: WriteRoute = {
    method: 'POST',
    pattern: `${address}/promote`,
    id: `promote${kind}`,
    tag,
    summary: 'Publishes a draft, and makes a version current that did not become so by itself.',
    fromPath: { id: 'id' },
    document: `mutation Promote${kind}($input: PromoteInput!) { promote${kind}(input: $input) { __typename ${published} ${publishErrors} } } ${parts}`,
  };
  const rollback: WriteRoute = {
    method: 'POST',
    pattern: `${address}/rollback`,
    id: `rollback${kind}`,
    tag,
    summary: 'Makes an older published version the current one. Nothing is deleted.',
    fromPath: { id: 'id' },
    document: `mutation Rollback${kind}($input: RollbackInput!) { rollback${kind}(input: $input) { __typename ... on Rollback${kind}Payload { ${of} { ...${kind} } version { ...${kind}VersionSummary } previousVersion { ...${kind}VersionSummary } ${select.visibilityChange} event { ...RegistryEvent } } ${select.errors('StaleVersion', 'IncompatibleChange')} } } ${parts}`,
  };
  const status: WriteRoute = {
    method: 'POST',
    pattern: `${address}/status`,
    id: `set${kind}Status`,
    tag,
    summary: 'Deprecates, disables, or makes active again.',
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Status($input: SetStatusInput!) { set${kind}Status(input: $input) { __typename ... on Set${kind}StatusPayload { ${of} { ...${kind} } ${select.visibilityChange} event { ...RegistryEvent } } ${select.errors()} } } ${whole} ${select.event}`,
  };
  const visibility: WriteRoute = {
    method: 'POST',
    pattern: `${address}/visibility`,
    id: `set${kind}Visibility`,
    tag,
    summary: 'Makes it public or private. Versions that were published privately stay private unless they are named.',
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Visibility($input: SetVisibilityInput!) { set${kind}Visibility(input: $input) { __typename ... on Set${kind}VisibilityPayload { ${of} { ...${kind} } ${select.visibilityChange} event { ...RegistryEvent } } ${select.errors('StaleVersion')} } } ${whole} ${select.event}`,
  };
  return [list, one, versions, version, publish, validate, promote, rollback, status, visibility];
}
