import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';

/** A place in the schema that accepts text of a caller, with an operation that sends a text there and nothing else. */
export interface TextInput {
  /** `Query.agent(agentId)`, `Mutation.rateTemplate(input.comment)`. */
  place: string;
  query: string;
  variables(text: string): Record<string, unknown>;
}

/** Other required values, by name, or by type if the name is not specific. */
export type Base = (name: string, type: string, field: string) => unknown;

interface Leaf {
  path: string[];
  isJson: boolean;
}

const texts = new Set(['String', 'ID', 'JSON']);

/** The paths to every string in an input, through objects and lists; a recursive object is entered once. */
function leavesOf(type: GraphQLInputType, path: string[], entered: readonly string[] = []): Leaf[] {
  const named = getNamedType(type);
  if (texts.has(named.name)) return [{ path, isJson: named.name === 'JSON' }];
  if (!isInputObjectType(named) || entered.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    leavesOf(field.type, [...path, field.name], [...entered, named.name]),
  );
}

/** A value of the type with everything that is required, and the text at the path. */
function valueWith(
  slot: GraphQLArgument | GraphQLInputField,
  [next, ...rest]: readonly string[],
  text: unknown,
  base: Base,
  field: string,
): unknown {
  const named = getNamedType(slot.type);
  const asList = (value: unknown) => (isListType(getNullableType(slot.type)) ? [value] : value);
  if (!isInputObjectType(named)) return next === undefined ? asList(text) : text;
  const fields = Object.values(named.getFields());
  return asList(
    Object.fromEntries(
      fields.flatMap((each) => {
        if (each.name === next) return [[each.name, valueWith(each, rest, text, base, field)]];
        return isRequiredInputField(each) || alsoGiven.has(`${named.name}.${each.name}`)
          ? [[each.name, required(each, base, field)]]
          : [];
      }),
    ),
  );
}

/** Fields of which one of several is required. */
const alsoGiven: ReadonlySet<string> = new Set([
  'InstantiateTemplateInput.templateId',
  'ReplayWebhookInput.after',
  'UpdateWebhookInput.description',
]);

function required(slot: GraphQLArgument | GraphQLInputField, base: Base, field: string): unknown {
  const named = getNamedType(slot.type);
  const given = base(slot.name, named.name, field);
  if (given !== undefined) return given;
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (!isInputObjectType(named))
    throw new Error(`${field} requires ${slot.name}: ${named.name}; give it a base value.`);
  const value = Object.fromEntries(
    Object.values(named.getFields())
      .filter(isRequiredInputField)
      .map((each) => [each.name, required(each, base, field)]),
  );
  return isListType(getNullableType(slot.type)) ? [value] : value;
}

type Step = { field: GraphQLField<unknown, unknown>; on: GraphQLObjectType };

/** The shortest path from `Query` to every object type, through fields whose required arguments have a base value. */
function waysTo(schema: GraphQLSchema, base: Base): Map<string, Step[]> {
  const query = schema.getQueryType();
  const ways = new Map<string, Step[]>();
  const open: [GraphQLObjectType, Step[]][] = query ? [[query, []]] : [];
  for (const [on, way] of open) {
    for (const field of Object.values(on.getFields())) {
      const type = getNamedType(field.type);
      if (!isObjectType(type) || ways.has(type.name)) continue;
      const isOpen = field.args.every(
        (arg) => !isRequiredArgument(arg) || base(arg.name, '', field.name) !== undefined,
      );
      if (!isOpen) continue;
      ways.set(type.name, [...way, { field, on }]);
      open.push([type, [...way, { field, on }]]);
    }
  }
  return ways;
}

/** A minimal selection of a type. */
function selection(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (isUnionType(type)) {
    const members = type.getTypes();
    const error = members.some((each) => each.getInterfaces().some(({ name }) => name === 'Error'));
    const withIssues = members.filter(({ name }) => /Invalid$/.test(name));
    const issues = withIssues.map(({ name }) => ` ... on ${name} { issues { file path code } }`).join('');
    return ` { __typename${error ? ' ... on Error { code message }' : ''}${issues} }`;
  }
  return isObjectType(type) || isInterfaceType(type) ? ' { __typename }' : '';
}

/** Every string that a query or a mutation accepts, derived from the schema alone. */
export function textInputs(schema: GraphQLSchema, base: Base): TextInput[] {
  const ways = waysTo(schema, base);
  const inputs: TextInput[] = [];
  const mutation = schema.getMutationType();
  for (const on of Object.values(schema.getTypeMap())) {
    if (!isObjectType(on) || on === schema.getSubscriptionType() || on.name.startsWith('__')) continue;
    const way = on === schema.getQueryType() || on === mutation ? [] : ways.get(on.name);
    if (!way) continue;
    for (const field of Object.values(on.getFields())) {
      for (const arg of field.args) {
        for (const { path, isJson } of leavesOf(arg.type, [])) {
          const literal = (slot: GraphQLArgument, of: string) => {
            const named = getNamedType(slot.type);
            const value = isEnumType(named) ? named.getValues()[0]?.name : JSON.stringify(base(slot.name, '', of));
            return `${slot.name}: ${value}`;
          };
          const others = field.args.filter((each) => each !== arg && isRequiredArgument(each));
          const args = [`${arg.name}: $x`, ...others.map((each) => literal(each, field.name))].join(', ');
          const asked = way.reduceRight(
            (inner, step) => {
              const needed = step.field.args.flatMap((each) =>
                isRequiredArgument(each) ? literal(each, step.field.name) : each.name === 'first' ? 'first: 1' : [],
              );
              return `${step.field.name}${needed.length > 0 ? `(${needed.join(', ')})` : ''} { ${inner} }`;
            },
            `${field.name}(${args})${selection(field)}`,
          );
          inputs.push({
            place: `${on.name}.${field.name}(${[arg.name, ...path].join('.')})`,
            query: `${on === mutation ? 'mutation' : 'query'} ($x: ${String(arg.type)}) { ${asked} }`,
            variables: (text) => ({ x: valueWith(arg, path, isJson ? { [text]: text } : text, base, field.name) }),
          });
        }
      }
    }
  }
  return inputs;
}
