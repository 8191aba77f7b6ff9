import { securityHeaders } from '../http/securityHeaders.ts';
import { sharedAsset } from './asset.ts';
import type { Route } from './route.ts';

/** The playground, for a browser that opens `/graphql`. It contains no data, so it is the same for every caller. */
export function playgroundRoute(render: () => string | Promise<string>): Route {
  const page = sharedAsset(async () => render());
  return {
    method: 'GET',
    pattern: '/graphql',
    quiet: true,
    async answer({ request, enter }) {
      await enter();
      return page(request, {
        ...securityHeaders('text/html'),
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'public, max-age=300',
        vary: 'Accept',
      });
    },
  };
}

/** Whether a request comes from a browser that opens a page. */
export const wantsPlayground = (method: string | undefined, accept: string | undefined): boolean =>
  (method === 'GET' || method === 'HEAD') && /\btext\/html\b/.test(accept ?? '');
