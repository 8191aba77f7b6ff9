import type { User } from '../viewer.ts';

/** Who publishes the definitions that come with the registry and keeps its books. No token says that it is this one. */
export const systemUser: User = {
  kind: 'user',
  id: '00000000-0000-4000-8000-000000000000',
  role: 'publisher',
  namespace: 'default',
};
