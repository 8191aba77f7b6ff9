import { createClient } from '@supabase/supabase-js';
import pRetry from 'p-retry';
import { uploadBytes } from '../../packages/manifest/contract/bundleUpload.ts';
import { RequestError } from '../errors.ts';
import { isDuplicate, isMissing, isTransient, storeRefused, storeUnavailable } from './storageError.ts';

interface RetryPolicy {
  /** How often to try again after the first attempt. */
  retries: number;
  /** Milliseconds before the second attempt; doubled for each further one, and up to as much again by chance. */
  minTimeout: number;
  /** Milliseconds after which no further attempt starts. */
  maxRetryTime: number;
}

export interface SupabaseBucketOptions {
  /** URL of the project: https://<project>.supabase.co */
  url: string;
  /** A secret key, or the older service_role key. Never a publishable one. */
  secretKey: string;
  /** Created if it does not exist: private, at most 32 MiB per file. */
  bucket: string;
  /** Timeout of one request. An upload gets the same time again for each megabyte. */
  timeoutMs?: number;
  retry?: RetryPolicy;
  /** The headers that continue the trace of the caller. */
  traceHeaders?: (() => Record<string, string>) | undefined;
}

/** The results of storage-js. */
type Answer = { data: unknown; error: null } | { data: unknown; error: Error };
type DataOf<Given extends Answer> = Extract<Given, { error: null }>['data'];

/** A bucket of Supabase Storage. Requests are retried after transient errors, and errors become those of the registry. */
export function supabaseBucket({
  url,
  secretKey,
  bucket,
  timeoutMs = 10_000,
  retry = { retries: 3, minTimeout: 125, maxRetryTime: 15_000 },
  traceHeaders,
}: SupabaseBucketOptions) {
  const { storage } = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: {
      fetch(input, init) {
        const headers = new Headers(init?.headers);
        for (const [name, value] of Object.entries(traceHeaders?.() ?? {})) headers.set(name, value);
        return fetch(input, { ...init, headers, signal: timeoutOf(timeoutMs, init?.body) });
      },
    },
  });

  /** The result of an idempotent request, or of `otherwise` if storage refuses it. */
  async function ask<Given extends Answer, Other>(
    request: () => PromiseLike<Given>,
    otherwise: (error: unknown) => Other,
  ): Promise<DataOf<Given> | Awaited<Other>> {
    try {
      return await pRetry(
        async () => {
          const { data, error } = await request();
          if (error) throw error;
          return data as DataOf<Given>;
        },
        { ...retry, randomize: true, shouldRetry: ({ error }) => isTransient(error) },
      );
    } catch (error) {
      if (isTransient(error)) throw storeUnavailable(error);
      return await otherwise(error);
    }
  }

  const find = () => ask(() => storage.getBucket(bucket), orNull);

  async function prepare() {
    const found = await find();
    if (found?.public) {
      throw new Error(
        `The bucket ${bucket} is public, so everyone can read the files of private agents. Make it private.`,
      );
    }
    if (!found)
      await ask(() => storage.createBucket(bucket, { public: false, fileSizeLimit: uploadBytes }), unlessDuplicate);
  }

  let ready: Promise<void> | undefined;
  return {
    files: storage.from(bucket),
    ask,
    find,
    /** Checks the bucket before the first upload of this process, and creates it if it does not exist. */
    isReady() {
      ready ??= prepare().catch((error) => {
        ready = undefined;
        throw error;
      });
      return ready;
    },
  };
}

const timeoutOf = (timeoutMs: number, body: unknown) =>
  AbortSignal.timeout(timeoutMs * (1 + (body instanceof Uint8Array ? Math.ceil(body.length / 1_000_000) : 0)));

export const refuse = (error: unknown): never => {
  throw error instanceof RequestError ? error : storeRefused(error);
};

export const orNull = (error: unknown): null => (isMissing(error) ? null : refuse(error));

export const unlessDuplicate = (error: unknown): null => (isDuplicate(error) ? null : refuse(error));
