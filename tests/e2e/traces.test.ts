import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type OtlpCollector, openCollector } from '../support/otlpCollector.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { tokenFor } from '../support/token.ts';
import { until } from '../support/worker.ts';
import { startWorker } from '../support/workerProcess.ts';

const recorder = pathToFileURL(fileURLToPath(new URL('../fixtures/processes/loadedModules.mjs', import.meta.url))).href;
/** A gateway that starts in a few seconds, without definitions to publish. */
const plain = { REGISTRY_PUBLISH_SHARED: 'off', REGISTRY_LOG_LEVEL: 'info' };

describe('processes and their traces', () => {
  let folder: string;
  let collector: OtlpCollector;
  let gateway: GatewayProcess | undefined;
  let loaded: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-traces-'));
    loaded = join(folder, 'loaded');
    await writeFile(loaded, '');
    collector = await openCollector();
  });
  afterEach(async () => {
    await gateway?.end('SIGKILL').catch(() => {});
    gateway = undefined;
    await collector.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(env: Record<string, string>): Promise<Actor> {
    const recording = { NODE_OPTIONS: `--import=${recorder}`, LOADED_MODULES: loaded };
    gateway = await startGateway(folder, { ...plain, ...recording, ...env });
    return actorAt(gateway.url, null);
  }
  const startTraced = async () => {
    gateway = await startGateway(folder, { ...plain, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    return gateway;
  };
  const stop = async () => {
    const code = await gateway?.end('SIGTERM');
    const output = gateway?.output() ?? '';
    gateway = undefined;
    return { code, output };
  };
  const sdkModules = async () =>
    (await readFile(loaded, 'utf8')).split('\n').filter((url) => url && !url.includes('/@opentelemetry/api/'));

  it('a gateway loads nothing of the SDK without an endpoint', async () => {
    const anyone = await start({});
    await anyone.ask('query Off { __typename }');
    expect(await sdkModules()).toEqual([]);
    const { output } = await stop();
    expect(output).toContain('"name":"Off"');
    expect(output).not.toContain('trace_id');
  });

  it('a gateway takes the standard variables, and sends what is left when it stops', async () => {
    const anyone = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=abc',
      OTEL_SERVICE_NAME: 'my-registry',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_BSP_SCHEDULE_DELAY: '3600000',
    });
    await anyone.ask('query Last { __typename }');
    expect(await sdkModules()).not.toEqual([]);
    expect(collector.spans).toEqual([]);
    expect((await stop()).code).toBe(0);
    expect(collector.spans.find(({ name }) => name === 'query Last')?.service).toBe('my-registry');
    expect(collector.headers[0]?.['x-collector-key']).toBe('abc');
    expect(Buffer.concat(collector.bodies).toString('latin1')).toContain('deployment.environment.name');
  });

  const failures = (output: string) =>
    output
      .split('\n')
      .filter((line) => line.includes('Traces cannot be exported'))
      .map((line) => JSON.parse(line).cause);

  it('a gateway answers while a collector hangs, says so once, and stops', async () => {
    collector.respond(() => {});
    const anyone = await start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '100',
      OTEL_BSP_SCHEDULE_DELAY: '10',
    });
    while (collector.bodies.length < 3) {
      expect((await anyone.ask('query On { __typename }')).errors).toBeUndefined();
      await pause(50);
    }
    const { code, output } = await stop();
    expect(code).toBe(0);
    expect(failures(output)).toEqual(['no response']);
  });

  it('a gateway answers while a collector refuses, says so once, and when it takes spans again', async () => {
    collector.respond((response) => void response.writeHead(400).end());
    const anyone = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '10' });
    while (collector.bodies.length < 3) {
      expect((await anyone.ask('query On { __typename }')).errors).toBeUndefined();
      await pause(50);
    }
    collector.respond(null);
    await anyone.ask('query Again { __typename }');
    await until(() => gateway?.output().includes('Traces are exported again.'));
    expect(failures((await stop()).output)).toEqual(['HTTP 400']);
  });

  it('a worker process sends the step of a run in the same trace, and its command gets the span', async () => {
    const alice = actorAt((await startTraced()).url, await tokenFor(folder));
    const script = join(folder, 'executor.mjs');
    const given = join(folder, 'traceparent');
    await writeFile(
      script,
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(given)}, process.env.TRACEPARENT ?? 'none');
       console.log(JSON.stringify({ outputs: { done: 1 } }));`,
    );
    await publishPlan(alice, 'traced', [{ id: 'only', inputs: {}, outputs: { done: {} } }]);
    const worker = await startWorker(['--name', 'traced', '--exec', `node ${script}`], {
      REGISTRY_URL: gateway?.url ?? '',
      REGISTRY_TOKEN: await tokenFor(folder),
      REGISTRY_WORKER_DIR: join(folder, 'worker'),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '3600000',
    });
    try {
      const runs = runsOf(alice);
      const { id } = await runs.start('traced');
      await until(async () => (await runs.run(id)).finishedAt);
      expect(await worker.end('SIGTERM')).toBe(0); // What is left is sent when it stops.
    } finally {
      await worker.end('SIGKILL');
    }
    await stop();
    const step = collector.spans.find(({ name }) => name === 'step only');
    expect(step).toMatchObject({ service: 'nofx-worker', kind: 'SPAN_KIND_CONSUMER', isError: false });
    const creation = collector.spans.find(({ spanId }) => spanId === step?.parentSpanId);
    expect(creation).toMatchObject({ service: 'nofx-registry', name: 'POST /graphql', traceId: step?.traceId });
    expect(await readFile(given, 'utf8')).toBe(`00-${step?.traceId}-${step?.spanId}-01`);
  });
});
