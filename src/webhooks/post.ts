import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { hostOf } from '../../packages/node/publicAddress.ts';
import { addressProblem, checkedLookup } from './checkedLookup.ts';

export interface PostOptions {
  /** Hosts and networks that are accepted although they are not public. */
  allowed: readonly string[];
  timeoutMs: number;
  /** For tests. */
  lookup?: LookupFunction;
}

/** What came of one request. */
export interface PostResult {
  /** Null if there was no response. */
  statusCode: number | null;
  /** Null for a 2xx. */
  error: string | null;
  durationMs: number;
  /** The wait that the receiver asked for. */
  retryAfterMs: number | null;
}

/** A receiver says what it has to say in its status. Of the rest, this much is read, and shown if it refused. */
const maxResponseBytes = 4_096;
const maxShown = 200;

/** Sends one message. Never throws. Connects to public addresses only, and follows no redirect. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowed, timeoutMs, lookup }: PostOptions,
): Promise<PostResult> {
  const startedAt = performance.now();
  const done = (result: Omit<PostResult, 'durationMs'>): PostResult => ({
    ...result,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const host = hostOf(url);
    const refused = isIP(host) ? addressProblem(host, allowed) : null;
    if (refused) throw refused;
    const response = await send(url, headers, Buffer.from(body), checkedLookup(allowed, lookup), signal);
    const status = response.statusCode ?? 0;
    const text = await readStart(response);
    return done({
      statusCode: status,
      error: status >= 200 && status < 300 ? null : refusalOf(status, text),
      retryAfterMs: retryAfterMs(response.headers['retry-after']),
    });
  } catch (error) {
    const message = signal.aborted ? `No response within ${timeoutMs / 1_000} s.` : problemOf(error);
    return done({ statusCode: null, error: message, retryAfterMs: null });
  }
}

function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = (url.startsWith('https:') ? requestOverTls : requestOverHttp)(url, {
    method: 'POST',
    agent: false, // A connection of its own, so that its address is checked now.
    lookup,
    signal,
    maxHeaderSize: 16_384,
    headers: { ...headers, 'content-length': String(body.length), connection: 'close' },
  });
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject); // Stays: an error after the response would end the process otherwise.
    request.end(body);
  });
}

/** The start of the response; the connection is cut when there is more. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxResponseBytes) break;
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, maxResponseBytes).toString('utf8');
}

function refusalOf(status: number, text: string): string {
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed.`;
  const shown = redactSecrets(text.replace(/[^\P{C}\n\t]/gu, ''))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxShown);
  return `HTTP ${status}${shown && `: ${shown}`}`;
}

/** Without addresses: whoever reads the log of deliveries learns nothing about the network of the gateway. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The request failed.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === 'ADDRESS_REFUSED') return `${error.message} The gateway connects to public addresses only.`;
  return code === null ? 'The request failed.' : `The request failed (${code}).`;
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds from now. */
export function retryAfterMs(header: string | undefined, now: number = Date.now()): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
