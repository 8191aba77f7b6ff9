import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { GatewayRefused, isTransient } from '../../packages/client/errors.ts';
import { errorCodes, eventActions, kinds } from '../../packages/manifest/index.ts';
import { eventTypes } from '../../src/db/event.ts';
import * as errors from '../../src/errors.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema = buildSchema(read('schema/schema.graphql'));
const openapi = JSON.parse(read('docs/openapi.json'));

const enumValues = (name: string) =>
  (schema.getType(name) as GraphQLEnumType)
    .getValues()
    .map((value) => value.name)
    .sort();
const parameter = (path: string, name: string) =>
  openapi.paths[path].get.parameters.find((each: { name: string }) => each.name === name).schema;

describe('the single list of each concept', () => {
  it('has the event actions: GraphQL has all of them, and REST offers them', () => {
    expect(enumValues('RegistryEventAction')).toEqual([...eventActions].sort());
    expect(parameter('/api/events', 'actions').items.enum).toEqual([...eventActions].sort());
  });

  it('has the event types: REST offers all of them', () => {
    expect(parameter('/api/events', 'types').items.enum).toEqual(eventTypes);
  });

  it('reserves no action, and offers every status', () => {
    const values = (schema.getType('RegistryEventAction') as GraphQLEnumType).getValues();
    for (const { name, description } of values) expect(description, name).not.toContain('Reserved');
    expect(parameter('/api/agents/{id}/versions', 'status').enum).toEqual(['ACTIVE', 'DRAFT', 'ARCHIVED']);
  });

  it('has the kinds', () => expect(enumValues('RegistryKind')).toEqual([...kinds].sort()));

  it('has the error codes: the schema has those of results, OpenAPI those that are sent as problems', () => {
    const inResults = Object.entries(errorCodes).flatMap(([code, meaning]) => ('inResults' in meaning ? [code] : []));
    expect(enumValues('ErrorCode')).toEqual(inResults.sort());
    const problems = Object.entries(errorCodes).flatMap(([code, { status }]) => (status < 400 ? [] : [code]));
    expect(openapi.components.schemas.Problem.properties.code.enum).toEqual(problems);
  });

  it('has the code of every error class', () => {
    const thrown = Object.values(errors).flatMap((each) =>
      typeof each === 'function' && each.prototype instanceof errors.RegistryError ? [each.name] : [],
    );
    expect(thrown.map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()).sort()).toEqual(
      enumValues('ErrorCode'),
    );
  });

  it.each(Object.entries(errorCodes))('lets a client retry after %s when the table says so', (code, meaning) => {
    const refused = new GatewayRefused({ status: meaning.status, code, message: 'Refused.' });
    expect(isTransient(refused)).toBe('retryAfter' in meaning || code === 'INTERNAL_SERVER_ERROR');
  });
});
