import type { User } from '../src/viewer.ts';
import { builder } from './builder.ts';
import { RegistryRole } from './enums.ts';

const Viewer = builder.objectRef<User>('Viewer').implement({
  description: 'Who is asking, as the token says.',
  fields: (t) => ({
    id: t.exposeID('id'),
    role: t.expose('role', { type: RegistryRole, nullable: true }),
    namespace: t.exposeString('namespace'),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Null for an anonymous caller.',
    resolve: (_, __, { viewer }) => (viewer.kind === 'user' ? viewer : null),
  }),
);
