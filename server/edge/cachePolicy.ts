import { type EdgeSettings, namespacePattern } from './settings.ts';

/** Where the webhooks of the registry are received. */
export const eventsPath = '/api/edge/events';

/** Request header from the middleware to a function: what the edge may do with the response. Clients cannot set it. */
export const edgeHeader = 'x-registry-edge';

/** How the edge may keep the response to a public read. */
export interface EdgeCaching {
  /** What its content depends on. A change of any of them refreshes or drops it. */
  tags: readonly string[];
  /** How long it may be kept. Null: no longer than any shared cache may. */
  seconds: number | null;
}

/** On every response that depends on more than one entry: lists, search, GraphQL. */
export const registryTag = 'registry';
export const entryTag = (kind: 'agent' | 'template', namespace: string, slug: string): string =>
  `${kind}:${namespace}:${slug}`;

const entryPath = /^\/api\/(agent|template)s\/([a-z][a-z0-9-]{1,63})(?:\/(.+))?$/;
/** Reads of one entry whose content no other entry changes. */
const ofEntryAlone = /^(?:versions(?:\/.+)?|diff)$/;
const others = /^(?:\/api\/(?:agents|templates|search)|\/graphql)$/;

/** Paths for which the middleware sets or removes `edgeHeader`. */
export const isEdgePath = (path: string): boolean => others.test(path) || /^\/api\/(?:agents|templates)\//.test(path);

/** What the edge may keep of a request without a token. Null if nothing. */
export function edgeCaching({ pathname, searchParams }: URL, settings: EdgeSettings): EdgeCaching | null {
  if (others.test(pathname)) return { tags: [registryTag], seconds: null };
  const [, kind, slug = '', rest] = entryPath.exec(pathname) ?? [];
  // Without a token, the namespace defaults to `default`.
  const namespace = searchParams.get('namespace') ?? 'default';
  if ((kind !== 'agent' && kind !== 'template') || !namespacePattern.test(namespace)) return null;
  const tag = entryTag(kind, namespace, slug);
  if (rest !== undefined && !ofEntryAlone.test(rest)) return { tags: [tag, registryTag], seconds: null };
  return { tags: [tag], seconds: settings.namespaces.has(namespace) ? settings.seconds : null };
}

/** As the value of `edgeHeader`. */
export const writeEdgeCaching = ({ tags, seconds }: EdgeCaching): string => `${seconds ?? '-'} ${tags.join(',')}`;

/** Reads the value of `edgeHeader`. */
export function readEdgeCaching(value: string | null): EdgeCaching | null {
  const [, seconds = '', tags = ''] = /^(-|\d{1,5}) ([a-z0-9:,-]{1,400})$/.exec(value ?? '') ?? [];
  return tags === '' ? null : { tags: tags.split(','), seconds: seconds === '-' ? null : Number(seconds) };
}
