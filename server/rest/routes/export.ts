import { isNamespace } from '../../../packages/manifest/index.ts';
import { createArchiveWriter } from '../../../packages/node/transfer/archiveWriter.ts';
import { writeExport } from '../../../packages/node/transfer/exportEntries.ts';
import type { Stopped } from '../../../packages/node/transfer/format.ts';
import { RegistryError, RequestError } from '../../../src/errors.ts';
import { quoted } from '../../../src/registry/quoted.ts';
import { hasRole, namespaceOf, type Viewer } from '../../../src/viewer.ts';
import { badInput, Problem } from '../../access/problem.ts';
import type { RequestContext } from '../../access/requestContext.ts';
import type { GatewayOptions } from '../../graphql/gatewayOptions.ts';
import { requireAccepted } from '../../http/accept.ts';
import type { Answer } from '../../http/answer.ts';
import { varies } from '../caching.ts';
import type { Engine } from '../engine.ts';
import { type RestExportReader, restExportReader } from '../exportReader.ts';
import { flag, type Parameters, readParameters, text, texts } from '../parameters.ts';
import type { Route } from '../route.ts';

export const exportParameters: Parameters = {
  since: text(
    'Only what changed after this cursor: that of an earlier export, or of an event. "0": all that is in the event log.',
    512,
  ),
  namespace: texts('Namespaces to export. Defaults to your own; without a token, to `default`.'),
  allNamespaces: flag('Whether to export all entries that you can read, in every namespace.'),
};

export const exportPattern = '/api/export';
export const exportType = 'application/x-tar';

/** What the writer of an archive buffers before it waits for its reader, in bytes. */
const bufferedBytes = 8 * 1024 * 1024;

type Options = Pick<GatewayOptions, 'services' | 'limiter' | 'answers' | 'report' | 'streamSeconds'>;

/** What `registry export` writes, as a stream. An export that cannot go on ends with the reason, which an import refuses. */
export const exportRoute = (engine: Engine, options: Options): Route => ({
  method: 'GET',
  pattern: exportPattern,
  async answer({ request, target, correlationId, enter }): Promise<Answer> {
    const requestContext = await enter();
    requireAccepted(request.headers.get('accept'), exportType);
    const query = readParameters(target.query, exportParameters) as Query;
    if (query.namespace && query.allNamespaces) throw badInput('Send either `namespace` or `allNamespaces`, not both.');
    for (const each of query.namespace ?? [])
      if (!isNamespace(each))
        throw badInput(`\`namespace\` must be a namespace such as "globex"; got ${quoted(each)}.`);
    const { viewer } = requestContext.caller;
    const namespaces = query.allNamespaces ? null : (query.namespace ?? [namespaceOf(viewer) ?? 'default']);
    const state = { isLeft: false };
    const reader = restExportReader(engine, options, requestContext, () =>
      requireMayGoOn(state, requestContext, options.streamSeconds),
    );
    const cursor = await reader.latest();
    // A cursor that is refused is told by the status.
    if (query.since !== undefined) await reader.events(query.since, null).catch(explainSince);
    requestContext.answer.take(bufferedBytes);
    return {
      status: 200,
      headers: {
        'content-type': exportType,
        'content-disposition': 'attachment; filename="registry.tar"',
        'cache-control': 'private, no-store, no-transform',
        vary: varies,
        'x-registry-cursor': cursor,
      },
      body: archiveOf(reader, { viewer, namespaces, cursor, since: query.since ?? null }, state, (error) =>
        stoppedBy(error, () => {
          if (!state.isLeft) options.report(error, correlationId);
        }),
      ),
    };
  },
});

/** The log calls a cursor to continue from `after`; here it is `since`. */
function explainSince(error: unknown): never {
  if (error instanceof Problem && error.code === 'BAD_USER_INPUT')
    throw badInput(error.message.replace('`after`', '`since`'));
  throw error;
}

interface Query {
  since?: string;
  namespace?: string[];
  allNamespaces?: boolean;
}

/** Throws what ends an export: its reader has left, the token has expired, or the platform would cut it off. */
function requireMayGoOn(
  { isLeft }: { isLeft: boolean },
  { expiresAt, startedAt }: RequestContext,
  seconds: number | undefined,
): void {
  if (isLeft) throw new ReaderLeft();
  if (expiresAt !== null && expiresAt * 1_000 <= Date.now())
    throw new RequestError('UNAUTHENTICATED', 'The token expired during the export. Use one that is valid for longer.');
  if (seconds !== undefined && performance.now() - startedAt > seconds * 1_000)
    throw new RequestError(
      'UNAVAILABLE',
      `The export takes longer than the ${seconds} seconds that a request may take here. Use \`registry export\`, which asks page by page, or export fewer namespaces.`,
    );
}

class ReaderLeft extends Error {}

/** The archive, written as it is read. */
function archiveOf(
  reader: RestExportReader,
  {
    viewer,
    namespaces,
    cursor,
    since,
  }: { viewer: Viewer; namespaces: readonly string[] | null; cursor: string; since: string | null },
  state: { isLeft: boolean },
  stopped: (error: unknown) => Stopped,
): ReadableStream<Uint8Array> {
  const writer = createArchiveWriter();
  const chunks = writer.readable.getReader();
  const source = {
    reader,
    namespaces,
    seesAll: (name: string) => namespaceOf(viewer) === name && hasRole(viewer, 'publisher'),
    onEntry() {},
    onSkipped() {},
  };
  const write = () =>
    writeExport(source, writer, cursor, since)
      .catch((error) => writer.stop(stopped(error)))
      .catch((error) => writer.fail(error))
      .finally(reader.release);
  let isStarted = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isStarted) void write();
        isStarted = true;
        const { value, done } = await chunks.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        state.isLeft = true;
        await chunks.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Why an export stopped, as a caller may know it. */
function stoppedBy(error: unknown, report: () => void): Stopped {
  if (error instanceof Problem || error instanceof RequestError || error instanceof RegistryError)
    return { code: error.code, message: error.message };
  report();
  return { code: 'INTERNAL_SERVER_ERROR', message: 'Internal error.' };
}
