import {
  assertInputObjectType,
  type DocumentNode,
  getNamedType,
  getOperationAST,
  type NamedTypeNode,
  typeFromAST,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { costOf, maxCost } from '../../../server/graphql/cost.ts';
import { documentLimits } from '../../../server/graphql/limits.ts';
import { measure } from '../../../server/graphql/measure.ts';
import { documentOf } from '../../../server/rest/engine.ts';
import { exportDocuments } from '../../../server/rest/exportReader.ts';
import type { ReadRoute } from '../../../server/rest/operationRoute.ts';
import { eventsDocument } from '../../../server/rest/routes/events.ts';
import { usageDocument } from '../../../server/rest/routes/usage.ts';
import { operationRoutes } from '../../../server/rest/routes.ts';
import { leastValue } from '../../support/leastValue.ts';

const documents = [
  ...operationRoutes.map(({ id, document }) => [id, document] as const),
  ['events', eventsDocument] as const,
  ['usage', usageDocument] as const,
  ...Object.entries(exportDocuments).flatMap(([name, documents]) =>
    typeof documents === 'string'
      ? [[`export ${name}`, documents] as const]
      : Object.entries(documents).map(([kind, text]) => [`export ${name} ${kind}`, text] as const),
  ),
];

const leastPath = { name: 'stable', id: 'x', version: '1.0.0', sharedWith: 'globex' };

/** The parameters that a read requires. */
const requiredQuery = ({ parameters }: ReadRoute) =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { isRequired, example }]) => (isRequired ? [[name, example]] : [])),
  );

/** The minimal input of a write. */
function leastInput(document: DocumentNode) {
  const [variable] = getOperationAST(document)?.variableDefinitions ?? [];
  const type = variable && getNamedType(typeFromAST(schema, variable.type as NamedTypeNode));
  return leastValue(assertInputObjectType(type));
}

describe('the GraphQL documents of the routes', () => {
  it.each(documents)('%s matches the schema', (_, text) => {
    expect(validate(schema, documentOf(text)).map(({ message }) => message)).toEqual([]);
  });

  it.each(documents)('%s is within the limits for documents', (_, text) => {
    const measured = measure(documentOf(text));
    const { tokens, ...countable } = documentLimits;
    for (const [name, limit] of Object.entries(countable)) {
      expect(measured[name as keyof typeof measured]).toBeLessThanOrEqual(limit);
    }
    expect(text.match(/[\w$.]+|[{}():!,[\]]/g)?.length).toBeLessThanOrEqual(tokens);
  });

  it.each(operationRoutes)('$id may be executed with the largest page that it accepts', (route) => {
    const document = documentOf(route.document);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('There is no operation.');
    const variables =
      route.method === 'GET'
        ? route.variables({
            path: leastPath,
            query: { ...requiredQuery(route), first: route.parameters.first?.schema.maximum },
          })
        : { input: leastInput(document) };
    expect(costOf(schema, document, operation, variables)).toBeGreaterThan(0);
    expect(costOf(schema, document, operation, variables)).toBeLessThanOrEqual(maxCost);
  });

  it('have unique ids and paths', () => {
    expect(new Set(operationRoutes.map(({ id }) => id)).size).toBe(operationRoutes.length);
    expect(new Set(operationRoutes.map(({ method, pattern }) => `${method} ${pattern}`)).size).toBe(
      operationRoutes.length,
    );
  });
});
