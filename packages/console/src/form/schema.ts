/** The part of a JSON Schema that a form is made from. Everything else is checked by the gateway's dry run. */
export interface Property {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  items?: Property;
  properties?: Record<string, Property>;
  required?: string[];
}

export type Widget = 'choice' | 'boolean' | 'number' | 'text' | 'longText' | 'lines' | 'group' | 'json';

/** How a value of this schema is typed in. */
export function widgetOf({ type, enum: choices, items, properties, maxLength }: Property): Widget {
  if (Array.isArray(choices) && choices.every((each) => typeof each === 'string' || typeof each === 'number'))
    return 'choice';
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string') return (maxLength ?? 0) > 300 ? 'longText' : 'text';
  if (type === 'array' && items?.type === 'string' && !items.enum) return 'lines';
  if (type === 'object' && properties) return 'group';
  return 'json';
}

/** What was typed for a property, before it is a value: text, or whether it is on. */
export type Typed = string | boolean | { [name: string]: Typed };

/** What a form begins with: defaults of the schema, and what the environment says. */
export function initialTyped(property: Property, given?: unknown): Typed {
  const value = given === undefined ? property.default : given;
  switch (widgetOf(property)) {
    case 'boolean':
      return value === true;
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : '';
    case 'group':
      return Object.fromEntries(
        Object.entries(property.properties ?? {}).map(([name, each]) => [
          name,
          initialTyped(each, (value as Record<string, unknown> | undefined)?.[name]),
        ]),
      );
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2);
    default:
      return value === undefined ? '' : String(value);
  }
}

export interface Read {
  /** Undefined: nothing was typed, so that the default of the schema applies. */
  value: unknown;
  /** By path, such as `repository` or `limits.cpu`. */
  errors: Record<string, string>;
}

/** The problem of a variable that nothing was typed for. */
const missing = 'Required.';

/** Problems of what was typed, without those of what is still missing. */
export const wrongOf = (errors: Read['errors']): Read['errors'] =>
  Object.fromEntries(Object.entries(errors).filter(([, problem]) => problem !== missing));

/** The value of what was typed. Checks only that it is there and of its type: no pattern of an author runs here. */
export function readTyped(property: Property, typed: Typed, path = '', isRequired = false): Read {
  const wrong = (message: string): Read => ({ value: undefined, errors: { [path]: message } });
  const nothing: Read = isRequired ? wrong(missing) : { value: undefined, errors: {} };
  const widget = widgetOf(property);
  if (widget === 'boolean') return { value: typed === true, errors: {} };
  if (widget === 'group') {
    const value: Record<string, unknown> = {};
    const errors: Record<string, string> = {};
    for (const [name, each] of Object.entries(property.properties ?? {})) {
      const inner = (typed as Record<string, Typed>)[name] ?? '';
      const read = readTyped(each, inner, path ? `${path}.${name}` : name, property.required?.includes(name));
      Object.assign(errors, read.errors);
      if (read.value !== undefined) value[name] = read.value;
    }
    return { value: path !== '' && !isRequired && Object.keys(value).length === 0 ? undefined : value, errors };
  }
  const text = String(typed);
  if (text.trim() === '') return nothing;
  if (widget === 'number') {
    const value = Number(text);
    if (!Number.isFinite(value)) return wrong('Must be a number.');
    return property.type === 'integer' && !Number.isInteger(value)
      ? wrong('Must be a whole number.')
      : { value, errors: {} };
  }
  if (widget === 'choice') return { value: property.enum?.find((each) => String(each) === text), errors: {} };
  if (widget === 'lines')
    return {
      value: text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      errors: {},
    };
  if (widget === 'json') {
    try {
      return { value: JSON.parse(text), errors: {} };
    } catch {
      return wrong('Must be JSON.');
    }
  }
  return { value: text, errors: {} };
}
