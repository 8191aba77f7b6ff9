import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });
const rulesBroken = async (text: string, filePath: string) => {
  const [result] = await eslint.lintText(text, { filePath });
  return [...new Set(result?.messages.map(({ ruleId, message }) => ruleId ?? message))].sort();
};

// `npm run check` lints the files themselves; this test detects a configuration that reads them but finds nothing.
it('finds names, descriptions and connections that break the rules', async () => {
  const text = `
    "A page."
    type thing_Connection { edges: [String], pageInfo: String }
    "A page."
    type ThingConnection { edges: [ThingEdge], pageInfo: String }
    "An edge."
    type ThingEdge { Node: String }
    "A state."
    enum State { active }
  `;
  expect(await rulesBroken(text, 'schema/schema.graphql')).toEqual(
    expect.arrayContaining(
      ['naming-convention', 'relay-connection-types', 'relay-edge-types', 'require-description'].map(
        (rule) => `@graphql-eslint/${rule}`,
      ),
    ),
  );
});

it('finds operations that break the rules', async () => {
  const text = 'query GetAgents { agents(first: 1) { totalCount totalCount } }';
  expect(await rulesBroken(text, 'packages/client/operations/new.graphql')).toEqual([
    '@graphql-eslint/naming-convention',
    '@graphql-eslint/no-duplicate-fields',
  ]);
});
