import { z } from 'zod';
import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { badInput } from '../access/problem.ts';
import type { JsonSchema } from './openapi/jsonSchema.ts';

/** A query parameter: its documentation, and how its value is parsed. */
export interface Parameter {
  description: string;
  schema: JsonSchema;
  /** Whether it can be repeated, and contain several values separated by commas. */
  isList?: boolean;
  isRequired?: boolean;
  /** A value that works in the examples of the OpenAPI document. */
  example?: string;
  read: z.ZodType;
}

export type Parameters = Readonly<Record<string, Parameter>>;

export const text = (description: string, maxLength = 2_000): Parameter => ({
  description,
  schema: { type: 'string', minLength: 1, maxLength },
  read: z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !/\p{Cc}/u.test(text)),
});

/** A point in time. */
export const instant = (description: string): Parameter => ({
  description,
  schema: { type: 'string', format: 'date-time', maxLength: 40 },
  read: z.iso.datetime({ offset: true }),
});

/** The parameter must be given. */
export const required = (parameter: Parameter, example: string): Parameter => ({
  ...parameter,
  isRequired: true,
  example,
});

export const integer = (description: string, minimum: number, maximum: number): Parameter => ({
  description,
  schema: { type: 'integer', minimum, maximum },
  read: z
    .string()
    .regex(/^-?\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum)),
});

export const flag = (description: string): Parameter => ({
  description,
  schema: { type: 'boolean' },
  read: z.enum(['true', 'false']).transform((each) => each === 'true'),
});

export const oneOf = (description: string, values: readonly string[]): Parameter => ({
  description,
  schema: { type: 'string', enum: [...values] },
  read: z.enum(values as [string, ...string[]]),
});

const listOf = ({ description, schema, read }: Parameter, maxItems: number): Parameter => ({
  description: `${description} Separate several values with commas, or repeat the parameter.`,
  schema: { type: 'array', items: schema, minItems: 1, maxItems },
  isList: true,
  read: z.array(read).min(1).max(maxItems),
});

export const texts = (description: string): Parameter => listOf(text(description), 20);
export const someOf = (description: string, values: readonly string[]): Parameter =>
  listOf(oneOf(description, values), values.length);

/**
 * Parses the query string. Reports all issues at once: unknown names, invalid values, and repeated parameters.
 *
 * @throws Problem 400 with `issues`
 */
export function readParameters(query: string, parameters: Parameters): Record<string, unknown> {
  const given = new URLSearchParams(query);
  const issues: { path: string; message: string }[] = [];
  const values: Record<string, unknown> = {};
  for (const name of new Set(given.keys())) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) {
      const known = Object.keys(parameters).join(', ');
      issues.push({
        path: shown(name),
        message: known
          ? `Unknown parameter. Must be one of ${known}.`
          : 'Unknown parameter: this path takes no query parameters.',
      });
      continue;
    }
    const all = given.getAll(name);
    if (!parameter.isList && all.length > 1) {
      issues.push({ path: name, message: 'Must be given only once.' });
      continue;
    }
    const { success, data } = parameter.read.safeParse(
      parameter.isList ? all.flatMap((each) => each.split(',').map((one) => one.trim())) : all[0],
    );
    if (success) values[name] = data;
    else issues.push({ path: name, message: `Must be ${expectation(parameter.schema)}.` });
  }
  for (const [name, { isRequired, schema }] of Object.entries(parameters)) {
    if (isRequired && !given.has(name))
      issues.push({ path: name, message: `Required. Must be ${expectation(schema)}.` });
  }
  if (issues.length === 0) return values;
  throw badInput(issues.map(({ path, message }) => `\`${path}\`: ${message}`).join(' '), { issues });
}

const shown = (name: string) => redactSecrets(name.replace(/[^\w.-]/g, '?')).slice(0, 40);

function expectation({
  type,
  enum: values,
  minimum,
  maximum,
  items,
  minItems,
  maxItems,
  maxLength,
  format,
}: JsonSchema): string {
  if (values) return `one of ${values.join(', ')}`;
  if (items) return `${minItems} to ${maxItems} values, each ${expectation(items)}`;
  if (type === 'integer') return `an integer from ${minimum} to ${maximum}`;
  if (type === 'boolean') return 'true or false';
  if (format === 'date-time') return 'a time such as 2026-11-22T10:15:30Z';
  return `a string of 1 to ${maxLength} characters without control characters`;
}
