import { spawn } from 'node:child_process';
import pc from 'picocolors';

/** A command that reads the repository, writes nothing, and exits with 0 when all is well. */
export interface Check {
  name: string;
  command: string;
}

/** The static checks: no test runs, nothing is started. The slow ones first, since several run at the same time. */
export const checks: readonly Check[] = [
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'types of the console', command: 'tsc --noEmit -p packages/console' },
  { name: 'database types', command: 'node scripts/generateDatabaseTypes.ts --check' },
  { name: 'import direction', command: 'node scripts/checkDirection.ts' },
  { name: 'lint and format', command: 'biome check --error-on-warnings' },
  { name: 'typed documents', command: 'graphql-codegen --check' },
  { name: 'dead code', command: 'knip' },
  {
    name: 'GraphQL lint',
    command: 'eslint --max-warnings 0 schema/schema.graphql packages/client/operations packages/console/operations',
  },
  { name: 'docs', command: 'node scripts/checkDocs.ts' },
  { name: 'GraphQL schema', command: 'node scripts/printSchema.ts --check' },
  { name: 'OpenAPI', command: 'node scripts/printOpenapi.ts --check' },
  { name: 'agents', command: 'npm run --silent validate:agents' },
  { name: 'templates', command: 'npm run --silent validate:templates' },
  { name: 'compatibility rules', command: 'node scripts/generateCompatibility.ts --check' },
  { name: 'JSON Schemas', command: 'node scripts/generateSchemas.ts --check' },
  { name: 'listed operations', command: 'node scripts/generateOperations.ts --check' },
  { name: 'edge function imports', command: 'node scripts/generateFunctionImports.ts --check' },
  { name: 'migrations', command: 'node scripts/checkMigrations.ts' },
  { name: 'lock file', command: 'node scripts/checkLock.ts' },
];

/** Runs the checks, up to `atOnce` at the same time, prints each outcome, and returns the names of those that failed. */
export async function runChecks(chosen: readonly Check[], atOnce: number): Promise<string[]> {
  const waiting = [...chosen];
  const failed: string[] = [];
  const runWaiting = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      if (!(await passes(check))) failed.push(check.name);
  };
  await Promise.all(Array.from({ length: atOnce }, runWaiting));
  return failed;
}

/** Runs one check, prints a line for it, and its output when it fails. */
async function passes({ name, command }: Check): Promise<boolean> {
  const started = Date.now();
  const { code, output } = await run(command);
  const seconds = pc.dim(`${((Date.now() - started) / 1000).toFixed(1)} s`);
  console.log(`${code === 0 ? pc.green('✓') : pc.red('✗')} ${name} ${seconds}`);
  if (code !== 0) console.log(`${output.trimEnd()}\n`);
  return code === 0;
}

const run = (command: string) =>
  new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
