import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Components } from './components.ts';
import { type JsonSchema, nullable } from './jsonSchema.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Exact schemas of selections: every selected field is required, and there are no others. */
export interface Outputs {
  ofType(type: GraphQLOutputType, selections: SelectionSetNode | undefined): JsonSchema;
  /** The fields of one object type, without `__typename` unless it has an alias. */
  fieldsOf(type: GraphQLNamedType, selections: SelectionSetNode): Record<string, JsonSchema>;
}

export function createOutputs(schema: GraphQLSchema, fragments: Fragments, components: Components): Outputs {
  const ofType: Outputs['ofType'] = (type, selections) =>
    isNonNullType(type) ? ofNonNull(type.ofType, selections) : nullable(ofNonNull(type, selections));

  function ofNonNull(type: GraphQLOutputType, selections: SelectionSetNode | undefined): JsonSchema {
    if (isListType(type)) return { type: 'array', items: ofType(type.ofType, selections) };
    const named = getNamedType(type);
    if (isEnumType(named)) return components.ofEnum(named);
    if (selections) return ofSelection(named, selections);
    return scalar(named.name);
  }

  /** A selection that is a single fragment becomes a component with its name. */
  function ofSelection(type: GraphQLNamedType, selections: SelectionSetNode): JsonSchema {
    const [only, ...others] = selections.selections;
    if (only?.kind === Kind.FRAGMENT_SPREAD && others.length === 0) {
      const fragment = fragments.get(only.name.value);
      if (!fragment) throw new Error(`Fragment not found: ${only.name.value}.`);
      return components.named(only.name.value, () => ofSelection(type, fragment.selectionSet));
    }
    if (isAbstractType(type)) {
      return {
        oneOf: schema.getPossibleTypes(type).map((each) => closed(fieldsOf(each, selections), each.description)),
      };
    }
    return closed(fieldsOf(type, selections), type.description);
  }

  const fieldsOf: Outputs['fieldsOf'] = (type, selections) => {
    const fields: Record<string, JsonSchema> = {};
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        if (selection.name.value === '__typename') {
          if (selection.alias) fields[name] = { const: type.name };
          continue;
        }
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        if (!field) throw new Error(`${type.name} has no field ${selection.name.value}.`);
        fields[name] = described(ofType(field.type, selection.selectionSet), field.description);
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (inner && applies(inner.typeCondition?.name.value, type)) {
        Object.assign(fields, fieldsOf(type, inner.selectionSet));
      }
    }
    return fields;
  };

  function applies(condition: string | undefined, type: GraphQLNamedType): boolean {
    const other = condition === undefined ? type : schema.getType(condition);
    if (other === type) return true;
    return isAbstractType(other) && isObjectType(type) && schema.isSubType(other, type);
  }

  return { ofType, fieldsOf };
}

/** Schema of an object with exactly these fields. */
export const closed = (properties: Record<string, JsonSchema>, description?: string | null): JsonSchema =>
  described(
    { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
    description,
  );

export const described = (schema: JsonSchema, description: string | null | undefined): JsonSchema =>
  description ? { ...schema, description } : schema;

const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  SafeInt: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  DateTime: { type: 'string', format: 'date-time' },
  JSON: {},
};

export function scalar(name: string): JsonSchema {
  const known = scalars[name];
  if (!known) throw new Error(`The scalar ${name} has no JSON Schema.`);
  return { ...known };
}
