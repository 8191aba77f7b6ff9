import { isVersion } from '../../../packages/manifest/index.ts';
import type { CreatedBody, OperationRoute, ReadRoute, WriteRoute } from '../operationRoute.ts';
import { flag, integer, oneOf, type Parameters, required, text, texts } from '../parameters.ts';
import * as select from '../selections.ts';
import { channelRoutes } from './channels.ts';
import { lifecycleRoutes } from './lifecycle.ts';
import { shareRoutes } from './shares.ts';

/** What differs between the paths of agents and of templates. */
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

const exact = (version: unknown) => (isVersion(version) ? version : '');

export const namespace: Parameters = {
  namespace: text('Namespace of the entry. Defaults to your own namespace, then to `default`.'),
};

export const pages = {
  first: integer('Number of items from the start of the list. Defaults to 20.', 1, 100),
  after: text('Return only items after this cursor.'),
  last: integer('Number of items from the end of the list. Cannot be combined with `first`.', 1, 100),
  before: text('Return only items before this cursor.'),
} satisfies Parameters;

export const entryFilter: Parameters = {
  namespace: text('Only entries in this namespace.'),
  category: text('Only entries in this category.'),
  tags: texts('Only entries that have all of these tags.'),
  status: oneOf('Only entries with this status.', ['ACTIVE', 'DEPRECATED', 'DISABLED']),
  visibility: oneOf('Only entries with this visibility.', ['PUBLIC', 'PRIVATE']),
  featured: flag('Only featured entries (true) or only others (false).'),
  sharedWithMe: flag('Only entries that other namespaces share with yours (true) or only others (false).'),
};

type Values = Readonly<Record<string, unknown>>;

/** The values of a filter, if any are given. An empty filter would produce other cursors than no filter. */
export function filterOf(query: Values, names: Parameters): { filter?: Values } {
  const given = Object.keys(names).filter((name) => query[name] !== undefined);
  return given.length === 0 ? {} : { filter: Object.fromEntries(given.map((name) => [name, query[name]])) };
}

export const pageOf = ({ first, after, last, before }: Values): Values => ({ first, after, last, before });

export function entryRoutes(of: keyof typeof kinds): OperationRoute[] {
  const { noun, kind, slug, whole, heads, content } = kinds[of];
  const tag = `${kind}s`;
  const article = of === 'agent' ? 'an' : 'a';
  const address = `/api/${noun}/:id`;
  const versionAt = ({ version, ...payload }: CreatedBody) => {
    const entry = payload[of];
    return entry && version
      ? `/api/${noun}/${encodeURIComponent(entry.slug)}/versions/${encodeURIComponent(version.version)}?namespace=${encodeURIComponent(entry.namespace)}`
      : null;
  };
  const published = `... on Publish${kind}Payload { created ${of} { ...${kind} } version { ...${kind}VersionSummary } event { ...RegistryEvent } warnings { file path code message severity } ${select.visibilityChange} ${select.impact} ${select.compatibility} }`;
  const publishErrors = select.errors(
    'ManifestInvalid',
    'VersionExists',
    'StaleVersion',
    'DependencyUnresolved',
    'IncompatibleChange',
    'QuotaExceeded',
  );
  const parts = `${whole} ${heads} ${select.event}`;

  const list: ReadRoute = {
    method: 'GET',
    pattern: `/api/${noun}`,
    id: `list${tag}`,
    tag,
    summary: `List ${noun}.`,
    result: `A page of ${noun}.`,
    parameters: {
      ...entryFilter,
      ...pages,
      orderBy: oneOf('Field to order by. Defaults to NAME.', [
        'NAME',
        'CREATED_AT',
        'UPDATED_AT',
        ...(of === 'agent' ? [] : ['RATING']),
        'POPULAR',
        'TRENDING',
      ]),
      direction: oneOf('Direction of the order. Defaults to ASC.', ['ASC', 'DESC']),
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
    summary: `Get ${article} ${of} and its current version number.`,
    result: `The ${of}.`,
    parameters: namespace,
    document: `query Get${kind}($id: String!, $namespace: String) { ${of}(${slug}: $id, namespace: $namespace) { ...${kind} } } ${whole}`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace }),
    at: [of],
    caching: 'public',
    engagement: 'view',
  };
  const versions: ReadRoute = {
    method: 'GET',
    pattern: `${address}/versions`,
    id: `list${kind}Versions`,
    tag,
    summary: `List the versions of ${article} ${of}, highest SemVer precedence first.`,
    result: 'A page of versions.',
    parameters: {
      ...namespace,
      ...pages,
      status: oneOf('Only versions with this status.', ['ACTIVE', 'DRAFT', 'ARCHIVED']),
    },
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
    summary: 'Get the immutable content of an exact version. Its status is in the list of versions.',
    result: 'The version.',
    parameters: namespace,
    document: `query Get${kind}Version($id: String!, $namespace: String, $version: String!) { ${of}(${slug}: $id, namespace: $namespace) { namespace visibility status _version: version(version: $version) { status } version(version: $version) { ...${kind}Version } } } ${content}`,
    // The answer is immutable, so the name of a channel is not found here.
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, version: exact(path.version) }),
    at: [of, 'version'],
    caching: 'version',
    engagement: 'pull',
  };
  const diff: ReadRoute = {
    method: 'GET',
    pattern: `${address}/diff`,
    id: `diff${kind}Versions`,
    tag,
    summary: 'Compare two versions: classified changes, JSON Patches and unified diffs.',
    result: 'What changed from one version to the other.',
    parameters: {
      ...namespace,
      from: required(text('Version number to compare from.', 256), '1.0.0'),
      to: required(text('Version number to compare to.', 256), '1.1.0'),
    },
    document: `query Diff${kind}Versions($id: String!, $namespace: String, $from: String!, $to: String!) { ${of}(${slug}: $id, namespace: $namespace) { version(version: $to) { diff(against: $from) { ${select.diff} } } } }`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, from: query.from, to: query.to }),
    at: [of, 'version', 'diff'],
    caching: 'public',
  };
  const usage: ReadRoute = {
    method: 'GET',
    pattern: `${address}/usage`,
    id: `get${kind}Usage`,
    tag,
    summary: `Get how ${article} ${of} was used, read and downloaded in the last days.`,
    result: 'Its usage by your namespace, and its engagement.',
    parameters: { ...namespace, days: integer('Number of days, 1 to 365. Defaults to 30.', 1, 365) },
    document: `query Get${kind}Usage($id: String!, $namespace: String, $days: Int) { ${of}(${slug}: $id, namespace: $namespace) { ${select.entryUsage(of)} } }`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, days: query.days }),
    at: [of],
    caching: 'private',
  };
  const related = (field: 'dependencies' | 'dependents', summary: string): ReadRoute => ({
    method: 'GET',
    pattern: `${address}/${field}`,
    id: `list${kind}${field === 'dependents' ? 'Dependents' : 'Dependencies'}`,
    tag,
    summary,
    result: `A page of ${noun}.`,
    parameters: { ...namespace, ...pages },
    document: `query List${kind}Related($id: String!, $namespace: String, $first: Int, $after: String, $last: Int, $before: String) { ${of}(${slug}: $id, namespace: $namespace) { ${field}(first: $first, after: $after, last: $last, before: $before) { edges { node { ...${kind} } } ${select.page} } } } ${whole}`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, ...pageOf(query) }),
    at: [of, field],
    isPage: true,
    caching: 'public',
  });
  const dependencies = related('dependencies', `List the ${noun} that the current version depends on.`);
  const dependents = related('dependents', `List the ${noun} whose current version depends on this one.`);
  const publish: WriteRoute = {
    method: 'POST',
    pattern: `/api/${noun}/publish`,
    id: `publish${kind}`,
    tag,
    summary: 'Publish an immutable version. Publishing the same content again succeeds and changes nothing.',
    result: 'The version was published, or the draft was uploaded.',
    document: `mutation Publish${kind}($input: Publish${kind}Input!) { publish${kind}(input: $input) { __typename ${published} ${publishErrors} } } ${parts}`,
    made: (payload) => (payload.created && payload.event ? versionAt(payload) : null),
  };
  const validate: WriteRoute = {
    method: 'POST',
    pattern: `/api/${noun}/validate`,
    id: `validate${kind}`,
    tag,
    summary: 'Validate a definition without publishing it. Stores a validation report.',
    result: 'The result of the validation: all issues at once.',
    document: `mutation Validate${kind}($input: Validate${kind}Input!) { validate${kind}(input: $input) { __typename ... on ValidatePayload { valid digest ${select.issues} ${select.tests} ${select.compatibility} ${select.impact} report { ...ValidationReport } } ${select.errors()} } } ${select.report}`,
  };
  const promote: WriteRoute = {
    method: 'POST',
    pattern: `${address}/promote`,
    id: `promote${kind}`,
    tag,
    summary: 'Publish a draft, or make a published version the current version.',
    result: `The ${of} with its current version.`,
    fromPath: { id: 'id' },
    document: `mutation Promote${kind}($input: PromoteInput!) { promote${kind}(input: $input) { __typename ${published} ${publishErrors} } } ${parts}`,
  };
  const rollback: WriteRoute = {
    method: 'POST',
    pattern: `${address}/rollback`,
    id: `rollback${kind}`,
    tag,
    summary: 'Make an older published version the current version. Nothing is deleted.',
    result: `The ${of} with its current version, and the version that was current before.`,
    fromPath: { id: 'id' },
    document: `mutation Rollback${kind}($input: RollbackInput!) { rollback${kind}(input: $input) { __typename ... on Rollback${kind}Payload { ${of} { ...${kind} } version { ...${kind}VersionSummary } previousVersion { ...${kind}VersionSummary } ${select.visibilityChange} ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion', 'IncompatibleChange')} } } ${parts}`,
  };
  const status: WriteRoute = {
    method: 'POST',
    pattern: `${address}/status`,
    id: `set${kind}Status`,
    tag,
    summary: `Deprecate, disable or reactivate ${article} ${of}.`,
    result: `The ${of} with its new status.`,
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Status($input: SetStatusInput!) { set${kind}Status(input: $input) { __typename ... on Set${kind}StatusPayload { ${of} { ...${kind} } ${select.visibilityChange} ${select.impact} event { ...RegistryEvent } } ${select.errors()} } } ${whole} ${select.event}`,
  };
  const visibility: WriteRoute = {
    method: 'POST',
    pattern: `${address}/visibility`,
    id: `set${kind}Visibility`,
    tag,
    summary: `Make ${article} ${of} public or private. Versions that were published while it was private stay private unless they are named.`,
    result: `The ${of} with its new visibility.`,
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Visibility($input: SetVisibilityInput!) { set${kind}Visibility(input: $input) { __typename ... on Set${kind}VisibilityPayload { ${of} { ...${kind} } ${select.visibilityChange} ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion')} } } ${whole} ${select.event}`,
  };
  const compatibility: WriteRoute = {
    method: 'POST',
    pattern: `${address}/compatibility`,
    id: `set${kind}Compatibility`,
    tag,
    summary: `Set what happens to a version of ${article} ${of} whose number promises less than its changes.`,
    result: `The ${of} with its new policy.`,
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Compatibility($input: SetCompatibilityInput!) { set${kind}Compatibility(input: $input) { __typename ... on Set${kind}CompatibilityPayload { ${of} { ...${kind} } event { ...RegistryEvent } } ${select.errors()} } } ${whole} ${select.event}`,
  };
  const listing: WriteRoute = {
    method: 'POST',
    pattern: `${address}/listing`,
    id: `update${kind}Listing`,
    tag,
    summary: `Change tags, category or description of ${article} ${of} without a new version.`,
    result: `The ${of} as it is listed now.`,
    fromPath: { id: 'id' },
    document: `mutation Update${kind}Listing($input: UpdateListingInput!) { update${kind}Listing(input: $input) { __typename ... on Update${kind}ListingPayload { ${of} { ...${kind} } event { ...RegistryEvent } } ${select.errors('StaleVersion')} } } ${whole} ${select.event}`,
  };
  const featured: WriteRoute = {
    method: 'POST',
    pattern: `${address}/featured`,
    id: `set${kind}Featured`,
    tag,
    summary: `Feature ${article} ${of}, or stop featuring it. It must be public and active.`,
    result: `The ${of}, featured or not.`,
    fromPath: { id: 'id' },
    document: `mutation Set${kind}Featured($input: SetFeaturedInput!) { set${kind}Featured(input: $input) { __typename ... on Set${kind}FeaturedPayload { ${of} { ...${kind} } event { ...RegistryEvent } } ${select.errors()} } } ${whole} ${select.event}`,
  };
  return [
    ...[list, one, versions, version, diff, usage, dependencies, dependents],
    ...[publish, validate, promote, rollback, status, visibility, compatibility, listing, featured],
    ...lifecycleRoutes(of),
    ...channelRoutes(of, namespace),
    ...shareRoutes(of, namespace),
  ];
}
