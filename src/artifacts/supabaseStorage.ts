import { bundlesBucket, namespaceOfUpload } from '../../packages/manifest/contract/bundleUpload.ts';
import { forEachConcurrent } from '../../packages/node/concurrency.ts';
import { RequestError } from '../errors.ts';
import type { Artifacts, StoredBlob } from './artifacts.ts';
import { indexPath, textOfIndex } from './bundleIndex.ts';
import { intact, isDigest } from './digest.ts';
import { isBadParameter, isMissing, storeRefused } from './storageError.ts';
import { orNull, refuse, type SupabaseBucketOptions, supabaseBucket, unlessDuplicate } from './supabaseBucket.ts';

export interface SupabaseStorageOptions extends Omit<SupabaseBucketOptions, 'bucket'> {
  bucket?: string;
  /** Folder in the bucket, ending in a slash. Two databases must not share one, because each would remove the other's files. */
  folder?: string;
}

const atOnce = 8;
const pageSize = 1_000;
const removedAtOnce = 100;
const aYear = '31536000';

/** Stores blobs in a bucket of Supabase Storage: `sha256/<digest>`. */
export function supabaseStorage({
  bucket = bundlesBucket,
  folder = '',
  ...options
}: SupabaseStorageOptions): Artifacts {
  const { files, ask, find, isReady } = supabaseBucket({ ...options, bucket });
  const home = `${folder}sha256/`;
  const pathOf = (sha256: string) => `${home}${sha256}`;

  /** All uploads in `incoming/`. */
  async function uploads() {
    const found: { name: string; updated_at: string }[] = [];
    let cursor: string | undefined;
    do {
      const paging = { prefix: 'incoming/', limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(() => files.listV2(paging), orNull);
      found.push(...(page?.objects ?? []).filter(({ name }) => namespaceOfUpload(name) !== null));
      cursor = page?.hasNext ? page.nextCursor : undefined;
    } while (cursor !== undefined);
    return found;
  }

  return {
    async put(blobs) {
      await isReady();
      await forEachConcurrent(blobs, atOnce, async ({ sha256, bytes }) => {
        const options = { contentType: 'application/octet-stream', cacheControl: aYear, upsert: false };
        await ask(() => files.upload(pathOf(sha256), bytes, options), unlessDuplicate);
      });
    },
    async get(sha256) {
      if (!isDigest(sha256)) return null;
      const found = await ask(async () => {
        const { data, error } = await files.download(pathOf(sha256));
        return error ? { data: null, error } : { data: new Uint8Array(await data.arrayBuffer()), error };
      }, orNull);
      return found && intact(sha256, found);
    },
    async list(after) {
      const paging = { prefix: home, limit: pageSize, ...(after === null ? {} : { cursor: after }) };
      const page = await ask(
        () => files.listV2(paging),
        async (error) => {
          if (after !== null && isBadParameter(error)) {
            throw new RequestError(
              'BAD_USER_INPUT',
              '`after` is not a valid cursor. Use the `endCursor` of the previous call.',
            );
          }
          // An older server without this route responds like one without the bucket. It must not be mistaken for an empty bucket.
          if (!isMissing(error) || (await find())) throw storeRefused(error);
          return null;
        },
      );
      return { blobs: page?.objects.flatMap(blobOf(home)) ?? [], next: (page?.hasNext && page.nextCursor) || null };
    },
    async check() {
      await find();
    },
    async remove(digests) {
      const paths = digests.filter(isDigest).map(pathOf);
      const removed: string[] = [];
      for (let start = 0; start < paths.length; start += removedAtOnce) {
        const gone = await ask(() => files.remove(paths.slice(start, start + removedAtOnce)), refuse);
        removed.push(...gone.map(({ name }) => name.slice(-64)));
      }
      return removed;
    },
    /** Storage discards aborted requests itself. This removes uploads that were never published; a preview has none. */
    async discardUnfinished(before) {
      if (folder !== '') return;
      const stale = (await uploads()).filter(({ updated_at: putAt }) => new Date(putAt) < before);
      for (let start = 0; start < stale.length; start += removedAtOnce) {
        const paths = stale.slice(start, start + removedAtOnce).map(({ name }) => name);
        await ask(() => files.remove(paths), refuse);
      }
    },
    async describe(bundle) {
      await isReady();
      const options = { contentType: 'application/json', cacheControl: '0', upsert: true };
      await ask(() => files.upload(`${folder}${indexPath(bundle)}`, textOfIndex(bundle), options), refuse);
    },
  };
}

/** A row of the listing as a blob. Empty for files that are not blobs. */
const blobOf =
  (home: string) =>
  ({
    name,
    updated_at,
    metadata,
  }: {
    name: string;
    updated_at: string;
    metadata: { size?: number } | null;
  }): StoredBlob[] => {
    const sha256 = name.startsWith(home) ? name.slice(home.length) : name;
    return isDigest(sha256) ? [{ sha256, size: metadata?.size ?? 0, putAt: new Date(updated_at) }] : [];
  };
