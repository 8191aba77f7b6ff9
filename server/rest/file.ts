import { NotFound } from '../../src/errors.ts';
import type { Services } from '../../src/registry/services.ts';
import { type Context, createContext } from '../../src/resolvers/context.ts';
import { entryBySlug } from '../../src/resolvers/entry.ts';
import { engage } from '../access/engage.ts';
import { pathNotFound } from '../access/problem.ts';
import type { RateLimiter } from '../access/rateLimiter.ts';
import { bytesCost, type RequestContext } from '../access/requestContext.ts';
import { type Answer, validated } from '../http/answer.ts';
import { cacheControl, varies } from './caching.ts';
import { readParameters } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { namespace as inNamespace } from './routes/entries.ts';

/** Cost of reading a file, without its bytes: two statements. */
const cost = 10;

/** The route for files of an exact version. */
export const fileRoute = (services: Services, limiter: RateLimiter | undefined): Route => ({
  method: 'GET',
  pattern: '/api/:kind/:id/versions/:version/files/:path',
  async answer(call) {
    if (!['agents', 'templates'].includes(call.path.kind ?? '')) throw pathNotFound();
    const requestContext = await call.enter();
    requestContext.engagement = 'pull';
    limiter?.spend(requestContext.payer, cost);
    return fileAnswer(
      call,
      createContext(services, requestContext.caller, {
        answer: requestContext.answer,
        searchGate: (search) => search(),
        refused: (code) => requestContext.refusals.add(code),
        concerns: (runId) => requestContext.runIds.add(runId),
        engages: (entryId) => engage(services.engagement, requestContext, entryId),
      }),
      requestContext,
      limiter,
    );
  },
});

async function fileAnswer(
  { path: asked, target, request }: Call,
  context: Context,
  { answer, payer }: RequestContext,
  limiter: RateLimiter | undefined,
): Promise<Answer> {
  const { id = '', version: number = '', path = '' } = asked;
  const kind = asked.kind === 'agents' ? 'AGENT' : 'TEMPLATE';
  const { namespace } = readParameters(target.query, inNamespace) as { namespace?: string };
  const entry = await entryBySlug(kind, id, namespace, context);
  const version = entry && (await context.load.version[kind].byNumber.load([entry.id, number]));
  const content = version && (await context.load.version[kind].whole.load(version.id));
  const file = content?.files.find((each) => each.path === path);
  if (!entry || !content || !file) throw new NotFound('File not found, or you do not have access to its version.');

  const headers = {
    etag: `"${file.sha256}"`,
    'cache-control': cacheControl('version', context.viewer, {
      ...entry,
      isDraft: content.status === 'DRAFT',
      asked: namespace,
    }),
    vary: varies,
    'content-type': contentType(path),
    // Files of authors are data: a browser must not run anything in them.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  const known = validated({ status: 200, headers, body: '' }, request.headers.get('if-none-match'));
  if (known.status === 304) return known;
  answer.take(file.size);
  limiter?.charge(payer, bytesCost(file.size));
  const bytes = await context.load.blob.load(file.sha256);
  if (!bytes) throw new Error(`The content of ${file.path} (${file.sha256}) is missing in file storage.`);
  // A download of a version has one.
  if (path === manifestName(kind)) context.engages(entry.id);
  return { status: 200, headers, body: bytes };
}

const manifestName = (kind: 'AGENT' | 'TEMPLATE') => (kind === 'AGENT' ? 'agent.json' : 'template.json');

const contentType = (path: string) =>
  path.endsWith('.json')
    ? 'application/json'
    : path.endsWith('.md')
      ? 'text/markdown; charset=utf-8'
      : 'application/octet-stream';
