import { bundlesBucket, namespaceOfUpload, uploadBytes } from '../../packages/manifest/contract/bundleUpload.ts';
import { RequestError } from '../errors.ts';
import { orNull, refuse, type SupabaseBucketOptions, supabaseBucket } from './supabaseBucket.ts';

/** Bundles that were uploaded to the bucket to be published: `incoming/<namespace>/<name>.json`. */
export interface Uploads {
  /** The upload at a path. Null if there is none. Throws BAD_USER_INPUT if it is too large, UNAVAILABLE if storage is unavailable. */
  read(place: string): Promise<Uint8Array | null>;
  remove(place: string): Promise<void>;
}

export function incomingBundles(options: Omit<SupabaseBucketOptions, 'bucket'>): Uploads {
  const { files, ask } = supabaseBucket({ ...options, bucket: bundlesBucket });
  return {
    async read(place) {
      if (namespaceOfUpload(place) === null) return null;
      return ask(async () => {
        const { data, error } = await files.download(place).asStream();
        return error ? { data: null, error } : { data: await wholeOf(data), error };
      }, orNull);
    },
    async remove(place) {
      if (namespaceOfUpload(place) !== null) await ask(() => files.remove([place]), refuse);
    },
  };
}

/** Counts the bytes while they arrive, because the bucket may allow larger files. */
async function wholeOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > uploadBytes) {
      throw new RequestError(
        'BAD_USER_INPUT',
        `The upload is too large; the maximum is ${uploadBytes / 1024 / 1024} MiB.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
