import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { createClient, GatewayRefused, type RequestOptions } from '../../../client/index.ts';
import { currentToken, markExpired } from './session.ts';

/** The gateway that this page came from. */
export const gatewayUrl: string = new URL('/graphql', location.href).href;

export const client = createClient({ url: gatewayUrl, token: () => currentToken(), maxWaitMs: 5_000 });

/** True for the refusal of a token that no longer verifies. */
export const isUnauthenticated = (error: unknown): boolean =>
  error instanceof GatewayRefused && error.code === 'UNAUTHENTICATED';

/** `client.request`, whose types are for a document that is known where it is written. */
const request = client.request as (document: unknown, variables: unknown, options: RequestOptions) => Promise<unknown>;

type AnyDocument = DocumentTypeDecoration<unknown, never>;
type ResultOf<Asked> = Asked extends DocumentTypeDecoration<infer Result, infer _> ? Result : never;
type VariablesOf<Asked> = Asked extends DocumentTypeDecoration<infer _, infer Variables> ? Variables : never;

/** Asks the gateway once. A refused token asks for a new one, wherever that happens. */
export async function ask<Asked extends AnyDocument>(
  document: Asked,
  variables: VariablesOf<Asked>,
  signal?: AbortSignal,
): Promise<ResultOf<Asked>> {
  const token = currentToken();
  try {
    return (await request(document, variables, { signal })) as ResultOf<Asked>;
  } catch (error) {
    if (isUnauthenticated(error)) markExpired(token);
    throw error;
  }
}

/** The bytes of a file of a version. Throws Error with the gateway's words. */
export async function readFileOf(
  version: { kinds: Kinds; id: string; namespace: string; version: string },
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const token = currentToken();
  const response = await fetch(filePath(version, path), {
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 401) markExpired(token);
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new Error(problem.detail ?? `The file could not be loaded (HTTP ${response.status}).`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** The address of a file of a version, on this gateway. */
export const filePath = (
  { kinds, id, namespace, version }: { kinds: Kinds; id: string; namespace: string; version: string },
  path: string,
): string =>
  `/api/${kinds}/${[id, 'versions', version, 'files', ...path.split('/')].map(encodeURIComponent).join('/')}?${new URLSearchParams({ namespace })}`;

/** The two registries, as addresses name them. */
export type Kinds = 'agents' | 'templates';

export const kindOf = (kinds: Kinds): 'AGENT' | 'TEMPLATE' => (kinds === 'agents' ? 'AGENT' : 'TEMPLATE');
export const kindsOf = (kind: string): Kinds => (kind === 'AGENT' || kind === 'Agent' ? 'agents' : 'templates');
