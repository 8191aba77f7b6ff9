/**
 * A token for a workflow: REGISTRY_TOKEN if it is set; otherwise that of a dedicated user, who signs in at Supabase
 * Auth with a password (SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_CI_EMAIL, REGISTRY_CI_PASSWORD). Supabase's
 * tokens expire after an hour, so each run requests a new one.
 */
import { z } from 'zod';
import { misuse, Problem } from '../../packages/cli/problem.ts';
import { note, print } from '../../packages/cli/terminal.ts';
import { usage } from '../../packages/node/usage.ts';
import { needed, running } from './running.ts';

usage(`Usage: npm run -s ci:token

Prints a token for a workflow: REGISTRY_TOKEN where it is set; else that of the user who signs in at Supabase Auth by
SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_CI_EMAIL and REGISTRY_CI_PASSWORD.`);

const Session = z.object({ access_token: z.string().min(1) });
const Refusal = z.object({ error_code: z.string().optional(), code: z.union([z.string(), z.number()]).optional() });

await running(async () => {
  const token = process.env.REGISTRY_TOKEN?.trim() || (await signIn());
  // To standard error: what a shell takes from this is the token alone. The runner hides it from then on.
  if (process.env.GITHUB_ACTIONS === 'true') note(`::add-mask::${token}`);
  print(token);
});

/** https://supabase.com/docs/reference/javascript/auth-signinwithpassword, without a client: one request. */
async function signIn(): Promise<string> {
  const url = URL.parse('/auth/v1/token?grant_type=password', needed('SUPABASE_URL', 'https://<project>.supabase.co'));
  if (!url) throw misuse('SUPABASE_URL is no address.');
  const apikey = needed('SUPABASE_PUBLISHABLE_KEY', 'the publishable key of the project');
  const email = needed('REGISTRY_CI_EMAIL', 'the address of the user that workflows sign in as');
  const password = needed('REGISTRY_CI_PASSWORD', 'the password of that user');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', apikey },
    body: JSON.stringify({ email, password }),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => {
    throw new Problem(`${url.origin} does not answer.`);
  });
  const answer = await response.json().catch(() => null);
  const session = Session.safeParse(answer);
  if (response.ok && session.success) return session.data.access_token;
  const { error_code, code } = Refusal.safeParse(answer).data ?? {};
  throw new Problem(`Supabase Auth let nobody in: status ${response.status}, ${error_code ?? code ?? 'no code'}.`, {
    hint: 'Is REGISTRY_CI_EMAIL a confirmed user, with this password?',
  });
}
