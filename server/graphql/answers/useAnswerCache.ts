import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../../access/requestContext.ts';
import type { RequestContexts } from '../../access/requestContexts.ts';
import { etagOf, isKnown } from '../../http/etag.ts';
import { securityHeaders } from '../../http/securityHeaders.ts';
import type { ServerContext } from '../gatewayOptions.ts';
import { cacheControlOf, varies } from './cacheControl.ts';

type Serialized = ExecutionResult & { stringify?: (result: ExecutionResult) => string };

/**
 * Keeps answers that may be kept, as they are sent. What is asked for with GET gets what other caches need: an ETag, and
 * who may store it. Stands before the HTTP plugin, which adds what every response has.
 */
export function useAnswerCache(requestContexts: RequestContexts): Plugin<ServerContext> {
  const texts = new WeakMap<Request, string>();

  return {
    onResultProcess({ request, result, setResult }) {
      if (!requestContexts.ofRequest(request)?.operation?.isKeepable || !isWithoutErrors(result)) return;
      const stringify = result.stringify ?? JSON.stringify;
      setResult({
        ...result,
        stringify(answer) {
          const text = stringify(answer as ExecutionResult);
          texts.set(request, text);
          return text;
        },
      });
    },

    onResponse({ request, response, setResponse, fetchAPI }) {
      const text = texts.get(request);
      const requestContext = requestContexts.ofRequest(request);
      if (text === undefined || !requestContext || response.status !== 200) return;
      const { headers } = response;
      const type = headers.get('content-type');
      if (!type || type.startsWith('text/event-stream')) return;
      const isGet = request.method === 'GET';
      const forCaches: Record<string, string> = isGet
        ? { 'cache-control': cacheControlOf(requestContext.caller.viewer), vary: varies, etag: etagOf(text) }
        : { 'cache-control': 'no-store' };
      keep(requestContext, text, { 'content-type': type, ...forCaches });
      const { etag } = forCaches;
      if (etag !== undefined && isKnown(etag, request.headers.get('if-none-match')))
        return setResponse(new fetchAPI.Response(null, { status: 304, headers: forCaches }));
      for (const [name, value] of Object.entries(forCaches)) headers.set(name, value);
    },
  };
}

export function keep(
  { keeping, operation, engagement, engaged }: RequestContext,
  text: string,
  headers: Record<string, string>,
): void {
  if (!keeping || operation?.type !== 'query') return;
  const body = Buffer.from(text);
  keeping.keep({
    headers: {
      ...securityHeaders(headers['content-type']),
      ...headers,
      'content-length': String(body.length),
    },
    body,
    operation: { type: 'query', name: operation.name, cost: operation.cost },
    engagement,
    engaged: [...engaged],
  });
}

const isWithoutErrors = (result: unknown): result is Serialized =>
  typeof result === 'object' && result !== null && 'data' in result && !('errors' in result && result.errors);
