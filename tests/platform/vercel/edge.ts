import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuiltMiddleware } from './build.ts';

const tools = createRequire(new URL('../package.json', import.meta.url));

/** The parts of the packages that are used here: their types are not installed with the registry's own. */
interface EdgeRuntime {
  evaluate(code: string): unknown;
  context: Record<string | symbol, unknown>;
}
interface Esbuild {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { text: string }[] }>;
}

/** What the platform gives to code at the edge: https://vercel.com/docs/functions/functions-api-reference/vercel-functions-package */
export interface EdgePlatform {
  purge: { invalidateByTag(tags: string[]): Promise<void>; dangerouslyDeleteByTag(tags: string[]): Promise<void> };
  cache: {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown, options?: unknown): Promise<void>;
  };
}

/** What the middleware returned. */
export interface EdgeAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** Calls the middleware. */
export type Edge = (request: {
  url: string;
  method: string;
  headers: [string, string][];
  body: string;
}) => Promise<EdgeAnswer>;

/**
 * The middleware as it was built, in the edge runtime of Vercel's own package: Web APIs only, no modules, no `eval`. Its
 * files are joined as the platform does, which fails if one of them needs a module of Node.
 */
export async function startEdge(
  { folder, entrypoint }: BuiltMiddleware,
  env: Record<string, string>,
  platform: EdgePlatform,
): Promise<
  (request: { url: string; method: string; headers: [string, string][]; body: string }) => Promise<EdgeAnswer>
> {
  const { build } = tools('esbuild') as Esbuild;
  const { EdgeRuntime } = tools('edge-runtime') as {
    EdgeRuntime: new (options: { extend(context: Record<string | symbol, unknown>): unknown }) => EdgeRuntime;
  };
  const { outputFiles } = await build({
    entryPoints: [join(folder, entrypoint)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'middleware',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    logLevel: 'silent',
  });
  const runtime = new EdgeRuntime({
    extend: (context) =>
      Object.assign(context, { process: { env }, [Symbol.for('@vercel/request-context')]: { get: () => platform } }),
  });
  runtime.evaluate(`${outputFiles[0]?.text ?? ''}; globalThis.middleware = middleware;`);
  runtime.evaluate(`globalThis.answerRequest = async ({ url, method, headers, body }) => {
    const init = { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) };
    const response = await middleware.default(new Request(url, init));
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  }`);
  const answer = runtime.context.answerRequest as (request: object) => Promise<{
    status: number;
    headers: [string, string][];
    body: string;
  }>;
  return async (request) => {
    const { status, headers, body } = await answer(request);
    return { status, headers: new Headers(headers), body };
  };
}
