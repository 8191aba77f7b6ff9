import type { User } from '../src/viewer.ts';
import { builder } from './builder.ts';
import { RegistryRole } from './enums.ts';

const Viewer = builder.objectRef<User>('Viewer').implement({
  description: 'The caller, as identified by the token.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Subject of the token (`sub`).' }),
    role: t.expose('role', {
      type: RegistryRole,
      nullable: true,
      description: 'Role in the registry. Null for a user without a role.',
    }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the caller.' }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'The caller. Null without a token.',
    resolve: (_, __, { viewer }) => (viewer.kind === 'user' ? viewer : null),
  }),
);
