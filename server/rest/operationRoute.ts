import type { Engagement } from '../../src/registry/engagement.ts';
import type { Caching } from './caching.ts';
import type { Parameters } from './parameters.ts';

/** The parts of a request that the variables of an operation come from. */
export interface RouteArgs {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
}

interface Described {
  pattern: string;
  /** Unique. The name of the operation in generated clients. */
  id: string;
  tag: string;
  summary: string;
  /** Description of the successful response. */
  result: string;
  /** The GraphQL document: one operation. The `_` at the start of an alias is removed in the response. */
  document: string;
}

/** A path that runs a query. */
export interface ReadRoute extends Described {
  method: 'GET';
  parameters: Parameters;
  variables(given: RouteArgs): Record<string, unknown>;
  /** Path of the response in the data. A null on this path becomes 404. */
  at: readonly string[];
  /** A connection becomes `{items, pageInfo}` and a `Link` header. */
  isPage?: boolean;
  caching: Caching;
  /** What a request counts as for the entry. Defaults to none. */
  engagement?: Engagement;
}

/** The parts of a payload that locate a new resource. */
export interface CreatedBody {
  created?: boolean;
  agent?: { slug: string; namespace: string } | null;
  template?: { slug: string; namespace: string } | null;
  version?: { version: string } | null;
  event?: object | null;
  run?: { id: string } | null;
  webhook?: { id: string } | null;
  secret?: string | null;
}

/** A path that runs a mutation. */
export interface WriteRoute extends Described {
  method: 'POST';
  /** Fields of the input that come from the path, with their names in the pattern. */
  fromPath?: Readonly<Record<string, string>>;
  /** Whether the input has an idempotency key. Defaults to true. */
  takesKey?: false;
  /** The path of what was created: the status is 201. Null if nothing was created: 200. */
  made?(payload: CreatedBody): string | null;
}

export type OperationRoute = ReadRoute | WriteRoute;
