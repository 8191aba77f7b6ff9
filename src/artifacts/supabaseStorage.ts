import { createClient } from '@supabase/supabase-js';
import { RequestError } from '../errors.ts';
import type { Artifacts, StoredBlob } from './artifacts.ts';
import { placeOfIndex, textOfIndex } from './bundleIndex.ts';
import { intact, isDigest } from './digest.ts';
import { eachOf } from './eachOf.ts';
import { type Patience, patiently } from './patiently.ts';
import { isBadRequest, isDuplicate, isMissing, isPassing, storeIsAway, storeRefused } from './storageError.ts';

export interface SupabaseStorageOptions {
  /** Of the project: https://<project>.supabase.co */
  url: string;
  /** A secret key, or the older service_role key. Never a publishable one. */
  secretKey: string;
  /** Made when it is not there: private, 5 MB a file. */
  bucket?: string;
  /** Where in the bucket, with a slash at its end. Two databases must not share one: each would sweep the other's files. */
  folder?: string;
  /** How long one request may take; an upload gets as much again for each megabyte. */
  timeoutMs?: number;
  patience?: Patience;
}

/** What storage-js resolves to, and what of it is worth having. */
type Answer = { data: unknown; error: null } | { data: unknown; error: Error };
type DataOf<Given extends Answer> = Extract<Given, { error: null }>['data'];

const fileSizeLimit = 5 * 1024 * 1024;
const atOnce = 8;
const pageSize = 1_000;
const removedAtOnce = 100;
const aYear = '31536000';

/** Keeps blobs in a bucket of Supabase Storage: `sha256/<digest>`. */
export function supabaseStorage({
  url,
  secretKey,
  bucket = 'registry',
  folder = '',
  timeoutMs = 10_000,
  patience = { attempts: 4, firstWaitMs: 250, mostMs: 15_000 },
}: SupabaseStorageOptions): Artifacts {
  const { storage } = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: (input, init) => fetch(input, { ...init, signal: timeoutOf(timeoutMs, init?.body) }) },
  });
  const files = storage.from(bucket);
  const home = `${folder}sha256/`;
  const place = (sha256: string) => `${home}${sha256}`;

  /** The answer to a request that may be repeated; what `otherwise` makes of it when the store says no. */
  async function ask<Given extends Answer, Other>(
    request: () => PromiseLike<Given>,
    otherwise: (error: unknown) => Other,
  ): Promise<DataOf<Given> | Awaited<Other>> {
    try {
      return await patiently(patience, isPassing, async () => {
        const { data, error } = await request();
        if (error) throw error;
        return data as DataOf<Given>;
      });
    } catch (error) {
      if (isPassing(error)) throw storeIsAway(error);
      return await otherwise(error);
    }
  }

  let ready: Promise<void> | undefined;
  /** Looked at before the first upload of this process. */
  function bucketIsReady() {
    ready ??= prepareBucket().catch((error) => {
      ready = undefined;
      throw error;
    });
    return ready;
  }

  const findBucket = () => ask(() => storage.getBucket(bucket), orNull);

  async function prepareBucket() {
    const found = await findBucket();
    if (found?.public) {
      throw new Error(
        `The bucket ${bucket} is public: anybody could read the files of private agents. Make it private.`,
      );
    }
    if (!found) await ask(() => storage.createBucket(bucket, { public: false, fileSizeLimit }), unlessDuplicate);
  }

  return {
    async put(blobs) {
      await bucketIsReady();
      await eachOf(blobs, atOnce, async ({ sha256, bytes }) => {
        const options = { contentType: 'application/octet-stream', cacheControl: aYear, upsert: false };
        await ask(() => files.upload(place(sha256), bytes, options), unlessDuplicate);
      });
    },
    async get(sha256) {
      if (!isDigest(sha256)) return null;
      const found = await ask(async () => {
        const { data, error } = await files.download(place(sha256));
        return error ? { data: null, error } : { data: new Uint8Array(await data.arrayBuffer()), error };
      }, orNull);
      return found && intact(sha256, found);
    },
    async list(after) {
      const paging = { prefix: home, limit: pageSize, ...(after === null ? {} : { cursor: after }) };
      const page = await ask(
        () => files.listV2(paging),
        async (error) => {
          if (after !== null && isBadRequest(error)) {
            throw new RequestError('BAD_USER_INPUT', '`after` is no cursor of this store.');
          }
          // An older server without this route says the same as one without the bucket: not to be taken for an empty one.
          if (!isMissing(error) || (await findBucket())) throw storeRefused(error);
          return null;
        },
      );
      return { blobs: page?.objects.flatMap(blobOf(home)) ?? [], next: (page?.hasNext && page.nextCursor) || null };
    },
    async remove(digests) {
      const paths = digests.filter(isDigest).map(place);
      const removed: string[] = [];
      for (let start = 0; start < paths.length; start += removedAtOnce) {
        const gone = await ask(() => files.remove(paths.slice(start, start + removedAtOnce)), refuse);
        removed.push(...gone.map(({ name }) => name.slice(-64)));
      }
      return removed;
    },
    /** An upload that did not finish is the store's own to forget: it has no name yet. */
    async discardUnfinished() {},
    async describe(bundle) {
      await bucketIsReady();
      const options = { contentType: 'application/json', cacheControl: '0', upsert: true };
      await ask(() => files.upload(`${folder}${placeOfIndex(bundle)}`, textOfIndex(bundle), options), refuse);
    },
  };
}

const timeoutOf = (timeoutMs: number, body: unknown) =>
  AbortSignal.timeout(timeoutMs * (1 + (body instanceof Uint8Array ? Math.ceil(body.length / 1_000_000) : 0)));

const refuse = (error: unknown): never => {
  throw storeRefused(error);
};

const orNull = (error: unknown): null => (isMissing(error) ? null : refuse(error));

const unlessDuplicate = (error: unknown): null => (isDuplicate(error) ? null : refuse(error));

/** A row of the listing as a blob; none for what somebody else put there. */
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
