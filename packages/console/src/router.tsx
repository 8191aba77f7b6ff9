import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Layout } from './Layout.tsx';
import { HomePage } from './pages/HomePage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { RouteError } from './pages/RouteError.tsx';
import { lazyPage } from './ui/lazyPart.ts';

/** The filters that an address may have: strings, as they stand in it. */
const pick =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') found[name] = value;
    }
    return found;
  };

const listFilters = pick('q', 'kind', 'category', 'tags', 'namespace', 'status', 'visibility', 'sort');

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage, errorComponent: RouteError });
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const lists = [
  createRoute({
    getParentRoute: () => root,
    path: '/agents',
    validateSearch: listFilters,
    component: lazyPage(() => import('./pages/ListPages.tsx'), 'AgentsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates',
    validateSearch: listFilters,
    component: lazyPage(() => import('./pages/ListPages.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/search',
    validateSearch: listFilters,
    component: lazyPage(() => import('./pages/ListPages.tsx'), 'SearchPage'),
  }),
] as const;

const entries = [
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id',
    validateSearch: pick('tab', 'version', 'file'),
    component: lazyPage(() => import('./pages/EntryPage.tsx'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id/compare/$range',
    validateSearch: pick('view'),
    component: lazyPage(() => import('./pages/ComparePage.tsx'), 'ComparePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id/graph',
    validateSearch: pick('depth', 'change'),
    component: lazyPage(() => import('./pages/GraphPage.tsx'), 'GraphPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/templates/$id/instantiate',
    validateSearch: pick('version', 'environment'),
    component: lazyPage(() => import('./pages/InstantiatePage.tsx'), 'InstantiatePage'),
  }),
] as const;

/** Addresses without a namespace: one's own, then `default`. */
const shortcuts = [
  createRoute({
    getParentRoute: () => root,
    path: '/agents/$id',
    component: lazyPage(() => import('./pages/ShortcutPage.tsx'), 'AgentShortcut'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id',
    component: lazyPage(() => import('./pages/ShortcutPage.tsx'), 'TemplateShortcut'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id/instantiate',
    component: lazyPage(() => import('./pages/ShortcutPage.tsx'), 'InstantiateShortcut'),
  }),
] as const;

const work = [
  createRoute({
    getParentRoute: () => root,
    path: '/runs',
    validateSearch: pick('status', 'template', 'version', 'author', 'since', 'until'),
    component: lazyPage(() => import('./pages/RunsPage.tsx'), 'RunsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/runs/$id',
    validateSearch: pick('step'),
    component: lazyPage(() => import('./pages/RunPage.tsx'), 'RunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events',
    validateSearch: pick('kind', 'action', 'entry', 'namespace', 'after'),
    component: lazyPage(() => import('./pages/EventsPage.tsx'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events/$id',
    component: lazyPage(() => import('./pages/EventPage.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/publish',
    component: lazyPage(() => import('./pages/PublishPage.tsx'), 'PublishPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    validateSearch: pick('kind', 'valid', 'entry'),
    component: lazyPage(() => import('./pages/ReportsPage.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/usage',
    validateSearch: pick('days', 'meter'),
    component: lazyPage(() => import('./pages/UsagePage.tsx'), 'UsagePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks',
    component: lazyPage(() => import('./pages/WebhooksPage.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks/$id',
    validateSearch: pick('status'),
    component: lazyPage(() => import('./pages/WebhookPage.tsx'), 'WebhookPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transfer',
    component: lazyPage(() => import('./pages/TransferPage.tsx'), 'TransferPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([home, ...lists, ...shortcuts, ...entries, ...work]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch(search) {
    const found = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '');
    const text = new URLSearchParams(found as [string, string][]).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
