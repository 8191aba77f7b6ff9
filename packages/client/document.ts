import type { TypedDocumentString } from './generated/graphql.ts';
import type { RequestOptions } from './request.ts';

/** A document of `operations/`: its text, the type of its answer, the type of its variables. */
export type Document<Result, Variables> = TypedDocumentString<Result, Variables>;

/** What follows a document: its variables, which may be left out where it has none, and options. */
export type Arguments<Variables> =
  Variables extends Record<string, never>
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions];
