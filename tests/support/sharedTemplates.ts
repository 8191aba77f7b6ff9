import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A test that a template contains: the input, and the expected plan or error. */
interface TemplateCase {
  templateId: string;
  file: string;
  name: string;
  environment?: string;
  variables: Record<string, unknown>;
  expect: {
    steps?: (string | { id: string })[];
    inputs?: Record<string, object>;
    error?: { code: string; path: string; issue: string };
  };
}

interface SharedTemplate {
  id: string;
  /** The variables of the command in docs.md, or the first examples of the required ones. */
  documented: Record<string, unknown>;
  cases: TemplateCase[];
}

const folder = fileURLToPath(new URL('../../packages/shared/templates', import.meta.url));

/** The bundled templates, with their documentation and their own tests. */
export function readSharedTemplates(): SharedTemplate[] {
  return readdirSync(folder)
    .sort()
    .map((id) => ({ id, documented: documentedVariables(id), cases: casesOf(id) }));
}

function documentedVariables(id: string): Record<string, unknown> {
  const docs = readFileSync(`${folder}/${id}/docs.md`, 'utf8');
  const [, variables] = /--variables '([^']+)'/.exec(docs) ?? [];
  if (variables !== undefined) return JSON.parse(variables);
  const { properties, required } = JSON.parse(readFileSync(`${folder}/${id}/template.json`, 'utf8')).variables;
  return Object.fromEntries(required.map((name: string) => [name, properties[name].examples[0]]));
}

function casesOf(id: string): TemplateCase[] {
  const tests = `${folder}/${id}/tests`;
  if (!existsSync(tests)) return [];
  return readdirSync(tests)
    .sort()
    .map((name) => ({
      ...JSON.parse(readFileSync(`${tests}/${name}`, 'utf8')),
      templateId: id,
      file: `${id}/tests/${name}`,
    }));
}
