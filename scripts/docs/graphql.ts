import {
  buildSchema,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Page, Piece, Problem } from './page.ts';

/** The schema as it is printed. */
export const readSchema = (sdl: string): GraphQLSchema => buildSchema(sdl);

/** Every GraphQL document is valid: in fenced blocks, in the JSON that curl sends, and as `Type.field` in inline code. */
export function checkGraphql(page: Page, schema: GraphQLSchema): Problem[] {
  const documents = [
    ...page.fences.filter(({ language }) => language === 'graphql'),
    ...page.fences.filter(({ language }) => language === 'sh').flatMap(queriesOfCommand),
  ];
  return [
    ...documents.flatMap(({ text, line }) => problemsOf(text, schema).map((message) => ({ line, message }))),
    ...page.codes.flatMap(({ text, line }) => {
      const [, typeName = '', fieldName = ''] = /^([A-Z]\w*)\.([a-z]\w*)$/.exec(text) ?? [];
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
      if (type.getFields()[fieldName]) return [];
      return [{ line, message: `The type ${typeName} does not have a field "${fieldName}".` }];
    }),
  ];
}

function problemsOf(text: string, schema: GraphQLSchema): string[] {
  try {
    return validate(schema, parse(text)).map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

/** `-d '{"query": "…"}'`, the JSON perhaps over several lines. */
const queriesOfCommand = ({ text, line }: Piece): Piece[] =>
  [...text.matchAll(/-d '(\{\s*"query".*?\})'/gs)].map((match) => ({
    text: JSON.parse(match[1] ?? '').query,
    line: line + text.slice(0, match.index).split('\n').length - 1,
  }));
