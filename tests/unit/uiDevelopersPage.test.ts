import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { isInterfaceType, isObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';

const page = await readFile(new URL('../../docs/ui-developers.md', import.meta.url), 'utf8');
const snippets = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

describe('the page for UI developers', () => {
  it.each(snippets('graphql'))('has a valid operation: %s', (text) => {
    expect(validate(schema, parse(text))).toEqual([]);
  });

  it.each(snippets('ts'))('has valid TypeScript: %s', (text) => {
    expect(() => stripTypeScriptTypes(text)).not.toThrow();
  });

  it('names the types of each interface', () => {
    const [, list = ''] = /possibleTypes: \{(.*?)\n {2}\},/s.exec(page) ?? [];
    const named = Object.fromEntries(
      [...list.matchAll(/(\w+): \[(.*?)\]/g)].map(([, name = '', types = '']) => [
        name,
        [...types.matchAll(/'(\w+)'/g)].map(([, type]) => type),
      ]),
    );
    for (const name of ['Node', 'RegistryEntry', 'RegistryVersion']) {
      const type = schema.getType(name);
      if (!isInterfaceType(type)) throw new Error(`${name} is not an interface.`);
      const possible = schema.getPossibleTypes(type).map((each) => each.name);
      expect([name, named[name]]).toEqual([name, possible.sort()]);
    }
  });

  it('names lists and their arguments as in the schema', () => {
    const query = schema.getQueryType();
    if (!isObjectType(query)) throw new Error('There is no query.');
    const lists = [...page.matchAll(/(\w+): relayStylePagination\(\[(.*?)\]\)/g)];
    expect(lists.length).toBeGreaterThan(4);
    for (const [, field = '', text = ''] of lists) {
      const given = [...text.matchAll(/'(\w+)'/g)].map(([, name]) => name);
      const all = query.getFields()[field]?.args.map(({ name }) => name) ?? [];
      const paging = ['first', 'after', 'last', 'before'];
      expect([field, given.sort()]).toEqual([field, all.filter((name) => !paging.includes(name)).sort()]);
    }
  });
});
