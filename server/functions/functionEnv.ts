import { type Env, notUsable, readEnv } from '../open/env.ts';

/** Required for a function: files in a local folder would not outlive it, and other instances could not see them. */
export type FunctionEnv = Env & { DATABASE_URL: string };

/**
 * The deployment of a pull request serves the preview of that pull request (`registry -- preview create pr-<number>`),
 * unless REGISTRY_SCHEMA names another schema.
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
