import {
  assertInputType,
  type DocumentNode,
  type GraphQLInputType,
  getOperationAST,
  Kind,
  type TypeNode,
  typeFromAST,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import * as ofTheClient from '../../../packages/client/generated/graphql.ts';
import * as ofTheConsole from '../../../packages/console/generated/graphql.ts';
import { schema } from '../../../schema/index.ts';
import { heavyCost } from '../../../server/access/requestQueue.ts';
import { costOf, maxCost } from '../../../server/graphql/cost.ts';
import { excess, parseWithin } from '../../../server/graphql/limits.ts';
import { leastValue } from '../../support/leastValue.ts';

/** The API accepts no larger page of most lists. */
const largestPage = 100;

/** Those that ask for more. */
const largerPages: Readonly<Record<string, number>> = { VerifyLogDocument: 5_000, ConsoleVerifyLogDocument: 1_000 };

const operations = [
  ...Object.entries(ofTheClient).map(([name, document]) => ['client', name, String(document)] as const),
  ...Object.entries(ofTheConsole).map(([name, document]) => ['console', name, String(document)] as const),
].filter(([, name]) => name.endsWith('Document'));

describe('the documents of the client and the console', () => {
  it.each(operations)('%s: %s is within the limits with the largest page', (_, name, text) => {
    const document = parseWithin(text);
    expect(excess(document)).toBeNull();
    const cost = costOfPage(document, largerPages[name] ?? largestPage);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(maxCost);
  });
});

describe('a heavy operation', () => {
  const ofCost = (text: string) => costOfPage(parseWithin(text), 20);
  const version = 'currentVersion { version digest publishedAt }';
  const agents = (first: number, templates: number) => `agents(first: ${first}) { edges { node { agentId name ${version}
    templates(first: ${templates}) { edges { node { templateId name ${version} } } } } } }`;

  it('is not a page of agents with their templates and current versions', () => {
    expect(ofCost(`{ ${agents(20, 5)} }`)).toBeLessThan(heavyCost);
  });

  it('is two of them, or a longer one', () => {
    expect(ofCost(`{ one: ${agents(20, 5)} other: ${agents(20, 5)} }`)).toBeGreaterThanOrEqual(heavyCost);
    expect(ofCost(`{ ${agents(40, 5)} }`)).toBeGreaterThanOrEqual(heavyCost);
  });
});

function costOfPage(document: DocumentNode, first: number): number | null {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is no operation.');
  const variables: Record<string, unknown> = {};
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (name === 'first') variables[name] = first;
    else if (type.kind === Kind.NON_NULL_TYPE) variables[name] = leastValue(typeOf(type));
  }
  return costOf(schema, document, operation, variables);
}

const typeOf = (node: TypeNode): GraphQLInputType => assertInputType(typeFromAST(schema, node as never));
