import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathNotFound } from '../access/problem.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { type Asset, sharedAsset } from './asset.ts';
import { wantsPlayground } from './playground.ts';
import type { Route } from './route.ts';

/** The built web console: its page, which is the same at every address, and the files that the page loads. */
export interface ConsoleSite {
  page: Asset;
  routes: readonly Route[];
}

/** Content security policy of the console: nothing inline, nothing from elsewhere, and no string becomes markup or code. */
export const consolePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Headers of the page. Every load asks whether it changed, since it names the assets by their hashes. */
export const consolePageHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders(null),
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': consolePolicy,
  'cache-control': 'no-cache',
  vary: 'Accept',
};

const assetPath = '/console/assets/';
const immutable = 'public, max-age=31536000, immutable';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Addresses that belong to programs, also where nothing is found: a browser gets no page there. */
const otherPaths =
  /^\/(?:api|graphql|health|metrics|schemas|docs|mcp|v0\.1|\.well-known|log|favicon\.\w+)(?:\/|$)|^\/console\/assets\//;

/** Whether a request is a browser's, for a page of the console. */
export const wantsConsole = (method: string, accept: string | null, path: string): boolean =>
  wantsPlayground(method, accept ?? undefined) && !otherPaths.test(path);

/** The console that `npm run console:build` wrote to a folder; null when there is none. */
export function openConsole(folder: string): ConsoleSite | null {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  const page = fileAsset(index);
  const names = readdirSync(join(folder, 'assets')).filter((name) => contentTypes[extname(name)]);
  const assets = new Map(names.map((name) => [name, fileAsset(join(folder, 'assets', name))]));
  return {
    page: (request, headers) => page(request, { ...consolePageHeaders, ...headers }),
    routes: [
      {
        method: 'GET',
        pattern: `${assetPath}:name`,
        quiet: true,
        async answer({ request, path: { name = '' } }) {
          const asset = assets.get(name);
          const contentType = contentTypes[extname(name)];
          if (!asset || !contentType) throw pathNotFound();
          return asset(request, { 'content-type': contentType, 'cache-control': immutable });
        },
      },
    ],
  };
}

/** A file that the build compressed already: `name.br` and `name.gz` beside `name`. */
const fileAsset = (file: string): Asset =>
  sharedAsset(() => readFile(file), { br: () => readFile(`${file}.br`), gzip: () => readFile(`${file}.gz`) });
