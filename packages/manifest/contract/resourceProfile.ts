import * as z from 'zod';

const whole = (max: number) => z.int().min(0).max(max);

/** The resources of a run. Every number has a maximum. */
export const ResourceProfile = z
  .strictObject({
    cpu: z
      .number()
      .min(0)
      .max(64)
      .meta({ description: 'CPU cores.', examples: [0.5] })
      .optional(),
    memoryMb: whole(262_144)
      .meta({ description: 'Memory in MiB.', examples: [512] })
      .optional(),
    gpu: whole(16)
      .meta({ description: 'Number of GPUs.', examples: [0] })
      .optional(),
    apiCalls: whole(1_000_000)
      .meta({ description: 'Number of calls to a model or another API in one run.', examples: [20] })
      .optional(),
    estimatedTimeMs: whole(604_800_000)
      .meta({ description: 'Typical duration of a run, in milliseconds.', examples: [30_000] })
      .optional(),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(604_800)
      .meta({ description: 'Time after which a run is stopped, in seconds.', examples: [300] })
      .optional(),
  })
  .meta({ description: 'Maximum resources that one run is expected to use.' });
export type ResourceProfile = z.infer<typeof ResourceProfile>;
