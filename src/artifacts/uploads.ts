import { bundlesBucket, namespaceOfUpload, uploadBytes } from '../../packages/manifest/contract/bundleUpload.ts';
import { RequestError } from '../errors.ts';
import { orNull, refuse, type SupabaseBucketOptions, supabaseBucket } from './supabaseBucket.ts';

/** Bundles that somebody put into the bucket to be published: `incoming/<namespace>/<name>.json`. */
export interface Uploads {
  /** What lies in a place; null when nothing does. Throws BAD_USER_INPUT when it is too large, UNAVAILABLE when the store is away. */
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

/** Counted while it arrives: the bucket may allow more than we do. */
async function wholeOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > uploadBytes) {
      throw new RequestError('BAD_USER_INPUT', `The upload is larger than ${uploadBytes / 1024 / 1024} MiB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
