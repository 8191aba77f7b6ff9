import { BundleUpload, type UploadedBundle } from '../../../packages/manifest/contract/bundleUpload.ts';
import type { Kind } from '../../../packages/manifest/index.ts';
import type { Uploads } from '../../../src/artifacts/uploads.ts';
import { Forbidden, NotFound, RequestError } from '../../../src/errors.ts';
import { decodeFiles } from '../../../src/registry/decodeFiles.ts';
import { publish } from '../../../src/registry/publish.ts';
import type { Services } from '../../../src/registry/services.ts';
import type { User } from '../../../src/viewer.ts';
import type { Call } from './call.ts';
import { json } from './problem.ts';
import { publishedPayload } from './publishedPayload.ts';
import { parseJson } from './readJson.ts';

/** What a function publishes, and with what. */
export interface Parts {
  kind: Kind;
  services: Services;
  uploads: Uploads;
}

interface Publisher {
  viewer: User;
  correlationId: string;
}

/** Publishes what a caller sent or uploaded; an upload is removed when it is published. */
export async function publishCall(
  { source, options, idempotencyKey }: Call,
  caller: Publisher,
  parts: Parts,
): Promise<Response> {
  if ('bundle' in source) return publishBundle({ ...source.bundle, ...given(options) }, idempotencyKey, caller, parts);
  if (source.namespace !== caller.viewer.namespace) {
    throw new Forbidden(`Your token may publish only uploads in incoming/${caller.viewer.namespace}/.`);
  }
  const bytes = await parts.uploads.read(source.place);
  if (!bytes) {
    throw new NotFound('Upload not found. It may have been published already; upload it again and repeat the request.');
  }
  const bundle = { ...bundleIn(bytes), ...given(options) };
  return publishUpload(source.place, bundle, idempotencyKey, caller, parts);
}

/** Publishes what a webhook announced. A repeated webhook finds nothing, or the same content: harmless. */
export async function publishNotice(
  { place, viewer }: { place: string; viewer: User },
  correlationId: string,
  parts: Parts,
): Promise<Response> {
  const bytes = await parts.uploads.read(place);
  if (!bytes) return json(200, { ignored: 'The upload no longer exists: it was published or removed.' });
  const bundle = bundleIn(bytes);
  if (bundle.kind !== parts.kind) return json(200, { ignored: 'The upload is of another kind.' });
  return publishUpload(place, bundle, null, { viewer, correlationId }, parts);
}

/** A refused upload stays: its author may want to see it, and its dependencies may be published later. */
async function publishUpload(
  place: string,
  bundle: UploadedBundle,
  idempotencyKey: string | null,
  caller: Publisher,
  parts: Parts,
) {
  const response = await publishBundle(bundle, idempotencyKey, caller, parts);
  if (!bundle.dryRun) await parts.uploads.remove(place).catch(() => {}); // It was published nevertheless.
  return response;
}

async function publishBundle(
  { kind: said, files, ...bundle }: UploadedBundle,
  idempotencyKey: string | null,
  caller: Publisher,
  { kind, services }: Parts,
) {
  if (said !== undefined && said !== kind) {
    throw new RequestError('BAD_USER_INPUT', `\`kind\` is ${said}; send it to the function for that kind.`);
  }
  const input = { ...bundle, manifest: bundle.manifest, files: decodeFiles(files), idempotencyKey };
  const published = await publish(services, caller, kind, input);
  const isNew = published.created && !bundle.dryRun;
  return json(isNew ? 201 : 200, await publishedPayload(services, caller.viewer, kind, published));
}

const bundleIn = (bytes: Uint8Array) => parseJson(bytes, 'The upload', BundleUpload);

/** The given fields only: an undefined one would count as given and empty. */
const given = <Options extends object>(options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value != null)) as Options;
