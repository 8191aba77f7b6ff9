import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { CommaSeparated } from '../../packages/node/commaSeparated.ts';
import { StdioCommands } from '../../packages/node/stdioCommands.ts';
import { tracingVariables } from '../../packages/node/tracingSettings.ts';
import { maxEdgeSeconds, namespacePattern, webhookSecret } from '../edge/settings.ts';

const Port = z.coerce.number().int().min(0).max(65535);
const Url = z.url({ protocol: /^https?$/ });
/** As a browser sends it: lower case, without the default port. */
const Origin = Url.refine((url) => /^[/]?$/.test(url.replace(/^https?:\/\/[^/?#]*/i, ''))).transform(
  (url) => new URL(url).origin,
);
const Budget = z.coerce.number().int().min(1);
const List = CommaSeparated.default([]);
const Network = z.string().refine((each) => ipaddr.isValid(each) || ipaddr.isValidCIDR(each));
const hostName = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9])?$/i;

const Variables = z.object({
  HOST: z
    .string()
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
    .pipe(z.string().regex(/^[A-Za-z0-9_.:%-]+$/))
    .default('127.0.0.1')
    .describe('a host name or address, such as 127.0.0.1, ::1 or [::1]'),
  PORT: Port.default(4000).describe('a port, 0 to 65535'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('postgres://user:password@host:port/database'),
  DATABASE_ADMIN_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('postgres://owner:password@host:port/database'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(1).max(1_000).optional().describe('a number from 1 to 1000'),
  DATABASE_LISTEN: z.enum(['auto', 'on', 'off']).default('auto').describe('auto, on or off'),
  DATABASE_PREPARED: z.enum(['auto', 'on', 'off']).default('auto').describe('auto, on or off'),
  REGISTRY_DATA_DIR: z.string().min(1).default('.registry').describe('a folder'),
  REGISTRY_SCHEMA: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/)
    .default('nofx')
    .describe('a schema name: lower-case letters, digits and "_"'),
  REGISTRY_PUBLISH_SHARED: z.enum(['on', 'off']).default('on').describe('on or off'),
  REGISTRY_DRAIN_SECONDS: z.coerce.number().min(0).max(600).default(0).describe('seconds, 0 to 600'),
  REGISTRY_STOP_SECONDS: z.coerce.number().min(0).max(600).default(10).describe('seconds, 0 to 600'),
  SUPABASE_URL: Url.optional().describe('https://<project>.supabase.co'),
  SUPABASE_SECRET_KEY: z.string().min(1).optional().describe('the secret key of the Supabase project'),
  SUPABASE_JWT_SECRET: z.string().min(16).optional().describe('at least 16 characters'),
  SUPABASE_JWT_ISSUER: z.string().min(1).optional().describe('the `iss` of tokens (default: <SUPABASE_URL>/auth/v1)'),
  REGISTRY_CORS_ORIGINS: List.pipe(z.array(Origin)).describe(
    'origins such as https://console.example.com, without a path, separated by commas',
  ),
  REGISTRY_TRUSTED_PROXIES: List.pipe(z.array(Network)).describe(
    'addresses or networks such as 10.0.0.0/8, separated by commas',
  ),
  REGISTRY_HOSTS: List.pipe(z.array(z.string().regex(/^[A-Za-z0-9_.-]+$/))).describe(
    'host names such as registry.example.com, separated by commas',
  ),
  REGISTRY_INTROSPECTION: z
    .enum(['everyone', 'authenticated', 'nobody'])
    .optional()
    .describe('everyone, authenticated or nobody'),
  REGISTRY_STDIO_COMMANDS: StdioCommands,
  REGISTRY_WEBHOOKS: z.enum(['on', 'off']).default('on').describe('on or off'),
  REGISTRY_WEBHOOK_ALLOW_HOSTS: List.pipe(
    z.array(z.string().refine((each) => ipaddr.isValid(each) || ipaddr.isValidCIDR(each) || hostName.test(each))),
  ).describe('hosts such as hooks.example.com or *.example.com, addresses or networks, separated by commas'),
  REGISTRY_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .optional()
    .describe('debug, info, warn, error or silent'),
  REGISTRY_RATE_LIMITS: z.enum(['on', 'off']).default('on').describe('on or off'),
  REGISTRY_RATE_LIMIT_ANONYMOUS: Budget.default(6_000_000).describe('the cost that an address may spend in a minute'),
  REGISTRY_RATE_LIMIT_USER: Budget.default(6_000_000).describe('the cost that a user may spend in a minute'),
  REGISTRY_RATE_LIMIT_WRITES: Budget.default(1_200).describe('the writes that a user may make in a minute'),
  REGISTRY_OPERATIONS: z.enum(['any', 'listed']).default('any').describe('any or listed'),
  REGISTRY_OPERATIONS_FILES: List.describe('paths of manifests of operations, separated by commas'),
  REGISTRY_ANSWER_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(32 * 1024 * 1024)
    .describe('a number of bytes, 0 to keep no answers'),
  REGISTRY_STREAM_SECONDS: z.coerce.number().int().min(1).default(285).describe('a number of seconds'),
  REGISTRY_EDGE_WEBHOOK_SECRETS: List.pipe(z.array(z.string().regex(webhookSecret))).describe(
    'secrets of webhooks (whsec_…), separated by commas',
  ),
  REGISTRY_EDGE_NAMESPACES: CommaSeparated.default(['default'])
    .pipe(z.array(z.string().regex(namespacePattern)))
    .describe('namespaces, separated by commas'),
  REGISTRY_EDGE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxEdgeSeconds)
    .default(300)
    .describe(`a number of seconds, 1 to ${maxEdgeSeconds}`),
  CRON_SECRET: z.string().min(16).optional().describe('at least 16 characters'),
  VERCEL: z.string().optional().describe('1, set by the platform'),
  REGISTRY_METRICS: z.enum(['open', 'token', 'off']).optional().describe('open, token or off'),
  REGISTRY_METRICS_TOKEN: z.string().min(16).optional().describe('at least 16 characters'),
  ...tracingVariables,
  STRIPE_API_KEY: z.string().min(8).optional().describe('a secret or restricted key of Stripe, at least 8 characters'),
  STRIPE_API_URL: Url.optional().describe('https://api.stripe.com, or another URL that serves its API'),
  NODE_ENV: z.string().default('development').describe('production, or anything else'),
});

export type Env = z.infer<typeof Variables>;

/** The names of all variables that the gateway reads. */
export const environmentVariables: readonly string[] = Object.keys(Variables.shape);

/** The environment, checked. Throws an Error that names each wrong variable and what was expected; never its value. */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = Variables.safeParse(given);
  if (result.success) return result.data;
  throw notUsable(new Set(result.error.issues.map((issue) => String(issue.path[0]))));
}

/** Says of each of these variables what was expected. */
export function notUsable(names: Iterable<string>): EnvError {
  const lines = [...names].map((name) => `  ${name}: must be ${expected(name)}`);
  return new EnvError(`Invalid environment:\n${lines.join('\n')}`);
}

/** The start stops with this message and no stack. */
export class EnvError extends Error {}

const expected = (name: string) =>
  Variables.shape[name as keyof typeof Variables.shape]?.description ?? 'another value';
