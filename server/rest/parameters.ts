import { z } from 'zod';
import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { badInput } from '../access/problem.ts';
import type { JsonSchema } from './openapi/jsonSchema.ts';

/** A parameter of a query: how its texts are read, and how the documentation says it. */
export interface Parameter {
  description: string;
  schema: JsonSchema;
  /** Whether it may be there several times, or hold several values with commas between them. */
  isList?: boolean;
  read: z.ZodType;
}

export type Parameters = Readonly<Record<string, Parameter>>;

const Text = z
  .string()
  .min(1)
  .max(2_000)
  .refine((text) => !/\p{Cc}/u.test(text));

export const text = (description: string): Parameter => ({
  description,
  schema: { type: 'string', minLength: 1, maxLength: 2_000 },
  read: Text,
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

const listOf = ({ description, schema, read }: Parameter, most: number): Parameter => ({
  description: `${description} Several with commas between them, or repeated.`,
  schema: { type: 'array', items: schema, minItems: 1, maxItems: most },
  isList: true,
  read: z.array(read).min(1).max(most),
});

export const texts = (description: string): Parameter => listOf(text(description), 20);
export const someOf = (description: string, values: readonly string[]): Parameter =>
  listOf(oneOf(description, values), values.length);

/**
 * Reads the query of an address. All that is wrong at once: unknown names, values that do not fit, and one value where
 * several are.
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
        message: known ? `There is no such parameter. There are: ${known}.` : 'There are no parameters here.',
      });
      continue;
    }
    const all = given.getAll(name);
    if (!parameter.isList && all.length > 1) {
      issues.push({ path: name, message: 'It is there more than once.' });
      continue;
    }
    const { success, data } = parameter.read.safeParse(
      parameter.isList ? all.flatMap((each) => each.split(',').map((one) => one.trim())) : all[0],
    );
    if (success) values[name] = data;
    else issues.push({ path: name, message: `Expected ${expectation(parameter.schema)}.` });
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
}: JsonSchema): string {
  if (values) return `one of ${values.join(', ')}`;
  if (items) return `${minItems} to ${maxItems} times ${expectation(items)}`;
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`;
  if (type === 'boolean') return 'true or false';
  return `a text of 1 to ${maxLength} characters, none of them control characters`;
}
