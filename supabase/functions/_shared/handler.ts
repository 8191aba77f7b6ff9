import type { Authenticate } from '../../../server/access/authenticate.ts';
import { correlationHeader, correlationIdOf } from '../../../server/access/correlation.ts';
import { RequestError } from '../../../src/errors.ts';
import { requireRole } from '../../../src/registry/require.ts';
import { readCall } from './call.ts';
import { describeFailure } from './failure.ts';
import { json, problemFor, refusal } from './problem.ts';
import { type Parts, publishCall, publishNotice } from './publishCall.ts';
import { readBody } from './readJson.ts';
import { isFromWebhook, readNotice, webhookHeader } from './webhook.ts';

export interface SyncOptions extends Parts {
  authenticate: Authenticate;
  /** What a webhook proves itself with; null: there are none. */
  webhookSecret: string | null;
  log: (line: Record<string, unknown>) => void;
}

/** What is found out about a request on its way, for its line in the log. */
interface RequestContext {
  correlationId: string;
  authentication: 'token' | 'webhook';
  actor: string | null;
}

/** Answers every request, whatever comes; nothing that a client sends is a fault of ours. */
export function createHandler(options: SyncOptions): (request: Request) => Promise<Response> {
  const { kind, log } = options;
  return async (request) => {
    const began = performance.now();
    const { headers } = request;
    const correlationId = correlationIdOf(headers.get(correlationHeader));
    const requestContext: RequestContext = {
      correlationId,
      authentication: headers.has(webhookHeader) ? 'webhook' : 'token',
      actor: null,
    };
    const response = await answer(request, requestContext, options).catch((error: unknown) => {
      const problem = problemFor(error, correlationId);
      if (problem.status === 500) log({ level: 'error', correlationId, failure: describeFailure(error) });
      return problem;
    });
    response.headers.set(correlationHeader, correlationId);
    const durationMs = Math.round(performance.now() - began);
    log({ level: 'info', kind, ...requestContext, status: response.status, durationMs });
    return response;
  };
}

async function answer(request: Request, requestContext: RequestContext, options: SyncOptions): Promise<Response> {
  const { method, headers } = request;
  if (method !== 'POST') throw refusal(405, 'Method not allowed; use POST.', { allow: 'POST' });
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) {
    throw refusal(415, 'The body must be JSON, with `content-type: application/json`.');
  }
  return requestContext.authentication === 'webhook'
    ? toWebhook(request, requestContext, options)
    : toCaller(request, requestContext, options);
}

/** Authenticates the caller before the body is read: up to 32 MiB are read for publishers only. */
async function toCaller(request: Request, requestContext: RequestContext, { authenticate, ...parts }: SyncOptions) {
  const { headers } = request;
  const { viewer } = await authenticate(headers.get('authorization'));
  const { correlationId } = requestContext;
  const user = requireRole({ viewer, correlationId }, 'publisher', 'publish');
  requestContext.actor = user.id;
  const call = readCall(await readBody(request, 'bundle'), headers.get('idempotency-key'));
  return publishCall(call, { viewer: user, correlationId }, parts);
}

async function toWebhook(request: Request, requestContext: RequestContext, { webhookSecret, ...parts }: SyncOptions) {
  if (!isFromWebhook(request.headers, webhookSecret)) {
    throw new RequestError(
      'UNAUTHENTICATED',
      `\`${webhookHeader}\` is missing or does not match the webhook secret of this function.`,
    );
  }
  const notice = readNotice(await readBody(request, 'notice'));
  if ('ignored' in notice) return json(200, notice);
  requestContext.actor = notice.viewer.id;
  return publishNotice(notice, requestContext.correlationId, parts);
}
