import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ParseOptions,
  parse,
  type Source,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { refusal } from '../http/refusal.ts';
import { measure } from './measure.ts';

/** The limits of a document, for every caller and transport. Counted before it is validated or executed. */
export const documentLimits = {
  tokens: 1_000,
  depth: 12,
  /** The introspection query of GraphiQL goes 15 deep. */
  introspectionDepth: 16,
  aliases: 15,
  directives: 50,
  fields: 1_000,
} as const;

const { tokens, ...countable } = documentLimits;

/** How many problems of an invalid document are reported. */
const maxErrors = 25;

/** Refuses what exceeds the limits when it is parsed: validating it would already cost what the limits prevent. */
export const useDocumentLimits = (): Plugin => ({
  onParse({ setParseFn }) {
    setParseFn(parseWithin);
    return ({ result, replaceParseResult }) => {
      if (result === null || result instanceof Error) return;
      const problem = excess(result);
      if (problem) replaceParseResult(problem);
    };
  },
  // Each problem of an invalid document is work, and the first ones are enough to mend it.
  onValidate({ setValidationFn }) {
    setValidationFn((validated: GraphQLSchema, document: DocumentNode, rules?: ValidationRule[]) =>
      validate(validated, document, rules, { maxErrors }),
    );
  },
});

/** Parses a document within the limit of tokens. */
export function parseWithin(source: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: tokens });
  } catch (error) {
    if ((error as Error).message.endsWith(' tokens. Parsing aborted.')) {
      throw tooComplex(`The document has more than ${tokens} tokens.`);
    }
    throw error;
  }
}

/** The limit that a document exceeds, or null. */
export function excess(document: DocumentNode): GraphQLError | null {
  let problem = verdicts.get(document);
  if (problem === undefined) {
    const measured = measure(document);
    const over = (Object.keys(countable) as (keyof typeof countable)[]).find((key) => measured[key] > countable[key]);
    problem = over ? tooComplex(`The document is over the limit of ${countable[over]} for ${words[over]}.`) : null;
    verdicts.set(document, problem);
  }
  return problem;
}
const verdicts = new WeakMap<DocumentNode, GraphQLError | null>();

const words = {
  depth: 'depth: fields within fields, `edges` and `node` of a page not counted',
  introspectionDepth: 'the depth of introspection',
  aliases: 'aliases, fragments counted where they are used, `__name: __typename` not counted',
  directives: 'directives',
  fields: 'fields, fragments counted where they are used',
};

export const tooComplex = (message: string) => refusal('QUERY_TOO_COMPLEX', message, 400);

/** Cached documents: only short and valid ones, up to a number of megabytes. */
export const documentCache = () => ({
  documentCache: new LRUCache<string, DocumentNode>({
    max: 1_024,
    maxSize: 2_000_000,
    maxEntrySize: 16_384,
    sizeCalculation: (_, text) => text.length + 1,
  }),
  errorCache: { get: () => undefined, set: () => {} },
});
