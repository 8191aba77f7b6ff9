import {
  type DocumentNode,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { schema } from '../../../schema/index.ts';
import { excess, parseWithin } from '../limits.ts';
import { type Selections, selectionsOf } from './selection.ts';

/** A document that was parsed, measured and validated, and what is known of its operations. */
export interface Plan {
  readonly document: DocumentNode;
  /** The query of this name, or the only operation. Null for an operation of another type, or of no such name. */
  query(operationName: string | undefined): PlannedQuery | null;
}

export interface PlannedQuery {
  readonly operation: OperationDefinitionNode;
  /** Null for a query that the engine executes. */
  readonly selections: Selections | null;
}

/** Short documents of valid queries, which cost little memory; other documents are left to the engine. */
const limits = { max: 1_024, maxSize: 2_000_000, maxEntrySize: 16_384 };

/** Plans documents once. Null for one that is not a valid query: the engine reports why. */
export function createPlans(): (text: string, mayIntrospect: boolean) => Plan | null {
  const plans = new LRUCache<string, Plan>({ ...limits, sizeCalculation: (_, text) => text.length });
  return (text, mayIntrospect) => {
    if (text.length >= limits.maxEntrySize) return null;
    const key = `${mayIntrospect ? '+' : '-'}${text}`;
    const known = plans.get(key);
    if (known) return known;
    const plan = planOf(text, mayIntrospect);
    if (plan) plans.set(key, plan);
    return plan;
  };
}

function planOf(text: string, mayIntrospect: boolean): Plan | null {
  const document = parsed(text);
  if (!document || excess(document)) return null;
  const hasOther = document.definitions.some(
    (each) => each.kind === 'OperationDefinition' && each.operation !== 'query',
  );
  if (hasOther) return null;
  const rules = mayIntrospect ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  if (validate(schema, document, rules, { maxErrors: 1 }).length > 0) return null;
  const queries = new Map<string | undefined, PlannedQuery>();
  return {
    document,
    query(operationName) {
      const known = queries.get(operationName);
      if (known) return known;
      const operation = getOperationAST(document, operationName);
      if (!operation) return null;
      const query = { operation, selections: selectionsOf(schema, document, operation) };
      queries.set(operationName, query);
      return query;
    },
  };
}

function parsed(text: string): DocumentNode | null {
  try {
    return parseWithin(text);
  } catch {
    return null;
  }
}
