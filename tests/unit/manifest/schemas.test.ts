import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AgentManifest, McpConfig, TemplateManifest } from '../../../packages/manifest/index.ts';

const schemas = new URL('../../../packages/manifest/schemas/', import.meta.url);
const fixtures = new URL('../../fixtures/manifests/', import.meta.url);
const read = (file: URL) => JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });

describe.each([
  ['agent', AgentManifest],
  ['template', TemplateManifest],
  ['mcp', McpConfig],
] as const)('%s.schema.json', (name, contract) => {
  const schema = read(new URL(`${name}.schema.json`, schemas));
  const validate = ajv.compile(schema);

  it('is generated from the contract (node scripts/generateSchemas.ts)', () =>
    expect(schema).toEqual({
      ...z.toJSONSchema(contract, { target: 'draft-7', io: 'input' }),
      $id: `/schemas/${name}.schema.json`,
    }));

  it('describes every property, with valid examples', () => {
    for (const [key, property] of Object.entries<{ description?: string; examples?: unknown[] }>(schema.properties)) {
      if (key !== 'mcpServers') expect([key, typeof property.description]).toEqual([key, 'string']);
      for (const example of property.examples ?? []) expect(ajv.validate(property, example)).toBe(true);
    }
  });

  it('accepts the valid fixtures of the current shape', () => {
    for (const folder of readdirSync(new URL('valid/', fixtures))) {
      if (folder.includes('older') || !(name === 'mcp' ? folder === 'agent-full' : folder.startsWith(name))) continue;
      const value = read(new URL(`valid/${folder}/${name}.json`, fixtures));
      expect([folder, validate(value), validate.errors]).toEqual([folder, true, null]);
    }
  });

  it('refuses a misspelled key', () => expect(validate({ agentID: 'x' })).toBe(false));
});
