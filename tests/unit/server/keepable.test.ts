import { getNamedType, isAbstractType, isObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { isKeepable, keptTypes, neverKeptTypes, rootFields } from '../../../server/graphql/answers/keepable.ts';

const query = schema.getQueryType();
if (!query) throw new Error('The schema has no queries.');

/** The object types that a query can reach. */
function reachable(): Set<string> {
  const found = new Set<string>();
  const open = [query?.name ?? ''];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const type = schema.getType(name);
    if (isAbstractType(type)) open.push(...schema.getPossibleTypes(type).map((each) => each.name));
    if (!isObjectType(type) || found.has(name)) continue;
    found.add(name);
    for (const field of Object.values(type.getFields())) open.push(getNamedType(field.type).name);
  }
  found.delete(query?.name ?? '');
  return found;
}

function keepable(text: string): boolean {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('The first definition is not an operation.');
  return isKeepable(schema, document, operation);
}

describe('what may be kept', () => {
  it('is decided for every root field', () =>
    expect(Object.keys(rootFields).sort()).toEqual(Object.keys(query.getFields()).sort()));

  it('is decided for every type that a query can reach, and for no other', () => {
    expect([...keptTypes, ...neverKeptTypes].sort()).toEqual([...reachable()].sort());
    expect([...keptTypes].filter((name) => neverKeptTypes.has(name))).toEqual([]);
  });

  it.each([
    '{ __typename viewer { id } }',
    '{ agent(agentId: "a") { name currentVersion { manifest files { path } } versions { edges { node { version } } } } }',
    '{ search(query: "a") { totalCount facets { tags { value } } edges { node { ... on RegistryEntry { slug } } } } }',
    '{ registryEvents { edges { node { entry { name } agent { name } } } } }',
    '{ templates { edges { node { rating { average mine } } } } }',
    'query ($with: Boolean!) { agents { edges { node { ...on Agent { ...A @include(if: $with) } } } } } fragment A on Agent { name }',
  ])('%s may be', (text) => expect(keepable(text)).toBe(true));

  it.each([
    '{ runs { edges { node { id } } } }',
    '{ run(id: "r") { status } }',
    '{ node(id: "n") { id } }',
    '{ nodes(ids: ["n"]) { ... on Agent { name } } }',
    '{ validationReports { totalCount } }',
    '{ verifyLog { checked } }',
    '{ verifyVersions(kind: AGENT) { checked } }',
    '{ viewer { id } __schema { types { name } } }',
    '{ __type(name: "Agent") { name } }',
    '{ agent(agentId: "a") { name } runs { totalCount } }',
    '{ templates { edges { node { usage { runs } } } } }',
    '{ registryEvents { edges { node { report { valid } } } } }',
    '{ template(templateId: "t") { ...T } } fragment T on Template { usage { lastUsedAt } }',
    '{ search(query: "a") { edges { node { ... on Template { ...T } } } } } fragment T on Template { usage { runs } }',
    'mutation { sweepArtifacts(input: {}) { __typename } }',
    'subscription { registryEvents { id } }',
  ])('%s may not be', (text) => expect(keepable(text)).toBe(false));
});
