import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Components } from './components.ts';
import { type JsonSchema, nullable } from './jsonSchema.ts';
import { described, scalar } from './output.ts';

/** Schema of a request body for an input type, `without` the fields that are part of the path. */
export const bodySchema = (
  type: GraphQLInputObjectType,
  without: readonly string[],
  components: Components,
): JsonSchema => components.named(type.name, () => ofObject(type, without, components));

function ofObject(type: GraphQLInputObjectType, without: readonly string[], components: Components): JsonSchema {
  const fields = Object.values(type.getFields()).filter(({ name }) => !without.includes(name));
  const required = fields.filter(isRequiredInputField).map(({ name }) => name);
  return described(
    {
      type: 'object',
      properties: Object.fromEntries(
        fields.map(({ name, type: of, description, defaultValue }) => [
          name,
          described(
            { ...ofType(of, components), ...(defaultValue === undefined ? {} : { default: defaultValue }) },
            description,
          ),
        ]),
      ),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    },
    type.description,
  );
}

const ofType = (type: GraphQLInputType, components: Components): JsonSchema =>
  isNonNullType(type) ? ofNonNull(type.ofType, components) : nullable(ofNonNull(type, components));

function ofNonNull(type: GraphQLInputType, components: Components): JsonSchema {
  if (isNonNullType(type)) return ofNonNull(type.ofType, components);
  if (isListType(type)) return { type: 'array', items: ofType(type.ofType, components) };
  if (isEnumType(type)) return components.ofEnum(type);
  if (isInputObjectType(type)) return components.named(type.name, () => ofObject(type, [], components));
  return scalar(type.name);
}
