import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const objects = types.filter(isObjectType);
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());
const nodeTypes = new Set(schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name));
const shown = (field: GraphQLField<unknown, unknown> | undefined) => String(field?.type);

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const undescribed = types.flatMap((type) => [
      ...(type.description ? [] : [type.name]),
      ...(isEnumType(type) ? type.getValues() : [])
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
      ...(isInputObjectType(type) || isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [])
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
      ...(isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []).flatMap((field) =>
        field.args.filter(({ description }) => !description).map(({ name }) => `${type.name}.${field.name}(${name})`),
      ),
    ]);
    expect(undescribed).toEqual([]);
  });

  it('calls only a global id `id`', () => {
    const withId = [...objects, ...types.filter(isInterfaceType)].filter((type) => type.getFields().id);
    expect(withId.filter((type) => shown(type.getFields().id) !== 'ID!').map(({ name }) => name)).toEqual([]);
    // The viewer is one object for any caller, and its id is the token's subject: a uuid.
    expect(
      withId
        .filter(isObjectType)
        .map(({ name }) => name)
        .filter((name) => !nodeTypes.has(name)),
    ).toEqual(['Viewer']);
  });

  it('gives the interfaces of entries and versions an id, as nodes', () => {
    for (const name of ['RegistryEntry', 'RegistryVersion']) {
      const type = schema.getType(name);
      if (!isInterfaceType(type)) throw new Error(`${name} is not an interface.`);
      expect(shown(type.getFields().id)).toBe('ID!');
      expect(type.getInterfaces().map((each) => each.name)).toContain('Node');
    }
  });

  it('has one connection and one edge for each type of node', () => {
    const connections = objects.filter(({ name }) => name.endsWith('Connection'));
    const nodes = connections.map((connection) => {
      const { edges, pageInfo, totalCount } = connection.getFields();
      const edge = getNamedType(edges?.type as never) as unknown as GraphQLObjectType;
      const node = getNamedType(edge.getFields().node?.type as never) as unknown as { name: string };
      expect([shown(edges), shown(pageInfo), shown(totalCount)]).toEqual([`[${edge.name}!]!`, 'PageInfo!', 'Int!']);
      expect(shown(edge.getFields().cursor)).toBe('String!');
      const of = connection.name.slice(0, -'Connection'.length);
      expect(edge.name).toBe(`${of}Edge`);
      expect(node.name).toBe(of === 'Search' ? 'SearchResult' : of);
      return node.name;
    });
    expect(nodes.sort()).toEqual([
      ...[
        'Agent',
        'AgentVersion',
        'RatingComment',
        'RegistryEvent',
        'RegistryVersion',
        'Run',
        'SearchResult',
        'Template',
        'TemplateVersion',
      ],
      ...['UsageRecord', 'ValidationReport', 'Webhook', 'WebhookDelivery'],
    ]);
    const edges = objects.filter(({ name }) => name.endsWith('Edge'));
    expect(edges).toHaveLength(connections.length);
    for (const name of nodes) {
      const type = schema.getType(name);
      const members = isAbstractType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [name];
      expect(members.filter((member) => !nodeTypes.has(member))).toEqual([]);
    }
  });

  it('pages every connection in both directions', () => {
    const pages = objects.flatMap(fieldsOf).filter((field) => getNamedType(field.type).name.endsWith('Connection'));
    expect(pages.length).toBeGreaterThan(10);
    for (const { args } of pages) {
      const given = Object.fromEntries(args.map(({ name, type }) => [name, String(type)]));
      expect(given).toMatchObject({ first: 'Int', after: 'String', last: 'Int', before: 'String' });
    }
    const info = schema.getType('PageInfo') as GraphQLObjectType;
    expect(Object.fromEntries(fieldsOf(info).map((field) => [field.name, shown(field)]))).toEqual({
      hasNextPage: 'Boolean!',
      hasPreviousPage: 'Boolean!',
      startCursor: 'String',
      endCursor: 'String',
    });
  });

  it('has fractional numbers only where fractions occur', () => {
    const fractions = objects.flatMap((type) =>
      fieldsOf(type)
        .filter((field) => getNamedType(field.type).name === 'Float')
        .map(({ name }) => `${type.name}.${name}`),
    );
    expect(fractions.sort()).toEqual([
      ...['AgentUsage.p50Seconds', 'AgentUsage.p95Seconds', 'AgentUsage.successRate'],
      ...['ChannelGate.minSuccessRate', 'GateFailure.actual', 'GateFailure.required'],
      ...['RatingSummary.average', 'ResourceProfile.cpu', 'SearchEdge.score'],
      ...['UsageAcrossNamespaces.p50Seconds', 'UsageAcrossNamespaces.p95Seconds', 'UsageAcrossNamespaces.successRate'],
      ...['UsageRecord.quantity', 'UsageRecord.total'], // Seconds of steps.
      ...['UsageSummary.p50Seconds', 'UsageSummary.p95Seconds', 'UsageSummary.successRate'],
      'UsageTotal.total',
    ]);
  });
});
