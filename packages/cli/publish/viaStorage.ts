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
 * Uploads the bundle to Supabase Storage with the caller's own token, and calls the edge function to publish it. Each attempt
 * uploads again, since the upload before may have been published; the idempotency key ensures one effect.
 */
export function viaStorage(settings: Settings): Send {
  const { url, key, token } = addressesIn(settings);
  const namespace = namespaceIn(token);
  const supabase = createClient(url, key, { accessToken: async () => token });
  return async (request) => {
    const { collected, idempotencyKey } = request;
    for (let attempt = 1; ; attempt += 1) {
      const place = uploadPath(namespace, `${collected.slug}-${randomUUID()}`);
      const answer =
        (await upload(supabase, place, request)) ??
        (await publishUpload(supabase, collected.kind, place, idempotencyKey));
      if (answer.outcome === 'published') {
        return outcomeOf(collected, { ...answer, isDraft: answer.status === 'DRAFT' });
      }
      if (answer.outcome === 'refused') {
        if (answer.issues) showIssues(collected, answer.issues);
        return rowOf(collected, 'refused', answer.detail);
      }
      if (attempt === attempts) throw answer.problem;
      await pause(waitMs(attempt, backoff), request.signal);
      request.signal.throwIfAborted();
    }
  };
}

/** Null when the upload succeeded. Throws a Problem when Storage refuses it. */
async function upload(supabase: SupabaseClient, place: string, { collected, commitSha, draft }: PublishRequest) {
  const { kind, manifest, files } = collected;
  const bundle: BundleUpload = { kind, manifest, files: files.map(fileInput), commitSha, draft };
  const { error } = await supabase.storage
    .from(bundlesBucket)
    .upload(place, JSON.stringify(bundle), { contentType: 'application/json', upsert: false });
  if (!error) return null;
  const status = Number(error.statusCode) || error.status; // The response is 400; its body has the actual status.
  if (status === undefined || status >= 500 || status === 429) {
    return { outcome: 'unavailable' as const, problem: new Problem('Supabase Storage is unavailable.') };
  }
  throw new Problem(`Supabase Storage refused the upload: ${error.message} (${status})`, {
    hint: `Check that the bucket ${bundlesBucket} exists and that the token has the role publisher: it may upload to incoming/<namespace>/.`,
  });
}

function addressesIn({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN }: Settings) {
  if (SUPABASE_URL && SUPABASE_PUBLISHABLE_KEY && REGISTRY_TOKEN) {
    if (/^https?:\/\//.test(SUPABASE_URL) && URL.canParse(SUPABASE_URL)) {
      return { url: SUPABASE_URL, key: SUPABASE_PUBLISHABLE_KEY, token: REGISTRY_TOKEN };
    }
    throw misuse('Invalid SUPABASE_URL: must be a URL such as https://<project>.supabase.co.');
  }
  const missing = Object.entries({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN }).filter(([, it]) => !it);
  const names = missing.map(([name]) => name).join(', ');
  throw new Problem(`${names} ${missing.length === 1 ? 'is' : 'are'} required to publish via storage.`, {
    hint: 'Set SUPABASE_URL to https://<project>.supabase.co, SUPABASE_PUBLISHABLE_KEY to the publishable (or anon) key of the project, and REGISTRY_TOKEN to the access token of a user.',
  });
}

/** The namespace of the token's user. Not verified here: the policies and the function verify it. */
function namespaceIn(token: string): string {
  try {
    const { app_metadata: metadata } = decodeJwt<{ app_metadata?: { namespace?: string; tenant_id?: string } }>(token);
    return metadata?.namespace ?? metadata?.tenant_id ?? 'default';
  } catch {
    throw new Problem('REGISTRY_TOKEN is not a valid token.', { hint: tokenHint() });
  }
}
