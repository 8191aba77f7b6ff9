import * as z from 'zod';
import { coded, Prose } from './fields.ts';

const envName = coded(
  'invalid_env_name',
  'An environment variable has letters, digits and "_", and does not start with a digit.',
);

/** An environment variable the agent reads. */
export const EnvVariable = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, envName)
      .meta({ examples: ['GITHUB_TOKEN'] }),
    description: Prose(2000).optional(),
    isRequired: z.boolean().meta({ description: 'The agent does not start without it.' }).optional(),
    isSecret: z.boolean().meta({ description: 'Its value is never written down, so it has no default.' }).optional(),
    default: z
      .union([z.string().max(4096), z.number(), z.boolean()])
      .meta({ description: 'Used when it is not set.' })
      .optional(),
  })
  .meta({ description: 'An environment variable the agent reads.' });
export type EnvVariable = z.infer<typeof EnvVariable>;
