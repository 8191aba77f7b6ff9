import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathNotFound } from '../access/problem.ts';
import { sharedAsset } from './asset.ts';
import type { Route } from './route.ts';

/** A file of the REST reference. Hosts that serve static files write it to the path `address`. */
export interface DocsAsset {
  address: string;
  contentType: string;
  content(): Promise<string | Uint8Array>;
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>NOFX registry: REST reference</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="icon" href="/api/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/init.js"></script>
  </body>
</html>
`;

/** Swagger UI waits for the whole response, so streams are shown without "Try it out". */
const init = `const withoutStreams = {
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: (original, system) => (state, path, method) =>
          system.specSelectors.specJson().getIn(['paths', path, method, 'x-streaming']) !== true &&
          original(state, path, method),
      },
    },
  },
};
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  plugins: [() => withoutStreams],
});
`;

const distributed = (name: string) => async () =>
  readFile(join(dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json'))), name));

/** Everything that the page loads, all from the gateway itself. */
export const docsAssets: readonly DocsAsset[] = [
  { address: '/api/docs', contentType: 'text/html; charset=utf-8', content: async () => page },
  { address: '/api/docs/init.js', contentType: 'text/javascript; charset=utf-8', content: async () => init },
  ...(
    [
      ['swagger-ui.css', 'text/css; charset=utf-8'],
      ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
      ['favicon-32x32.png', 'image/png'],
    ] as const
  ).map(([name, contentType]) => ({ address: `/api/docs/${name}`, contentType, content: distributed(name) })),
];

/** Content security policy: scripts and styles only from the gateway, none inline. */
export const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The REST reference for people. Each file is read on its first request. */
export function docsRoutes(): Route[] {
  return docsAssets.map(({ address, contentType, content }) => {
    const asset = sharedAsset(content);
    return {
      method: 'GET',
      pattern: address,
      quiet: true,
      answer: ({ request }) =>
        asset(request, {
          'content-type': contentType,
          'cache-control': 'public, max-age=300',
          'content-security-policy': docsPolicy,
        }).catch(() => {
          throw pathNotFound();
        }),
    };
  });
}
