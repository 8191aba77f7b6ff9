import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Tracing, tracedFetch, traceOfCorrelation } from '../../../packages/node/tracing.ts';
import { samplerOf } from '../../../packages/node/tracingSampler.ts';
import { tracesUrl, tracingVariables } from '../../../packages/node/tracingSettings.ts';
import { readEnv } from '../../../server/open/env.ts';
import { summaryOf } from '../../../server/telemetry/tracing/tracedDatabase.ts';
import { traceHeadersIn } from '../../../server/telemetry/tracing/traceRequest.ts';

const settings = (given: Record<string, string>) => z.object(tracingVariables).parse(given);
const endpoint = 'http://127.0.0.1:4318';

describe('the settings of tracing', () => {
  it.each([
    [{}, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, `${endpoint}/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/otlp/` }, `${endpoint}/otlp/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/mine` }, `${endpoint}/mine`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'TRUE' }, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'none' }, null],
  ])('%o send traces to %s', (given, url) => expect(tracesUrl(settings(given))).toBe(url));

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'the URL of a collector'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'http/protobuf, the only protocol that is supported'],
    ['OTEL_TRACES_SAMPLER', 'sometimes', 'one of always_on'],
    ['OTEL_TRACES_SAMPLER_ARG', '2', 'a ratio from 0 to 1'],
  ])('a wrong %s stops the start', (name, value, expected) =>
    expect(() => readEnv({ [name]: value })).toThrow(`${name}: must be ${expected}`),
  );

  it.each([
    ['always_on', 'AlwaysOnSampler'],
    ['always_off', 'AlwaysOffSampler'],
    ['traceidratio', 'TraceIdRatioBased{0.5}'],
    ['parentbased_always_on', 'ParentBased{root=AlwaysOnSampler'],
    ['parentbased_always_off', 'ParentBased{root=AlwaysOffSampler'],
    ['parentbased_traceidratio', 'ParentBased{root=TraceIdRatioBased{0.5}'],
  ])('%s is the sampler %s', (OTEL_TRACES_SAMPLER, description) => {
    const sampler = samplerOf(settings({ OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG: '0.5' }));
    expect(sampler.toString().slice(0, description.length)).toBe(description);
  });
});

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('trace context', () => {
  it('is the correlation id of a traced request', () =>
    expect(traceOfCorrelation(traceparent)).toEqual({ traceparent }));

  it.each([
    null,
    undefined,
    'mine-1',
    `${traceparent}0`,
    traceparent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
  ])('is not in the correlation id %s', (id) => expect(traceOfCorrelation(id)).toEqual({}));

  it.each([
    [undefined, {}],
    [{ traceparent: 7 }, {}],
    [{ tracestate: 'a=b' }, {}],
    [{ traceparent }, { traceparent }],
    [
      { traceparent, tracestate: 'a=b', other: 1 },
      { traceparent, tracestate: 'a=b' },
    ],
  ])('in %o is %o', (given, headers) => expect(traceHeadersIn(given)).toEqual(headers));

  it('is added to the headers of a request', async () => {
    const sent: Headers[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (_, init) => {
      sent.push(new Headers(init?.headers));
      return new Response();
    };
    try {
      const traced = tracedFetch({ headers: () => ({ traceparent }) } as Pick<Tracing, 'headers'> as Tracing);
      await traced('http://127.0.0.1/', { headers: { accept: 'text/plain' } });
      await traced(new Request('http://127.0.0.1/', { headers: { accept: 'text/html' } }));
      await traced('http://127.0.0.1/');
    } finally {
      globalThis.fetch = fetch;
    }
    expect(sent.map((headers) => [headers.get('accept'), headers.get('traceparent')])).toEqual([
      ['text/plain', traceparent],
      ['text/html', traceparent],
      [null, traceparent],
    ]);
  });
});

describe('the summary of a statement', () => {
  it.each([
    ['select a.id from agent_registry a where a.id = $1', 'select agent_registry'],
    ['insert into "nofx"."agent_versions" ("id") values ($1)', 'insert agent_versions'],
    ['update steps step set status = $1', 'update steps'],
    ['delete from blobs', 'delete blobs'],
    ['with found as (select 1 from runs) select * from found', 'select runs'],
    ['select set_config($1, $2, true)', 'select'],
    ['analyze', 'query'],
  ])('%s: %s', (sql, summary) => expect(summaryOf(sql)).toBe(summary));
});
