import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { pause, waitMs } from '../../client/index.ts';
import type { StepDocument } from '../document/stepDocument.ts';
import { messageOf } from '../problem.ts';
import { StepFailure } from '../stepFailure.ts';
import { type ExecutionContext, type Executor, maxAnswerBytes, readAnswer, tooLong } from './executor.ts';

interface EndpointOptions {
  url: string;
  /** Sent as a bearer token. */
  token?: string | undefined;
  /** The maximum number of requests for one attempt at a step. */
  most?: number;
}

/** Of an error, more than is shown, so that no secret is cut before it is redacted. */
const maxShownBytes = 64 * 1024;
const backoff = { firstMs: 500, maxMs: 10_000 };

/**
 * Posts the document to a URL and reads `{"outputs": {…}}` from the response. Transient failures (no connection, 429,
 * 5xx) are retried with the same `Idempotency-Key`, after the wait of `Retry-After`, as long as the step has time.
 * Redirects are not followed: the document contains secrets, which are for this URL only.
 */
export function endpointExecutor({ url, token, most = 4 }: EndpointOptions): Executor {
  return {
    description: `the endpoint ${url}`,
    async run(document, context) {
      for (let attempt = 1; ; attempt += 1) {
        const { problem, outputs, afterMs } = await ask(url, token, document, context);
        if (outputs) return outputs;
        const wait = Math.max(afterMs ?? 0, waitMs(attempt, backoff));
        if (!problem.retry || attempt >= most || wait >= context.leftMs()) throw problem;
        context.say(`${problem.message.replace(/\.?$/, '.')} Retrying in ${(wait / 1_000).toFixed(1)} s.`);
        await pause(wait, context.signal);
        context.signal.throwIfAborted();
      }
    },
    close: async () => {},
  };
}

type Answer =
  | { outputs: Record<string, unknown>; problem?: undefined; afterMs?: undefined }
  | { outputs?: undefined; problem: StepFailure; afterMs?: number | undefined };

async function ask(
  url: string,
  token: string | undefined,
  document: StepDocument,
  { signal, redactor, say, used, traceHeaders = {} }: ExecutionContext,
): Promise<Answer> {
  signal.throwIfAborted();
  let response: IncomingMessage;
  let body: Buffer;
  try {
    response = await post(url, token, document, traceHeaders, signal);
    body = await readBody(response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StepFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    return {
      problem: new StepFailure('executor_unreachable', `The endpoint of the executor is unreachable (${code}).`),
    };
  }
  const read = readAnswer(body, { used, say });
  const status = response.statusCode ?? 0;
  if (status === 200) return { outputs: read.outputs() };
  const text = redactor
    .text(body.toString('utf8', 0, maxShownBytes))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
  const isTransient = status === 429 || status >= 500;
  const message = `The endpoint of the executor responded with HTTP ${status}${text && `: ${text}`}`;
  return {
    problem: new StepFailure(isTransient ? 'executor_failed' : 'executor_refused', message, { retry: isTransient }),
    afterMs: retryAfter(response.headers['retry-after']),
  };
}

/** Plain node:http: fetch times out on headers after five minutes, and an agent may take longer. */
function post(
  url: string,
  token: string | undefined,
  document: StepDocument,
  traceHeaders: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const body = Buffer.from(JSON.stringify(document));
  const { run, step } = document;
  const request = (url.startsWith('https:') ? requestOverTls : requestOverHttp)(url, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      accept: 'application/json',
      'idempotency-key': `${run.id}:${step.id}:${step.attempt}`,
      ...traceHeaders,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxAnswerBytes) throw tooLong();
  }
  return Buffer.concat(chunks);
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds from now. */
export function retryAfter(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
