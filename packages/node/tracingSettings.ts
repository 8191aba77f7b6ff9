import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/ });
const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
const Flag = z.preprocess(
  (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  z.enum(['true', 'false']).default('false'),
);
const Protocol = z.literal('http/protobuf').optional().describe('http/protobuf, the only protocol that is supported');
const Count = (standard: number) => z.coerce.number().int().min(1).default(standard).describe('an integer from 1');

/**
 * The standard variables of OpenTelemetry that are read here. The exporter itself reads those for its headers, timeout,
 * compression and certificates (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
 */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: Url.optional().describe('the URL of a collector, such as http://127.0.0.1:4318'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Url.optional().describe(
    'the URL for traces, such as http://127.0.0.1:4318/v1/traces',
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: Protocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: Protocol,
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp').describe('otlp or none'),
  OTEL_SDK_DISABLED: Flag.describe('true or false'),
  OTEL_SERVICE_NAME: z.string().optional().describe('a name'),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional().describe('attributes such as deployment.environment.name=production'),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers)
    .default('parentbased_always_on')
    .describe(`one of ${samplers.join(', ')}`),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1).describe('a ratio from 0 to 1'),
  OTEL_BSP_SCHEDULE_DELAY: Count(5_000),
  OTEL_BSP_EXPORT_TIMEOUT: Count(30_000),
  OTEL_BSP_MAX_QUEUE_SIZE: Count(2_048),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: Count(512),
};

const Variables = z.object(tracingVariables);

export type TracingSettings = z.infer<typeof Variables>;

/** Where traces are sent to; null if tracing is off. */
export function tracesUrl(settings: TracingSettings): string | null {
  const { OTEL_SDK_DISABLED, OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT: base } = settings;
  if (OTEL_SDK_DISABLED === 'true' || OTEL_TRACES_EXPORTER === 'none') return null;
  if (settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  return base ? `${base.replace(/\/$/, '')}/v1/traces` : null;
}
