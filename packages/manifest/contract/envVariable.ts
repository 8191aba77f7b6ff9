import * as z from 'zod';
import { coded, Prose } from './fields.ts';

/** Why a text is not the name of an environment variable. */
export const envName = coded(
  'invalid_env_name',
  'Must be the name of an environment variable: letters, digits and "_", not starting with a digit.',
);

/** An environment variable that the agent reads. */
export const EnvVariable = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, envName)
      .meta({ examples: ['GITHUB_TOKEN'] }),
    description: Prose(2000).optional(),
    isRequired: z.boolean().meta({ description: 'Whether the agent needs this variable to start.' }).optional(),
    isSecret: z
      .boolean()
      .meta({ description: 'Whether the value is a secret. A secret variable must not have a default.' })
      .optional(),
    default: z
      .union([z.string().max(4096), z.number(), z.boolean()])
      .meta({ description: 'Value to use when the variable is not set.' })
      .optional(),
  })
  .meta({ description: 'An environment variable that the agent reads.' });
export type EnvVariable = z.infer<typeof EnvVariable>;
