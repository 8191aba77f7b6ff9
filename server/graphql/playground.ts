import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { defaultPlaygroundQuery } from './defaultPlaygroundQuery.ts';

/**
 * GraphiQL with everything that it needs in one page: nine megabytes, so only a module that serves it imports this.
 *
 * Subscriptions are sent over SSE: a browser cannot set headers on a WebSocket, so the headers of the page's Headers
 * tab, and the token among them, would not apply to them.
 */
export const renderPlayground = (options: GraphiQLOptions = {}): string =>
  renderGraphiQL({
    title: 'NOFX registry',
    defaultQuery: defaultPlaygroundQuery,
    subscriptionsProtocol: 'SSE',
    shouldPersistHeaders: false,
    ...options,
  }).replace('<div id="root"></div>', (root) => `${root}\n      <script>${forgetHeaders}</script>`);

/** Removes the headers that an earlier version of this page kept in the browser's local storage. */
const forgetHeaders = `
        try {
          localStorage.removeItem('graphiql:headers');
          localStorage.removeItem('graphiql:shouldPersistHeaders');
          const state = JSON.parse(localStorage.getItem('graphiql:tabState'));
          if (state && Array.isArray(state.tabs)) {
            for (const tab of state.tabs) tab.headers = null;
            localStorage.setItem('graphiql:tabState', JSON.stringify(state));
          }
        } catch {}
      `;
