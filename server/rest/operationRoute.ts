import type { Caching } from './caching.ts';
import type { Parameters } from './parameters.ts';

/** What of a request an operation gets its variables from. */
export interface RouteArgs {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
}

interface Described {
  pattern: string;
  /** Unique; the name of the operation in clients that are made of the description. */
  id: string;
  tag: string;
  summary: string;
  /** What runs. One operation; a name that begins with `_` loses that in the answer. */
  document: string;
}

/** An address that answers with what a query reads. */
export interface ReadRoute extends Described {
  method: 'GET';
  parameters: Parameters;
  variables(given: RouteArgs): Record<string, unknown>;
  /** Where in the data the answer is. Null on the way there is 404. */
  at: readonly string[];
  /** A connection becomes `{items, pageInfo}` and a `Link` header. */
  isPage?: boolean;
  caching: Caching;
}

/** As much of what writes give as tells where something new is. */
export interface CreatedBody {
  created?: boolean;
  agent?: { slug: string; namespace: string } | null;
  template?: { slug: string; namespace: string } | null;
  version?: { version: string } | null;
  event?: object | null;
  run?: { id: string } | null;
}

/** An address that answers with what a mutation did. */
export interface WriteRoute extends Described {
  method: 'POST';
  /** Fields of the input that the address holds, by their names in the pattern. */
  fromPath?: Readonly<Record<string, string>>;
  /** What was made, if something was: then it is 201 with its address. */
  made?(payload: CreatedBody): string | null;
}

export type OperationRoute = ReadRoute | WriteRoute;
