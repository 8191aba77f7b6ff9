import { supabaseStorage } from '../../src/artifacts/supabaseStorage.ts';
import { type DenoFunction, startFunction } from './deno.ts';
import { type SupabaseProject, startProject } from './edgeProject.ts';
import { openRegistry, type TestRegistry } from './registry.ts';

export const webhookSecret = 'known to the database of the project alone';

export const functionNames = ['registry_agents_sync', 'registry_templates_sync'] as const;
export type FunctionName = (typeof functionNames)[number];

/** A gateway and both edge functions with one database and one artifact storage. */
export interface EdgeRegistry {
  registry: TestRegistry;
  project: SupabaseProject;
  functions: Record<FunctionName, DenoFunction>;
  /** The environment of the functions. */
  environment: Record<string, string>;
  call(name: FunctionName, body: unknown, headers?: Record<string, string>): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

export interface FunctionAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  body: any;
}

export async function openEdgeRegistry(): Promise<EdgeRegistry> {
  const registry = await openRegistry();
  const project = await startProject();
  Object.assign(registry.services, { artifacts: supabaseStorage({ url: project.url, secretKey: project.secretKey }) });
  const environment = {
    SUPABASE_DB_URL: registry.database.url ?? '',
    SUPABASE_URL: project.url,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: project.secretKey }),
    REGISTRY_JWT_SECRET: Buffer.from(registry.secret).toString(),
    REGISTRY_WEBHOOK_SECRET: webhookSecret,
  };
  const [agents, templates] = await Promise.all(functionNames.map((name) => startFunction(name, environment)));
  if (!agents || !templates) throw new Error('A function did not start.');
  const functions = { registry_agents_sync: agents, registry_templates_sync: templates };
  for (const name of functionNames) project.functions.set(name, functions[name].url);
  return {
    registry,
    project,
    functions,
    environment,
    call: (name, body, headers) => callFunction(functions[name].url, body, headers),
    async close() {
      await Promise.all([agents.end(), templates.end()]);
      await project.close();
      await registry.close();
    },
  };
}

/** One request; a string is sent as it is, anything else as JSON. */
export async function callFunction(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<FunctionAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
