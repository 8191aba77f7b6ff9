import * as resolvers from '../src/resolvers/node.ts';
import { builder } from './builder.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Find an object by its global id.',
    args: { id: t.arg.id({ required: true, description: 'Global `id` of an object.' }) },
    resolve: resolvers.node,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Find several objects by their global ids. Null for an object that is not found, or whose id is malformed.',
    args: { ids: t.arg.idList({ required: true, description: 'Up to 100 global ids.' }) },
    resolve: resolvers.nodes,
  }),
}));
