import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { GatewayRefused } from '../../client/index.ts';
import { LiveProvider } from './api/live.tsx';
import { linkCode } from './api/session.ts';
import { openLink } from './api/signInByLink.ts';
import { isLong, startAgain } from './list/longLists.ts';
import { router } from './router.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';

const queries = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      // The feed says what changed; until then an answer stands.
      staleTime: 30_000,
      retry: (count, error) => count < 3 && !(error instanceof GatewayRefused),
      refetchOnWindowFocus: false,
      refetchOnMount: (query) => !isLong(query),
      // For as long as Back may return to a list.
      gcTime: 15 * 60_000,
    },
  },
});

// `/console/…` is another way to say `/…`, but for a namespace of that name.
const prefixed = /^\/console(?:\/(?!(?:agents|templates)\/[^/]+)(.*))?$/.exec(location.pathname);
if (prefixed) history.replaceState(history.state, '', `/${prefixed[1] ?? ''}${location.search}${location.hash}`);

if (linkCode !== null) openLink(linkCode);

startAgain(router.history, queries);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LiveProvider>
          <RouterProvider router={router} />
        </LiveProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
