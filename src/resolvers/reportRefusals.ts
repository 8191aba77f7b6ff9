import { type GraphQLSchema, getNamedType, isUnionType } from 'graphql';
import { isErrorCode } from '../../packages/manifest/index.ts';
import type { Context } from './context.ts';

/**
 * Makes every root field that returns a union report the error that it returns: to the client it is a result, to the
 * log and the metrics a refusal with a code.
 */
export function reportRefusals(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve } = field;
      if (!resolve || !isUnionType(getNamedType(field.type))) continue;
      field.resolve = async (source, args, context: Context, info) => {
        const result: unknown = await resolve(source, args, context, info);
        const code = codeOf(result);
        if (typeof code === 'string' && isErrorCode(code)) context.refused(code);
        return result;
      };
    }
  }
  return schema;
}

/** The builder wraps errors so that `instanceof` does not know them; only they have a code. */
const codeOf = (result: unknown): unknown =>
  typeof result === 'object' && result !== null && 'code' in result ? result.code : undefined;
