import { z } from 'zod';
import { bundlesBucket, namespaceOfUpload, UploadedBundle } from '../../../packages/manifest/contract/bundleUpload.ts';
import { keyInHeader } from '../../../server/access/idempotencyKey.ts';
import { RequestError } from '../../../src/errors.ts';
import { parseJson } from './readJson.ts';

/** What to publish, or the path of its upload; and the other fields of the request. */
export interface Call {
  source: { bundle: UploadedBundle } | { place: string; namespace: string };
  options: Pick<UploadedBundle, 'commitSha' | 'draft' | 'dryRun'>;
  idempotencyKey: string | null;
}

const Options = UploadedBundle.pick({ commitSha: true, draft: true, dryRun: true });

const Body = Options.extend({
  bundle: UploadedBundle.optional(),
  storage: z.strictObject({ bucket: z.literal(bundlesBucket), path: z.string() }).optional(),
  idempotencyKey: z.string().nullish(),
});

/** A caller's request. Throws BAD_USER_INPUT. */
export function readCall(body: Uint8Array, header: string | null): Call {
  const key = header === null ? null : keyInHeader(header);
  const { bundle, storage, idempotencyKey, ...options } = parseJson(body, 'The body', Body);
  if (key !== null && idempotencyKey && idempotencyKey !== key) {
    throw new RequestError(
      'BAD_USER_INPUT',
      '`Idempotency-Key` and `idempotencyKey` must be equal when both are sent.',
    );
  }
  return { source: sourceOf(bundle, storage), options, idempotencyKey: key ?? idempotencyKey ?? null };
}

function sourceOf(bundle: UploadedBundle | undefined, storage: { path: string } | undefined): Call['source'] {
  if (bundle && !storage) return { bundle };
  if (!storage || bundle)
    throw new RequestError('BAD_USER_INPUT', 'The body must contain either `bundle` or `storage`.');
  const namespace = namespaceOfUpload(storage.path);
  if (namespace !== null) return { place: storage.path, namespace };
  throw new RequestError(
    'BAD_USER_INPUT',
    '`storage.path` must be the path of an upload: incoming/<namespace>/<name>.json.',
  );
}
