import { claimsOf } from '../../../src/db/database.ts';
import type { Viewer } from '../../../src/viewer.ts';
import { addressOf } from '../../access/clientAddress.ts';
import { correlationHeader, correlationIdOf } from '../../access/correlation.ts';
import { engage } from '../../access/engage.ts';
import type { KeptAnswer } from '../../access/keptAnswer.ts';
import { originsOf } from '../../access/origins.ts';
import { RateLimited } from '../../access/rateLimited.ts';
import { createRequestContext, type RequestContext } from '../../access/requestContext.ts';
import { corsHeadersFor } from '../../http/cors.ts';
import { isKnown } from '../../http/etag.ts';
import { isGraphqlJson } from '../../http/jsonType.ts';
import { logRequest } from '../../telemetry/log.ts';
import type { GatewayOptions } from '../gatewayOptions.ts';
import type { Begun } from './begun.ts';

/** A request, whatever carries it. */
export interface Asked {
  readonly transport: 'http' | 'rest';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** For the log: never the address itself. */
  readonly route: string;
  header(name: string): string | null | undefined;
  /** All `Authorization` headers, joined by commas. */
  readonly authorization: string | null | undefined;
  /** Address of the other end of the connection, where there is one. */
  readonly peer: string | undefined;
  readBody(): Promise<Uint8Array>;
}

/** An answer that was kept, to be written as it is. */
export interface Found {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly requestContext: RequestContext;
}

/** What is left to do: send what was kept; or make the answer, with what was begun for it. */
export type LookedUp = { readonly found: Found } | { readonly begun: Begun | undefined };

/** Larger bodies and headers are left to the ordinary way. */
const limits = { body: 16_384, accept: 200, target: 4_096 };

/**
 * Looks for the answer of a request among those that are kept. The key is the request as it was sent, and the claims of
 * its caller: whoever may not see an answer has another key. Who asks is authenticated, and pays, as for any answer.
 */
export function createLookUp(options: GatewayOptions): (asked: Asked) => Promise<LookedUp> {
  const { answerCache, limiter, tracing } = options;
  const origins = originsOf(options);
  const clientOf = addressOf(options);

  function isCandidate({ method, target, header, transport }: Asked): boolean {
    const hasBody = transport === 'http' && method === 'POST';
    if (method !== 'GET' && !hasBody) return false;
    if (target.length > limits.target || (header('accept')?.length ?? 0) > limits.accept) return false;
    if (bypasses.test(header('cache-control') ?? '') || origins.refuses(header)) return false;
    if (!hasBody) return true;
    const length = Number(header('content-length') ?? Number.NaN);
    return length <= limits.body && isGraphqlJson(header('content-type')) && !header('content-encoding');
  }

  function sent(asked: Asked, requestContext: RequestContext, kept: KeptAnswer): Found | undefined {
    try {
      limiter?.spend(requestContext.payer, kept.operation.cost);
    } catch (error) {
      if (error instanceof RateLimited) return undefined; // Refused in the ordinary way.
      throw error;
    }
    requestContext.operation = { ...kept.operation, isKeepable: true };
    requestContext.answer.release();
    requestContext.engagement = kept.engagement;
    for (const entryId of kept.engaged) engage(options.services.engagement, requestContext, entryId);
    const { etag } = kept.headers;
    const isSame = etag !== undefined && isKnown(etag, asked.header('if-none-match') ?? null);
    const { correlationId } = requestContext.caller;
    const headers = withCors({ ...kept.headers, [correlationHeader]: correlationId }, asked.header('origin'));
    const status = isSame ? 304 : 200;
    logRequest(options, requestContext, {
      transport: asked.transport,
      method: asked.method,
      route: asked.route,
      status,
    });
    return {
      status,
      headers: isSame ? withoutContent(headers) : headers,
      body: isSame ? null : kept.body,
      requestContext,
    };
  }

  function withCors(headers: Record<string, string>, origin: string | null | undefined): Record<string, string> {
    if (!origin) return headers;
    const { vary, ...cors } = corsHeadersFor(origin, origins);
    if (vary !== undefined && !/\borigin\b/i.test(headers.vary ?? ''))
      headers.vary = headers.vary ? `${headers.vary}, ${vary}` : vary;
    return Object.assign(headers, cors);
  }

  return async (asked) => {
    if (!answerCache || !isCandidate(asked)) return { begun: undefined };
    const correlationId = correlationIdOf(asked.header(correlationHeader), tracing);
    const entering = createRequestContext(options, {
      authorization: asked.authorization,
      correlationId,
      address: clientOf(asked.peer, asked.header),
    });
    const requestContext = await entering.catch(() => undefined);
    const body = requestContext && asked.method === 'POST' ? asked.readBody() : undefined;
    const begun: Begun = { correlationId, requestContext: entering, body };
    if (!requestContext) return { begun };
    const text = await body?.catch(() => undefined);
    if (body && !text) return { begun };

    const key = keyOf(asked, requestContext.caller.viewer, text);
    const kept = await answerCache.find(key);
    const found = kept && sent(asked, requestContext, kept);
    if (found) return { found };
    requestContext.keeping = answerCache.begin(key);
    return { begun };
  };
}

/** The answer must come from the database (RFC 9111, 5.2.1), or must not be stored. */
const bypasses = /\bno-(cache|store)\b/i;

/** No part can contain a line feed, but the body, which is the last. The body byte for byte. */
const keyOf = ({ transport, method, target, header }: Asked, viewer: Viewer, body: Uint8Array | undefined) =>
  `${viewer.kind === 'anonymous' ? '' : claimsOf(viewer)}\n${transport} ${method}\n${target}\n${header('accept') ?? ''}\n${
    body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1') : ''
  }`;

const withoutContent = ({ 'content-type': _, 'content-length': __, ...headers }: Record<string, string>) => headers;
