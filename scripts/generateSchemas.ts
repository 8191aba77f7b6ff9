import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { jsonSchemaText, schemaFiles } from '../packages/manifest/schemas/jsonSchemas.ts';

/** Writes the JSON Schemas for editors; with --check only reports whether they are up to date with the contract. */
const folder = new URL('../packages/manifest/schemas/', import.meta.url);
const check = process.argv.includes('--check');

let drifted = false;
await mkdir(folder, { recursive: true });
for (const name of schemaFiles) {
  const file = new URL(name, folder);
  const text = jsonSchemaText(name);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${fileURLToPath(file)} is not what the contract makes. Run: node scripts/generateSchemas.ts`);
    drifted = true;
  }
}
process.exitCode = drifted ? 1 : 0;
