import * as resolvers from '../src/resolvers/node.ts';
import { builder } from './builder.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its global id.',
    args: { id: t.arg.id({ required: true }) },
    resolve: resolvers.node,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true }) },
    resolve: resolvers.nodes,
  }),
}));
