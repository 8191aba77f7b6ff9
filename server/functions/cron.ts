import { createHash, timingSafeEqual } from 'node:crypto';
import type { Services } from '../../src/registry/services.ts';
import { correlationHeader, correlationIdOf } from '../access/correlation.ts';
import { Problem, problemAnswer, problemOf } from '../access/problem.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { readFunctionEnv } from './functionEnv.ts';
import { createFunctionHandler, type FunctionHandler } from './functionHandler.ts';
import { functionLog } from './instance.ts';
import { unavailable } from './unavailable.ts';

/**
 * Work that only the platform's scheduler may start: it sends CRON_SECRET as a bearer token
 * (https://vercel.com/docs/cron-jobs/manage-cron-jobs). Answers with the result.
 */
export function cron(work: (services: Services) => Promise<unknown>): FunctionHandler {
  const { fetch } = createFunctionHandler(async ({ options }) =>
    Response.json(await work(options.services), { headers: always }),
  );
  return {
    async fetch(request) {
      try {
        const { CRON_SECRET: secret } = readFunctionEnv();
        if (!secret) functionLog.warn('CRON_SECRET is not set: scheduled work is disabled.');
        if (request.method !== 'GET') {
          return refused(
            new Problem(405, 'BAD_USER_INPUT', 'Only GET is allowed.', { headers: { allow: 'GET' } }),
            request,
          );
        }
        if (!secret || !isSame(request.headers.get('authorization') ?? '', `Bearer ${secret}`)) {
          return refused(problemOf('UNAUTHENTICATED', "Only the platform's scheduler may call this."), request);
        }
        return await fetch(request);
      } catch (error) {
        return unavailable(error, request);
      }
    },
  };
}

const always = { ...securityHeaders(null), 'cache-control': 'no-store' };

/** In constant time. */
const isSame = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));
const digest = (text: string) => createHash('sha256').update(text).digest();

function refused(problem: Problem, request: Request): Response {
  const correlationId = correlationIdOf(request.headers.get(correlationHeader));
  const { status, headers, body } = problemAnswer(problem, correlationId);
  return new Response(body as string, {
    status,
    headers: { ...always, ...headers, [correlationHeader]: correlationId },
  });
}
