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

/** Their contents are looked into file by file, or key by key, and told as issues with the place. */
const looksItself: ReadonlySet<string> = new Set(['BundleFileInput', 'JSON']);

/** Words, in which a control character is as good as a space. */
const areWords: ReadonlySet<string> = new Set(['search.query']);

/**
 * The schema, none of whose fields is asked with a string that Postgres cannot store: one with U+0000 or half of a
 * surrogate pair, which would be refused without a place, or looked up as another string than was sent.
 */
export function refuseUnstorable(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const texts = field.args.filter((arg) => takesText(arg.type) && !areWords.has(`${field.name}.${arg.name}`));
      if (texts.length === 0) continue;
      const checked =
        (next: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> =>
        (source, args, context, info) => {
          const least = type === schema.getMutationType() ? leastRoles[field.name] : undefined;
          // Who may not write is told that, and not what is wrong with what they sent.
          if (!least || hasRole(context.viewer, least))
            for (const arg of texts) check(args[arg.name], arg.type, arg.name);
          return next(source, args, context, info);
        };
      if (type === schema.getSubscriptionType() && field.subscribe) field.subscribe = checked(field.subscribe);
      else if (field.resolve) field.resolve = checked(field.resolve);
    }
  }
  return schema;
}

function takesText(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (looksItself.has(named.name)) return false;
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => takesText(field.type));
  return named.name === 'String' || named.name === 'ID';
}

/** `place` is written as other refusals write it: the keys of a mutation's `input` by themselves. */
function check(value: unknown, type: GraphQLInputType, place: string): void {
  const named = getNamedType(type);
  if (typeof value === 'string' && (named.name === 'String' || named.name === 'ID')) refuse(value, place);
  else if (Array.isArray(value)) for (const [index, each] of value.entries()) check(each, type, `${place}[${index}]`);
  else if (isInputObjectType(named) && !looksItself.has(named.name) && typeof value === 'object' && value !== null) {
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
    throw new RequestError('BAD_USER_INPUT', `\`${place}\` holds half of a surrogate pair; write the whole character.`);
}
