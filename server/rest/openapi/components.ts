import type { GraphQLEnumType } from 'graphql';
import type { JsonSchema } from './jsonSchema.ts';

/** Schemas that the document defines once, by name. */
export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** A reference to the component, which is created on first use. */
  named(name: string, make: () => JsonSchema): JsonSchema;
  ofEnum(type: GraphQLEnumType): JsonSchema;
}

export function createComponents(): Components {
  const schemas: Record<string, JsonSchema> = {};
  const named: Components['named'] = (name, make) => {
    schemas[name] ??= make();
    return { $ref: `#/components/schemas/${name}` };
  };
  return {
    schemas,
    named,
    ofEnum: (type) =>
      named(type.name, () => ({
        type: 'string',
        enum: type.getValues().map(({ name }) => name),
        ...(type.description ? { description: type.description } : {}),
      })),
  };
}
