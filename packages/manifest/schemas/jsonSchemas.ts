import * as z from 'zod';
import { AgentManifest } from '../contract/agent.ts';
import { TemplateManifest } from '../contract/template.ts';
import { TemplateTest } from '../contract/templateTest.ts';
import { McpConfig } from '../mcp/config.ts';

const definitions = {
  'agent.schema.json': AgentManifest,
  'template.schema.json': TemplateManifest,
  'mcp.schema.json': McpConfig,
  'test.schema.json': TemplateTest,
};

export type SchemaFile = keyof typeof definitions;

/** The files of a definition that have a JSON Schema, by the name of the schema's file. */
export const schemaFiles = Object.keys(definitions) as SchemaFile[];

/** Where every gateway serves a JSON Schema, and its `$id`: a reference, so it is right on every host. */
export const schemaPath = (file: SchemaFile): string => `/schemas/${file}`;

/** The JSON Schema of a file, as text. Editors support Draft 7 best. */
export function jsonSchemaText(file: SchemaFile): string {
  const { $schema, ...schema } = z.toJSONSchema(definitions[file], { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, $id: schemaPath(file), ...schema }, null, 2)}\n`;
}
