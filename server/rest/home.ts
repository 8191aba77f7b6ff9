import { createHash } from 'node:crypto';
import { schemaFiles, schemaPath } from '../../packages/manifest/schemas/jsonSchemas.ts';
import { json, validated } from '../http/answer.ts';
import { type Asset, sharedAsset } from './asset.ts';
import { wantsPlayground } from './playground.ts';
import type { Route } from './route.ts';

interface Place {
  name: string;
  path: string;
  label: string;
  about: string;
  /** Target of the link, if it differs: a browser would show an endless stream as text. */
  href?: string;
}

const groups: readonly [title: string, places: readonly Place[]][] = [
  [
    'Use it',
    [
      { name: 'graphql', path: '/graphql', label: 'GraphQL', about: 'The endpoint. In a browser, the playground.' },
      { name: 'docs', path: '/api/docs', label: 'REST reference', about: 'Every path, with examples to try out.' },
      {
        name: 'openapi',
        path: '/api/openapi.json',
        label: 'OpenAPI',
        about: 'The description of the REST API, for generators.',
      },
    ],
  ],
  [
    'Look around',
    [
      { name: 'agents', path: '/api/agents', label: 'Agents', about: 'Public agents, as JSON.' },
      { name: 'templates', path: '/api/templates', label: 'Templates', about: 'Public templates, as JSON.' },
      {
        name: 'events',
        path: '/api/events',
        href: '/api/docs#/Events/followEvents',
        label: 'Events',
        about: 'Changes as server-sent events.',
      },
    ],
  ],
  [
    'JSON Schemas of definitions',
    schemaFiles.map((file) => {
      const [kind = file] = file.split('.');
      return { name: `${kind}Schema`, path: schemaPath(file), label: `${kind}.json`, about: 'For editors.' };
    }),
  ],
  [
    'Health',
    [
      { name: 'live', path: '/health/live', label: 'Live', about: 'The process is running.' },
      { name: 'ready', path: '/health/ready', label: 'Ready', about: 'Ready to serve requests.' },
    ],
  ],
];

const style = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #60646c; --line: #e0e1e6; --card: #fff; --page: #f7f7f9; --link: #3451b2; }
@media (prefers-color-scheme: dark) {
  :root { --text: #edeef0; --soft: #b0b4ba; --line: #2e3135; --card: #18191b; --page: #111113; --link: #9eb1ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 3.5rem 1.5rem; }
header { display: flex; gap: 1rem; align-items: center; }
header img { width: 3rem; height: 3rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
p { margin: .25rem 0 0; color: var(--soft); }
h2 { margin: 2.25rem 0 .75rem; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
a { display: block; height: 100%; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); color: var(--text); text-decoration: none; }
a:hover, a:focus-visible { border-color: var(--link); }
a strong { color: var(--link); }
a span { display: block; color: var(--soft); font-size: .9rem; }
a code { display: block; margin-top: .35rem; font-size: .8rem; color: var(--soft); }
`;

const list = ([title, places]: (typeof groups)[number]) => `<h2>${title}</h2>
      <ul>
        ${places.map(({ path, href = path, label, about }) => `<li><a href="${href}"><strong>${label}</strong><span>${about}</span><code>${path}</code></a></li>`).join('\n        ')}
      </ul>`;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>NOFX registry</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <style>${style}</style>
  </head>
  <body>
    <main>
      <header>
        <img src="/favicon.svg" alt="">
        <div>
          <h1>NOFX registry</h1>
          <p>A registry for AI agents, and for templates that combine them.</p>
          <p>The web console is not built here. Run <code>npm run console:build</code> and start the gateway again.</p>
        </div>
      </header>
      ${groups.map(list).join('\n      ')}
    </main>
  </body>
</html>
`;

/** Content security policy: the inline style by its hash, and images from the gateway. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const index = {
  name: 'NOFX registry',
  links: Object.fromEntries(groups.flatMap(([, places]) => places.map(({ name, path }) => [name, path]))),
};

/** `/`: the console for browsers, or a page with links where no console is built; for programs, the links as JSON. */
export function homeRoute(consolePage?: Asset): Route {
  const html = sharedAsset(async () => page);
  const headers = { 'cache-control': 'public, max-age=300', vary: 'Accept' };
  return {
    method: 'GET',
    pattern: '/',
    quiet: true,
    async answer({ request }) {
      if (!wantsPlayground(request.method, request.headers.get('accept') ?? undefined)) {
        return validated(json(200, index, headers), request.headers.get('if-none-match'));
      }
      if (consolePage) return consolePage(request, {});
      return html(request, {
        ...headers,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      });
    },
  };
}
