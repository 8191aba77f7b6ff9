import { RequestError } from './errors.ts';

export type RegistryRole = 'viewer' | 'publisher' | 'admin';

/** Who is asking. `role` is null for a signed-in user without a role in the registry: reads what is public. */
export type Viewer =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly id: string; readonly role: RegistryRole | null; readonly namespace: string };

/** A viewer who may be told apart from others, and so may act. */
export type User = Extract<Viewer, { kind: 'user' }>;

export const anonymous: Viewer = { kind: 'anonymous' };

const rank = { viewer: 1, publisher: 2, admin: 3 } as const;

/** Whether the viewer's role is `least` or more. Explains what Postgres decides; it does not replace it. */
export const hasRole = (viewer: Viewer, least: RegistryRole): boolean =>
  viewer.kind === 'user' && viewer.role !== null && rank[viewer.role] >= rank[least];

/** The namespace whose private entries the viewer sees, or null. */
export const namespaceOf = (viewer: Viewer): string | null =>
  viewer.kind === 'user' && viewer.role !== null ? viewer.namespace : null;

/** Throws UNAUTHENTICATED for whoever sent no token. */
export function requireUser(viewer: Viewer): asserts viewer is User {
  if (viewer.kind === 'anonymous')
    throw new RequestError('UNAUTHENTICATED', 'This needs a token: send `Authorization: Bearer <JWT>`.');
}
