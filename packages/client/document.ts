import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import type { RequestOptions } from './request.ts';

/**
 * A GraphQL document as text, with the types of its result and its variables: one that this package exports, one that
 * graphql-codegen generates with `documentMode: 'string'`, or a plain string.
 */
export type Document<Result, Variables> = DocumentTypeDecoration<Result, Variables> & { toString(): string };

/** The arguments after a document: its variables, which may be omitted if it has none, and options. */
export type Arguments<Variables> =
  Variables extends Record<string, never>
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions];

/** The text of a document. Throws TypeError for a parsed one. */
export function textOf(document: Document<unknown, never>): string {
  if ((document as { kind?: unknown }).kind !== 'Document') return String(document);
  throw new TypeError(
    "A document must be a string; got a parsed document. Set documentMode: 'string' in graphql-codegen, or pass the text.",
  );
}
