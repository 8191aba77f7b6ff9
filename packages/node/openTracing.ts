import type { Tracing, TracingOptions } from './tracing.ts';
import { type TracingSettings, tracesUrl } from './tracingSettings.ts';

/**
 * Opens tracing if an endpoint is configured. Without one, nothing of OpenTelemetry's SDK is loaded.
 *
 * @throws Error if an endpoint is configured and the packages of OpenTelemetry are not installed
 */
export async function openTracing(settings: TracingSettings, options: TracingOptions): Promise<Tracing | undefined> {
  const url = tracesUrl(settings);
  if (url === null) return undefined;
  const { otlpTracing } = await import('./otlpTracing.ts').catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages of OpenTelemetry are not installed. Install the optional peer dependencies of @nofx/node (Node 22.15 or newer), or unset it.',
      { cause: error },
    );
  });
  return otlpTracing(url, settings, options);
}
