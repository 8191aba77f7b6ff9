import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { firstQuery } from './firstQuery.ts';

/** GraphiQL with everything that it needs in one page: nine megabytes, so only who shows it imports this. */
export const renderPlayground = (options: GraphiQLOptions = {}): string =>
  renderGraphiQL({
    title: 'NOFX registry',
    defaultQuery: firstQuery,
    subscriptionsProtocol: 'WS',
    shouldPersistHeaders: true,
    ...options,
  });
