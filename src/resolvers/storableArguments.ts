import {
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { RequestError } from '../errors.ts';
import { leastRoles } from '../registry/leastRoles.ts';
import { hasRole } from '../viewer.ts';
import type { Context } from './context.ts';

/** Types whose content is checked elsewhere, file by file or key by key, and reported as issues with a location. */
const checkedElsewhere: ReadonlySet<string> = new Set(['BundleFileInput', 'JSON', 'StepErrorInput']);

/** Search terms, in which a control character counts as a space. */
const searchTerms: ReadonlySet<string> = new Set(['search.query']);

/**
 * Makes every field of the schema refuse strings that Postgres cannot store: with U+0000 or a lone surrogate. Otherwise
 * they would be refused without a location, or looked up as a different string than was sent.
 */
export function refuseUnstorable(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const texts = field.args.filter((arg) => acceptsText(arg.type) && !searchTerms.has(`${field.name}.${arg.name}`));
      if (texts.length === 0) continue;
      const checked =
        (next: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> =>
        (source, args, context, info) => {
          const minimum = type === schema.getMutationType() ? leastRoles[field.name] : undefined;
          // A caller without the role gets FORBIDDEN, not an error about the input.
          if (!minimum || hasRole(context.viewer, minimum))
            for (const arg of texts) check(args[arg.name], arg.type, arg.name);
          return next(source, args, context, info);
        };
      if (type === schema.getSubscriptionType() && field.subscribe) field.subscribe = checked(field.subscribe);
      else if (field.resolve) field.resolve = checked(field.resolve);
    }
  }
  return schema;
}

function acceptsText(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (checkedElsewhere.has(named.name)) return false;
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => acceptsText(field.type));
  return named.name === 'String' || named.name === 'ID';
}

/** `place` is written as in other errors: without the prefix `input`. */
function check(value: unknown, type: GraphQLInputType, place: string): void {
  const named = getNamedType(type);
  if (typeof value === 'string' && (named.name === 'String' || named.name === 'ID')) refuse(value, place);
  else if (Array.isArray(value)) for (const [index, each] of value.entries()) check(each, type, `${place}[${index}]`);
  else if (
    isInputObjectType(named) &&
    !checkedElsewhere.has(named.name) &&
    typeof value === 'object' &&
    value !== null
  ) {
    for (const field of Object.values(named.getFields())) {
      const inner = (value as Record<string, unknown>)[field.name];
      check(inner, field.type, place === 'input' ? field.name : `${place}.${field.name}`);
    }
  }
}

function refuse(text: string, place: string): void {
  if (text.includes('\0'))
    throw new RequestError('BAD_USER_INPUT', `\`${place}\` must not contain the character U+0000. Remove it.`);
  if (!text.isWellFormed())
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`${place}\` contains a lone surrogate (half of a character). Send the whole character.`,
    );
}
