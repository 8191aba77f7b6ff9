import { type EnvVariable, isSecretName, type McpServer, parseReferences } from '../../manifest/index.ts';
import { StepFailure } from '../stepFailure.ts';

/** The worker's own environment, and the variables in it that agents may have. */
export interface VariableSource {
  environment: Readonly<Record<string, string | undefined>>;
  /**
   * The names that agents may have; none by default. An author can name any variable, so only an operator can allow it.
   */
  allowed?: readonly string[] | undefined;
}

export interface ResolvedVariables {
  /** The declared variables of the agent, as far as they are set. */
  env: Record<string, string>;
  /** The servers without references. */
  mcpServers: Record<string, McpServer>;
  /** The values that only the executor may see. */
  secrets: string[];
}

/** A shorter secret would occur everywhere, so it could not be redacted from logs and reports. */
const shortest = 4;

/**
 * Fills `${NAME}`, `${secret:NAME}` and `${NAME:-default}` in the servers of an agent, and returns the variables that
 * it declares. A default applies when the variable is not set or empty. Only names in the definition itself are looked
 * up. A value is not expanded again.
 *
 * @throws StepFailure `secret_missing`, which names every missing variable, or `secret_too_short`; never a value;
 *   `reference_unknown` for a reference in another notation, which an older definition may have
 */
export function resolveVariables(
  declared: readonly EnvVariable[],
  servers: Record<string, McpServer>,
  { environment, allowed = [] }: VariableSource,
): ResolvedVariables {
  const byName = new Map(declared.map((variable) => [variable.name, variable]));
  const secrets = new Set<string>();
  const filling = new Set<string>();
  const missing = new Set<string>();

  const mayHave = (name: string): boolean => allowed.includes(name);

  function valueFor(name: string, isSecretReference: boolean): string | undefined {
    const variable = byName.get(name);
    const value = mayHave(name) ? environment[name] : undefined;
    if (value === undefined || value === '') return defaultOf(variable);
    if (isSecretReference || variable?.isSecret === true || isSecretName(name)) {
      if (value.length < shortest)
        throw new StepFailure(
          'secret_too_short',
          `${name} has fewer than ${shortest} characters, too few to redact it as a secret in logs.`,
          { retry: false },
        );
      secrets.add(value);
    }
    return value;
  }

  /** The declared default; its references are expanded, and one that refers to itself is not set. */
  function defaultOf(variable: EnvVariable | undefined): string | undefined {
    if (variable?.default === undefined || filling.has(variable.name)) return undefined;
    filling.add(variable.name);
    try {
      return fill(String(variable.default), `the default of ${variable.name}`);
    } finally {
      filling.delete(variable.name);
    }
  }

  function needed(name: string, isSecretReference: boolean, where: string): string {
    const value = valueFor(name, isSecretReference);
    if (value !== undefined) return value;
    const why = mayHave(name)
      ? 'is not set in the environment of the worker'
      : 'is not in REGISTRY_WORKER_VARIABLES, the list of variables that this worker passes to agents';
    missing.add(`${name}, which ${where} needs, ${why}.`);
    return '';
  }

  function fill(text: string, where: string): string {
    const filled = parseReferences(text).map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'reference') {
        const value = part.default === undefined ? undefined : valueFor(part.name, part.isSecret);
        if (part.default !== undefined) return value ? value : part.default;
        return needed(part.name, part.isSecret, where);
      }
      const message = `${where} has an unsupported reference at character ${part.position}; ${part.advice}.`;
      throw new StepFailure('reference_unknown', message, { retry: false });
    });
    return filled.join('');
  }
  const fillAll = (values: Record<string, string>, where: string) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, where)]));

  function resolve(name: string, server: McpServer): McpServer {
    const where = `the MCP server "${name}"`;
    if ('url' in server) {
      const { headers } = server;
      return { ...server, url: fill(server.url, where), ...(headers && { headers: fillAll(headers, where) }) };
    }
    const { args, env } = server;
    return {
      ...server,
      ...(args && { args: args.map((arg) => fill(arg, where)) }),
      ...(env && { env: fillAll(env, where) }),
    };
  }

  const env: Record<string, string> = {};
  for (const { name, isRequired } of declared) {
    const value = isRequired ? needed(name, false, 'the agent') : valueFor(name, false);
    if (value !== undefined) env[name] = value;
  }
  const mcpServers = Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, resolve(name, server)]));
  // Another attempt would find the same environment: it fails once, with every name, and can be retried when they are
  // set.
  if (missing.size > 0) throw new StepFailure('secret_missing', [...missing].join(' '), { retry: false });
  return { env, mcpServers, secrets: [...secrets] };
}
