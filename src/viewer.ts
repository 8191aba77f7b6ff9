import { RequestError } from './errors.ts';

export type RegistryRole = 'viewer' | 'publisher' | 'admin';

/** The caller of a request. `role` is null for a user without a role in the registry, who reads only public data. */
export type Viewer =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly id: string; readonly role: RegistryRole | null; readonly namespace: string };

/** A caller with a token. */
export type User = Extract<Viewer, { kind: 'user' }>;

export const anonymous: Viewer = { kind: 'anonymous' };

const rank = { viewer: 1, publisher: 2, admin: 3 } as const;

/** Whether the viewer has at least the role `minimum`. It explains the decisions of Postgres; it does not replace them. */
export const hasRole = (viewer: Viewer, minimum: RegistryRole): boolean =>
  viewer.kind === 'user' && viewer.role !== null && rank[viewer.role] >= rank[minimum];

/** The namespace whose private entries the viewer can read, or null. */
export const namespaceOf = (viewer: Viewer): string | null =>
  viewer.kind === 'user' && viewer.role !== null ? viewer.namespace : null;

/** Throws UNAUTHENTICATED if the caller sent no token. */
export function requireUser(viewer: Viewer): asserts viewer is User {
  if (viewer.kind === 'anonymous')
    throw new RequestError('UNAUTHENTICATED', 'A token is required: send `Authorization: Bearer <JWT>`.');
}
