import { createHmac } from 'node:crypto';
import { actAs, claimsOf } from '../../src/db/database.ts';
import { anonymous, type RegistryRole, type Viewer } from '../../src/viewer.ts';
import { idOf } from './idOf.ts';

/** All callers, in the order of the matrix's columns; `owner` is the user who migrates, past every policy. */
export const actorNames = [
  'anon',
  'noRole',
  'viewer',
  'publisher',
  'admin',
  'otherPublisher',
  'otherAdmin',
  'service',
  'owner',
] as const;

export type ActorName = (typeof actorNames)[number];

export interface PolicyActor {
  name: ActorName;
  /** The `sub` of its token. */
  id: string;
  /** The namespace in its token: what it may write to, if it may write. */
  own: string;
  /** That of the other tenant. */
  other: string;
  /** What runs first in each of its transactions, as in src/db/database.ts; null for the owner. */
  begin: { text: string; values: string[] } | null;
}

/** The secret of the registry that is tried, and by it what the gateway's transactions carry. */
export const secret = Buffer.alloc(64, 'tried');

export const beginAs = (viewer: Viewer): { text: string; values: string[] } =>
  actAs(
    viewer,
    'nofx',
    'write',
    viewer.kind === 'user'
      ? createHmac('sha256', secret)
          .update(`seal ${claimsOf(viewer)}`)
          .digest('hex')
      : '',
  );

const user = (name: ActorName, role: RegistryRole | null, namespace: string): PolicyActor => {
  const id = idOf(`user ${name}`);
  const viewer: Viewer = { kind: 'user', id, role, namespace };
  return { name, id, ...tenants(namespace), begin: beginAs(viewer) };
};

const tenants = (own: string) => ({ own, other: own === 'acme' ? 'globex' : 'acme' });

const nobody = idOf('user nobody');
export const actors: Record<ActorName, PolicyActor> = {
  anon: { name: 'anon', id: nobody, ...tenants('acme'), begin: beginAs(anonymous) },
  noRole: user('noRole', null, 'acme'),
  viewer: user('viewer', 'viewer', 'acme'),
  publisher: user('publisher', 'publisher', 'acme'),
  admin: user('admin', 'admin', 'acme'),
  otherPublisher: user('otherPublisher', 'publisher', 'globex'),
  otherAdmin: user('otherAdmin', 'admin', 'globex'),
  service: {
    name: 'service',
    id: nobody,
    ...tenants('acme'),
    begin: {
      text: `select set_config('search_path', $1, true), set_config('role', $2, true), set_config('request.jwt.claims', $3, true)`,
      values: ['nofx,extensions', 'service_role', JSON.stringify({ role: 'service_role' })],
    },
  },
  owner: { name: 'owner', id: nobody, ...tenants('acme'), begin: null },
};
