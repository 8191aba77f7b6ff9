import * as resolvers from '../src/resolvers/node.ts';
import { builder } from './builder.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its global id.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of an object.' }) },
    resolve: resolvers.node,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: 'Several objects by their global ids: null where one is not found or its id is malformed.',
    args: { ids: t.arg.idList({ required: true, description: 'Up to 100 ids.' }) },
    resolve: resolvers.nodes,
  }),
}));
