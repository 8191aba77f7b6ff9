import * as resolvers from '../src/resolvers/draft.ts';
import { builder } from './builder.ts';
import { edgeOf } from './connections.ts';
import { RegistryKind } from './enums.ts';
import { RegistryVersion } from './version.ts';

const RegistryVersionConnection = builder.connectionObject(
  {
    type: RegistryVersion,
    name: 'RegistryVersionConnection',
    description: 'A page of versions of agents and templates.',
  },
  { name: 'RegistryVersionEdge', description: edgeOf('version') },
);

builder.queryField('drafts', (t) =>
  t.connection(
    {
      type: RegistryVersion,
      description: 'Drafts of your namespace, latest upload first. Empty for those who may not publish in it.',
      args: { kind: t.arg({ type: RegistryKind, description: 'Only drafts of this kind. Defaults to both.' }) },
      resolve: resolvers.drafts,
    },
    RegistryVersionConnection,
  ),
);
