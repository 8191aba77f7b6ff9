import { type Env, EnvError, readEnv } from '../../../server/open/env.ts';

/** The gateway's environment, of which a function cannot do without these. */
export interface Settings extends Env {
  DATABASE_URL: string;
  SUPABASE_URL: string;
  SUPABASE_SECRET_KEY: string;
  /** The secret of the webhook; without it webhooks are disabled. */
  webhookSecret: string | null;
}

type Variables = Record<string, string | undefined>;

/**
 * The environment with the gateway's names: Supabase gives a function its database and keys under its own names
 * (https://supabase.com/docs/guides/functions/secrets), and accepts no custom secret that starts with SUPABASE_.
 *
 * @throws EnvError that names each wrong variable and what was expected, never its value
 */
export function readSettings(given: Variables): Settings {
  const env = readEnv({
    ...given,
    DATABASE_URL: given.DATABASE_URL || given.SUPABASE_DB_URL,
    SUPABASE_SECRET_KEY:
      given.SUPABASE_SECRET_KEY || keyIn(given.SUPABASE_SECRET_KEYS) || given.SUPABASE_SERVICE_ROLE_KEY,
    SUPABASE_JWT_SECRET: given.REGISTRY_JWT_SECRET || given.SUPABASE_JWT_SECRET,
    SUPABASE_JWT_ISSUER: given.REGISTRY_JWT_ISSUER || given.SUPABASE_JWT_ISSUER,
  });
  const webhookSecret = given.REGISTRY_WEBHOOK_SECRET || null;
  if (webhookSecret !== null && webhookSecret.length < 32) {
    throw new EnvError('REGISTRY_WEBHOOK_SECRET: must be at least 32 characters.');
  }
  return {
    ...env,
    DATABASE_URL: required('DATABASE_URL (or SUPABASE_DB_URL)', env.DATABASE_URL),
    SUPABASE_URL: required('SUPABASE_URL', env.SUPABASE_URL),
    SUPABASE_SECRET_KEY: required('SUPABASE_SECRET_KEY (or SUPABASE_SECRET_KEYS)', env.SUPABASE_SECRET_KEY),
    webhookSecret,
  };
}

/** Of `{"default": "sb_secret_…", …}` the default one, or else the first. */
function keyIn(json: string | undefined): string | undefined {
  if (!json) return undefined;
  try {
    const keys: Record<string, string> = JSON.parse(json);
    return keys.default ?? Object.values(keys)[0];
  } catch {
    throw new EnvError('SUPABASE_SECRET_KEYS: must be {"default": "sb_secret_…"}.');
  }
}

function required(name: string, value: string | undefined): string {
  if (value) return value;
  throw new EnvError(`${name}: is required.`);
}
