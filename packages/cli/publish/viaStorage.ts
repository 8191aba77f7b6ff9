import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { decodeJwt } from 'jose';
import { pause, waitMs } from '../../client/index.ts';
import { type BundleUpload, bundlesBucket, uploadPath } from '../../manifest/index.ts';
import { fileInput } from '../bundle.ts';
import { tokenHint } from '../gateway.ts';
import { misuse, Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';
import { publishUpload } from './edgeFunction.ts';
import { rowOf } from './outcome.ts';
import type { PublishRequest, Send } from './publishAll.ts';
import { outcomeOf, showIssues } from './reportOutcome.ts';

const attempts = 4;
const backoff = { firstMs: 300, maxMs: 3_000 };

/**
 * Uploads the bundle to Supabase Storage with the caller's own token, and has the edge function publish it. Each attempt
 * uploads anew, since the one before may have been published; the same key makes sure of one effect.
 */
export function viaStorage(settings: Settings): Send {
  const { url, key, token } = addressesIn(settings);
  const namespace = namespaceIn(token);
  const supabase = createClient(url, key, { accessToken: async () => token });
  return async (parcel) => {
    const { collected, idempotencyKey } = parcel;
    for (let attempt = 1; ; attempt += 1) {
      const place = uploadPath(namespace, `${collected.slug}-${randomUUID()}`);
      const answer =
        (await upload(supabase, place, parcel)) ??
        (await publishUpload(supabase, collected.kind, place, idempotencyKey));
      if (answer.outcome === 'published') {
        return outcomeOf(collected, { ...answer, isDraft: answer.status === 'DRAFT' });
      }
      if (answer.outcome === 'refused') {
        if (answer.issues) showIssues(collected, answer.issues);
        return rowOf(collected, 'refused', answer.detail);
      }
      if (attempt === attempts) throw answer.problem;
      await pause(waitMs(attempt, backoff), parcel.signal);
      parcel.signal.throwIfAborted();
    }
  };
}

/** Null when it is there. Throws a Problem when the store says no. */
async function upload(supabase: SupabaseClient, place: string, { collected, commitSha, draft }: PublishRequest) {
  const { kind, manifest, files } = collected;
  const bundle: BundleUpload = { kind, manifest, files: files.map(fileInput), commitSha, draft };
  const { error } = await supabase.storage
    .from(bundlesBucket)
    .upload(place, JSON.stringify(bundle), { contentType: 'application/json', upsert: false });
  if (!error) return null;
  const status = Number(error.statusCode) || error.status; // It answers 400, and says in the body what it means.
  if (status === undefined || status >= 500 || status === 429) {
    return { outcome: 'away' as const, problem: new Problem('Supabase Storage does not answer.') };
  }
  throw new Problem(`Supabase Storage refused the upload: ${error.message} (${status})`, {
    hint: `A publisher may upload to incoming/<namespace>/ of the bucket ${bundlesBucket}. Is the token one, and the bucket there?`,
  });
}

function addressesIn({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN }: Settings) {
  if (SUPABASE_URL && SUPABASE_PUBLISHABLE_KEY && REGISTRY_TOKEN) {
    if (/^https?:\/\//.test(SUPABASE_URL) && URL.canParse(SUPABASE_URL)) {
      return { url: SUPABASE_URL, key: SUPABASE_PUBLISHABLE_KEY, token: REGISTRY_TOKEN };
    }
    throw misuse('SUPABASE_URL is not usable: expected https://<project>.supabase.co.');
  }
  const missing = Object.entries({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN }).filter(([, it]) => !it);
  throw new Problem(`To publish via storage you need ${missing.map(([name]) => name).join(', ')}, not set here.`, {
    hint: 'SUPABASE_URL is https://<project>.supabase.co, SUPABASE_PUBLISHABLE_KEY its publishable (or anon) key, REGISTRY_TOKEN the access token of a user.',
  });
}

/** Where the token's owner may upload. Only read here: the policies and the function verify it. */
function namespaceIn(token: string): string {
  try {
    const { app_metadata: metadata } = decodeJwt<{ app_metadata?: { namespace?: string; tenant_id?: string } }>(token);
    return metadata?.namespace ?? metadata?.tenant_id ?? 'default';
  } catch {
    throw new Problem('REGISTRY_TOKEN is no token.', { hint: tokenHint() });
  }
}
