import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { AgentManifest, McpConfig, TemplateManifest } from '../packages/shared/manifest/index.ts';

/** Writes the JSON Schemas that editors use; with --check only says whether they are what the contract makes. */
const folder = new URL('../packages/shared/schemas/', import.meta.url);
const check = process.argv.includes('--check');

const schemas = {
  'agent.schema.json': AgentManifest,
  'template.schema.json': TemplateManifest,
  'mcp.schema.json': McpConfig,
};

// Draft 7 is what editors know best.
const render = (schema: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), null, 2)}\n`;

let drifted = false;
await mkdir(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(name, folder);
  const text = render(schema);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${fileURLToPath(file)} is not what the contract makes. Run: node scripts/generateSchemas.ts`);
    drifted = true;
  }
}
process.exitCode = drifted ? 1 : 0;
