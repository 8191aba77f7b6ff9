import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';

/** The least value of a required input type, for the cost of a document: no items, and only what is required. */
export function leastValue(type: GraphQLInputType): unknown {
  if (isListType(getNullableType(type))) return [];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(fields.map((field) => [field.name, leastValue(field.type)]));
  }
  if (named.name === 'DateTime') return '2026-01-01T00:00:00.000Z';
  return { Int: 1, Float: 1, Boolean: true }[named.name] ?? 'x';
}
