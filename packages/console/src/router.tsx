import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Layout } from './Layout.tsx';
import { HomePage } from './pages/HomePage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { RouteError } from './pages/RouteError.tsx';

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
    component: lazyRouteComponent(() => import('./pages/ListPages.tsx'), 'AgentsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates',
    validateSearch: listFilters,
    component: lazyRouteComponent(() => import('./pages/ListPages.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/search',
    validateSearch: listFilters,
    component: lazyRouteComponent(() => import('./pages/ListPages.tsx'), 'SearchPage'),
  }),
] as const;

const entries = [
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id',
    validateSearch: pick('tab', 'version', 'file'),
    component: lazyRouteComponent(() => import('./pages/EntryPage.tsx'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id/compare/$range',
    validateSearch: pick('view'),
    component: lazyRouteComponent(() => import('./pages/ComparePage.tsx'), 'ComparePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/$kinds/$id/graph',
    validateSearch: pick('depth', 'change'),
    component: lazyRouteComponent(() => import('./pages/GraphPage.tsx'), 'GraphPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/$namespace/templates/$id/instantiate',
    validateSearch: pick('version', 'environment'),
    component: lazyRouteComponent(() => import('./pages/InstantiatePage.tsx'), 'InstantiatePage'),
  }),
] as const;

/** Addresses without a namespace: one's own, then `default`. */
const shortcuts = [
  createRoute({
    getParentRoute: () => root,
    path: '/agents/$id',
    component: lazyRouteComponent(() => import('./pages/ShortcutPage.tsx'), 'AgentShortcut'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id',
    component: lazyRouteComponent(() => import('./pages/ShortcutPage.tsx'), 'TemplateShortcut'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id/instantiate',
    component: lazyRouteComponent(() => import('./pages/ShortcutPage.tsx'), 'InstantiateShortcut'),
  }),
] as const;

const work = [
  createRoute({
    getParentRoute: () => root,
    path: '/runs',
    validateSearch: pick('status', 'template', 'version', 'author', 'since', 'until'),
    component: lazyRouteComponent(() => import('./pages/RunsPage.tsx'), 'RunsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/runs/$id',
    validateSearch: pick('step'),
    component: lazyRouteComponent(() => import('./pages/RunPage.tsx'), 'RunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events',
    validateSearch: pick('kind', 'action', 'entry', 'namespace', 'after'),
    component: lazyRouteComponent(() => import('./pages/EventsPage.tsx'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events/$id',
    component: lazyRouteComponent(() => import('./pages/EventPage.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/publish',
    component: lazyRouteComponent(() => import('./pages/PublishPage.tsx'), 'PublishPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    validateSearch: pick('kind', 'valid', 'entry'),
    component: lazyRouteComponent(() => import('./pages/ReportsPage.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/usage',
    validateSearch: pick('days', 'meter'),
    component: lazyRouteComponent(() => import('./pages/UsagePage.tsx'), 'UsagePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./pages/WebhooksPage.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks/$id',
    validateSearch: pick('status'),
    component: lazyRouteComponent(() => import('./pages/WebhookPage.tsx'), 'WebhookPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transfer',
    component: lazyRouteComponent(() => import('./pages/TransferPage.tsx'), 'TransferPage'),
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
