import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

type Path = readonly (string | number)[];

const scalars: Record<string, (value: unknown) => boolean> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' || Number.isInteger(value),
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  Boolean: (value) => typeof value === 'boolean',
  JSON: () => true,
};

/** The paths where a value does not match its input type, according to GraphQL and independent of our code. */
export function mismatches(value: unknown, type: GraphQLInputType, path: Path = []): string[] {
  const here = [path.join('.')];
  if (isNonNullType(type)) return value === null ? here : mismatches(value, type.ofType, path);
  if (value === null || value === undefined) return [];
  if (isListType(type)) {
    if (!Array.isArray(value)) return mismatches(value, type.ofType, path);
    return value.flatMap((each, index) => mismatches(each, type.ofType, [...path, index]));
  }
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) ? [] : here;
  if (!isInputObjectType(type)) return scalars[type.name]?.(value) ? [] : here;
  if (typeof value !== 'object' || Array.isArray(value)) return here;
  const given = new Map(Object.entries(value));
  const fields = type.getFields();
  return [
    ...Object.values(fields).flatMap((field) => {
      if (!given.has(field.name)) return isRequiredInputField(field) ? here : [];
      return mismatches(given.get(field.name), field.type, [...path, field.name]);
    }),
    ...[...given.keys()].filter((key) => !Object.hasOwn(fields, key)).map(() => path.join('.')),
  ];
}
