import { z } from 'zod';
import type { ParseOptions } from '../manifest/index.ts';
import { defaultGatewayUrl, localGateway } from '../node/gatewayFile.ts';
import { StdioCommands } from '../node/stdioCommands.ts';
import { misuse } from './problem.ts';

const Variables = z.object({
  REGISTRY_URL: z
    .url({ protocol: /^https?$/ })
    .default(defaultGatewayUrl)
    .describe('the URL of a gateway, such as http://127.0.0.1:4000/graphql'),
  REGISTRY_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .describe('a token, as printed by `registry token`'),
  REGISTRY_DATA_DIR: z.string().default('.registry').describe('a folder'),
  SUPABASE_JWT_SECRET: z.string().min(16).optional().describe('at least 16 characters'),
  REGISTRY_STDIO_COMMANDS: StdioCommands,
  SUPABASE_URL: z.string().optional().describe('https://<project>.supabase.co'),
  SUPABASE_PUBLISHABLE_KEY: z.string().optional().describe('the publishable key of the Supabase project'),
});

export interface Settings extends z.infer<typeof Variables> {
  /** False when the URL is that of the gateway of the data folder, or the default. */
  isUrlGiven: boolean;
  /** How the URL was chosen; null when it was given. */
  urlReason: string | null;
}

/** How definitions are parsed: like in a gateway with the same settings. */
export const readOptions = ({ REGISTRY_STDIO_COMMANDS: stdioCommands }: Settings): ParseOptions =>
  stdioCommands ? { stdioCommands } : {};

/** The global options. */
export interface GatewayOptions {
  url?: string;
  token?: string;
}

/** The settings from the environment and the command line. Throws a Problem that names an invalid setting, never its value. */
export function readSettings(options: GatewayOptions = {}, environment = process.env): Settings {
  const given = Object.fromEntries(
    Object.entries({
      ...environment,
      ...(options.url === undefined ? {} : { REGISTRY_URL: options.url }),
      ...(options.token === undefined ? {} : { REGISTRY_TOKEN: options.token }),
    }).map(([name, value]) => [name, value?.trim() || undefined]),
  );
  const result = Variables.safeParse(given);
  if (result.success) {
    if (given.REGISTRY_URL !== undefined) return { ...result.data, isUrlGiven: true, urlReason: null };
    const { url, reason } = localGateway(result.data.REGISTRY_DATA_DIR);
    return { ...result.data, REGISTRY_URL: url, isUrlGiven: false, urlReason: reason };
  }
  const name = String(result.error.issues[0]?.path[0]) as keyof typeof Variables.shape;
  const option = optionOf[name];
  const source = option && options[option] !== undefined ? `--${option}` : name;
  throw misuse(`Invalid ${source}: must be ${Variables.shape[name].description}.`);
}

const optionOf: Partial<Record<string, keyof GatewayOptions>> = { REGISTRY_URL: 'url', REGISTRY_TOKEN: 'token' };
