import type { User } from '../viewer.ts';

/** The user that publishes the bundled definitions and runs the cleanup. No token identifies it. */
export const systemUser: User = {
  kind: 'user',
  id: '00000000-0000-4000-8000-000000000000',
  role: 'publisher',
  namespace: 'default',
};
