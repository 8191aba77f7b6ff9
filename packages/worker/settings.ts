import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { CommaSeparated } from '../node/commaSeparated.ts';
import { defaultGatewayUrl, localGateway } from '../node/gatewayFile.ts';
import { StdioCommands } from '../node/stdioCommands.ts';
import { tracingVariables } from '../node/tracingSettings.ts';
import { WorkerProblem } from './problem.ts';

const List = CommaSeparated.default([]);
const host = /^(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*$/;
const Host = z.string().refine((each) => ipaddr.isValid(each) || ipaddr.isValidCIDR(each) || host.test(each));
const Integer = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);
const Token = z.string().regex(/^[\x21-\x7e]+$/);
const Url = z.url({ protocol: /^https?$/ });

/** All settings of a worker: each a variable, most an option as well. */
const Given = z.object({
  REGISTRY_URL: Url.default(defaultGatewayUrl).describe('the URL of a gateway, such as http://127.0.0.1:4000/graphql'),
  REGISTRY_DATA_DIR: z.string().default('.registry').describe('a folder'),
  REGISTRY_TOKEN: Token.optional().describe('a token, as printed by `registry token`'),
  REGISTRY_TOKEN_FILE: z.string().optional().describe('the path of a file that contains a token'),
  REGISTRY_WORKER_DIR: z.string().default('.registry/worker').describe('a folder'),
  REGISTRY_WORKER_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_.:@-]{1,100}$/)
    .optional()
    .describe('1 to 100 of the characters A-Z a-z 0-9 _ . : - @'),
  REGISTRY_WORKER_ALLOW_HOSTS: List.pipe(z.array(Host)).describe(
    'names, *.example.com, addresses or networks such as 10.0.0.0/8, separated by commas',
  ),
  REGISTRY_WORKER_VARIABLES: z
    .string()
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)))
    .optional()
    .describe('names of environment variables, separated by commas'),
  REGISTRY_WORKER_ENDPOINT_TOKEN: Token.optional().describe('a token for the endpoint of --endpoint'),
  REGISTRY_STDIO_COMMANDS: StdioCommands,
  ...tracingVariables,
  agents: List.describe('ids of agents such as code-reviewer,acme/triage'),
  exec: z.string().min(1).optional().describe('a command such as "node my-agent.js"'),
  endpoint: Url.optional().describe('a URL such as http://127.0.0.1:8080/steps'),
  concurrency: Integer(1, 100).default(1).describe('an integer from 1 to 100'),
  lease: Integer(5, 3_600).default(60).describe('seconds, 5 to 3600'),
  timeout: Integer(1, 604_800).default(600).describe('seconds, 1 to 604800'),
  grace: Integer(0, 86_400).default(30).describe('seconds, 0 to 86400'),
  transport: z.enum(['ws', 'sse']).default('ws').describe('ws or sse'),
  startAgain: z.boolean().default(false),
});
export interface Settings extends z.infer<typeof Given> {
  /** How the URL of the gateway was chosen; null when it was given. */
  urlReason: string | null;
}

/** The options of the command line; the names are those of `commandLine.ts`. */
export type Options = Partial<Record<string, string | boolean>>;

const variableOf: Record<string, keyof typeof Given.shape> = {
  url: 'REGISTRY_URL',
  dir: 'REGISTRY_WORKER_DIR',
  name: 'REGISTRY_WORKER_NAME',
};

/** The environment, overridden by the command line. Throws WorkerProblem that names what is wrong, never its value. */
export function readSettings(options: Options, environment = process.env): Settings {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(Given.shape)) {
    const value = name === name.toUpperCase() ? environment[name]?.trim() : undefined;
    if (value) given[name] = value;
  }
  for (const [option, value] of Object.entries(options))
    given[variableOf[option] ?? option] = option === 'dir' ? typed(String(value)) : value;
  const result = Given.safeParse(given);
  if (!result.success) {
    const name = String(result.error.issues[0]?.path[0]) as keyof typeof Given.shape;
    const option = Object.keys(options).find((each) => (variableOf[each] ?? each) === name);
    const expected = Given.shape[name]?.description ?? 'another value';
    throw new WorkerProblem(`Invalid ${option ? `--${option}` : name}: must be ${expected}.`, { exitCode: 2 });
  }
  const settings: Settings = { ...result.data, urlReason: null };
  if (given.REGISTRY_URL === undefined) {
    const { url, reason } = localGateway(settings.REGISTRY_DATA_DIR);
    Object.assign(settings, { REGISTRY_URL: url, urlReason: reason });
  }
  if (settings.exec && settings.endpoint)
    throw new WorkerProblem('--exec and --endpoint cannot be used together; pass one of them.', { exitCode: 2 });
  return settings;
}

/** Resolves a path as typed: npm runs scripts in the package's folder; INIT_CWD is the folder of the user. */
export const typed = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

/** The token, or a function that reads its file each time, so that a renewed token needs no restart of the worker. */
export function tokenOf({ REGISTRY_TOKEN, REGISTRY_TOKEN_FILE }: Settings): (() => string) | string | undefined {
  if (REGISTRY_TOKEN_FILE === undefined) return REGISTRY_TOKEN;
  const file = typed(REGISTRY_TOKEN_FILE);
  return () => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new WorkerProblem(`REGISTRY_TOKEN_FILE cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  };
}

/** The configured name, or that of the machine with the process id. */
export const nameOf = ({ REGISTRY_WORKER_NAME }: Settings): string =>
  REGISTRY_WORKER_NAME ??
  `${hostname()
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .slice(0, 80)}.${process.pid}`;
