import { FunctionsHttpError, type SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { bundlesBucket, type Kind, retryAfterOfCode } from '../../manifest/index.ts';
import { tokenHint } from '../gateway.ts';
import { Problem } from '../problem.ts';

/** The edge function that publishes definitions of a kind. */
const nameFor = { AGENT: 'registry_agents_sync', TEMPLATE: 'registry_templates_sync' } as const satisfies Record<
  Kind,
  string
>;

const Published = z.object({
  created: z.boolean(),
  status: z.string(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

const Issue = z.object({
  file: z.string(),
  path: z.string(),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});

/** RFC 9457, as the functions write it. */
const Refusal = z.object({
  code: z.string(),
  detail: z.string(),
  correlationId: z.string().optional(),
  issues: z.array(Issue).optional(),
});
type Refusal = z.infer<typeof Refusal>;

export type FunctionAnswer =
  | ({ outcome: 'published' } & z.infer<typeof Published>)
  | ({ outcome: 'refused' } & Refusal)
  /** Retry; `problem` is thrown after the last attempt. */
  | { outcome: 'unavailable'; problem: Problem };

/** Errors that are not caused by one definition: the others would fail, too. */
const stops = new Set(['UNAUTHENTICATED', 'BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR']);
/** Whether the error is transient. A missing upload was meanwhile published by the bucket's webhook. */
const isTransient = (code: string) => code === 'NOT_FOUND' || retryAfterOfCode(code) !== null;

/** Publishes an upload. Throws a Problem when the function is missing or refuses this caller. */
export async function publishUpload(
  supabase: SupabaseClient,
  kind: Kind,
  place: string,
  idempotencyKey: string,
): Promise<FunctionAnswer> {
  const name = nameFor[kind];
  const { data, error } = await supabase.functions.invoke<unknown>(name, {
    body: { storage: { bucket: bundlesBucket, path: place } },
    headers: { 'idempotency-key': idempotencyKey },
  });
  if (!error) {
    const published = Published.safeParse(data);
    if (published.success) return { outcome: 'published', ...published.data };
    throw new Problem(
      `The function ${name} returned an unexpected response. Deploy the version that belongs to this command.`,
    );
  }
  if (!(error instanceof FunctionsHttpError)) return away(`The function ${name} is unavailable.`);
  const { status } = error.context;
  const refusal = Refusal.safeParse(await error.context.json().catch(() => null));
  if (!refusal.success) {
    if (status >= 500) return away(`The function ${name} is unavailable (${status}).`);
    const hint = status === 404 ? `Deploy it: supabase functions deploy ${name}` : null;
    throw new Problem(`The function ${name} was not found or does not respond as expected (${status}).`, { hint });
  }
  const { code, detail } = refusal.data;
  const problem = new Problem(`The function ${name} refused the request: ${detail} (${code})`, {
    hint: hintFor(refusal.data),
  });
  if (isTransient(code)) return { outcome: 'unavailable', problem };
  if (stops.has(code)) throw problem;
  return { outcome: 'refused', ...refusal.data };
}

const away = (message: string): FunctionAnswer => ({ outcome: 'unavailable', problem: new Problem(message) });

const hintFor = ({ code, correlationId }: Refusal): string | null => {
  if (code === 'UNAUTHENTICATED') return tokenHint();
  return correlationId === undefined ? null : `Correlation id: ${correlationId}`;
};
