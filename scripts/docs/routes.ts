import type { Page, Problem } from './page.ts';

/** A method and path of OpenAPI, such as `/api/{kind}/{id}`. */
interface Route {
  method: string;
  path: string;
}

/** Reads the paths and methods of an OpenAPI document. */
export const routesOf = (openapi: { paths: Record<string, Record<string, unknown>> }): Route[] =>
  Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );

/** Every `GET /api/…` in inline code is a path of OpenAPI with that method. */
export function checkRoutes(page: Page, routes: readonly Route[]): Problem[] {
  return page.codes.flatMap(({ text, line }) => {
    const [, method = '', path = ''] = /^(GET|POST|PUT|PATCH|DELETE) (\/api\/[^\s?]+)/.exec(text) ?? [];
    if (path === '' || path.includes('…')) return [];
    if (routes.some((route) => route.method === method && matches(path, route.path))) return [];
    return [{ line, message: `OpenAPI does not have ${method} ${path}.` }];
  });
}

const matches = (path: string, template: string) => {
  const parts = path.split('/');
  const templates = template.split('/');
  return parts.length === templates.length && templates.every((part, at) => part.startsWith('{') || part === parts[at]);
};
