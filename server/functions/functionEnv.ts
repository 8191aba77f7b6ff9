import { type Env, notUsable, readEnv } from '../open/env.ts';

/** What a function cannot do without: nothing that it keeps in a folder of its own outlives it, or is seen by another. */
export type FunctionEnv = Env & { DATABASE_URL: string };

/**
 * The deployment of a pull request serves the preview of that pull request (`registry -- preview create pr-<number>`),
 * unless REGISTRY_SCHEMA says another.
 *
 * @throws EnvError, with the names of what is missing or wrong
 */
export function readFunctionEnv(): FunctionEnv {
  const { VERCEL_ENV, VERCEL_GIT_PULL_REQUEST_ID: pullRequest } = process.env;
  const preview = VERCEL_ENV === 'preview' && pullRequest ? { REGISTRY_SCHEMA: `preview_pr_${pullRequest}` } : {};
  const env = readEnv({ ...preview, ...given(process.env) });
  const { DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = env;
  const missing = Object.entries({ DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY }).filter(([, value]) => !value);
  if (!DATABASE_URL || missing.length > 0) throw notUsable(missing.map(([name]) => name));
  return { ...env, DATABASE_URL };
}

const given = (variables: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
