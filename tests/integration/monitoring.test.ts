import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine, hasEngine } from '../support/database.ts';
import { freePort } from '../support/postgres.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const run = promisify(execFile);
const token = 'a-token-of-the-scraper';
const hasPrometheus = (() => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return process.env.CI === 'true'; // There it must be installed.
  }
})();

/** What Grafana puts in the place of its variables. */
const asAsked = (expression: string) => expression.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');

/** With a real Prometheus, beside a gateway with a native Postgres, whose pool has metrics too. */
describe.skipIf(!hasEngine || engine !== 'postgres' || !hasPrometheus)('what ops/ has for monitoring', () => {
  let registry: TestRegistry;
  let folder: string;
  let prometheus: ChildProcess;
  let address: string;
  let alerts: { alert: string; expr: string }[];
  let panels: { title: string; targets: { expr: string }[] }[];

  beforeAll(async () => {
    registry = await openRegistry(() => ({}), { REGISTRY_METRICS_TOKEN: token });
    const rules = (await readFile('ops/alerts.yaml', 'utf8')).matchAll(/- alert: (\w+)\n\s+expr: (.+)/g);
    alerts = [...rules].map(([, alert = '', expr = '']) => ({ alert, expr }));
    panels = JSON.parse(await readFile('ops/grafana/dashboards/registry.json', 'utf8')).panels;
    folder = await mkdtemp(join(tmpdir(), 'nofx-prometheus-'));
    await cp('ops/alerts.yaml', join(folder, 'alerts.yaml'));
    await writeFile(join(folder, 'token'), token);
    const config = (await readFile('ops/prometheus.yaml', 'utf8'))
      .replace('gateway:4000', new URL(registry.url).host)
      .replace('/run/secrets/metrics_token', join(folder, 'token'))
      .replaceAll('15s', '1s');
    await writeFile(join(folder, 'prometheus.yaml'), config);
    address = `127.0.0.1:${await freePort()}`;
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: 'ignore' },
    );
    while (JSON.stringify(await query('max(up)')).endsWith('"1"]}]') === false)
      await new Promise((resolve) => setTimeout(resolve, 250));
  }, 120_000);
  afterAll(async () => {
    if (prometheus && prometheus.exitCode === null) {
      prometheus.kill('SIGKILL');
      await once(prometheus, 'exit');
    }
    await registry?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function query(expression: string): Promise<unknown[] | string> {
    const body = new URLSearchParams({ query: expression });
    const response = await fetch(`http://${address}/api/v1/query`, { method: 'POST', body }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    return answer?.status === 'success' ? answer.data.result : (answer?.error ?? 'no answer');
  }

  /** Those that a gateway describes, also before they have a value. */
  async function metricNames(): Promise<string[]> {
    const response = await fetch(new URL('/metrics', registry.url), { headers: { authorization: `Bearer ${token}` } });
    return [...(await response.text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name);
  }

  it('are rules that promtool accepts, and that fire when they should', async () => {
    for (const args of [
      ['check', 'rules', 'ops/alerts.yaml'],
      ['test', 'rules', 'ops/alerts.test.yaml'],
    ])
      expect((await run('promtool', args)).stdout).toContain('SUCCESS');
    const tested = await readFile('ops/alerts.test.yaml', 'utf8');
    const firing = new Set(
      [...tested.matchAll(/alertname: (\w+)\n\s+eval_time: .+\n\s+exp_alerts:/g)].map(([, name = '']) => name),
    );
    expect([...firing].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  it('are panels and rules whose every metric a gateway has', async () => {
    const known = await metricNames();
    const expressions = [
      ...alerts.map(({ expr }) => expr),
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    const used = expressions.flatMap(
      (expression) => expression.match(/\b(?:registry|process|nodejs)_[a-z0-9_]+\b/g) ?? [],
    );
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((name) => !known.includes(name.replace(/_bucket$/, '')))).toEqual([]);
  });

  it('are panels that Prometheus can answer', async () => {
    for (const { title, targets } of panels) {
      for (const { expr } of targets)
        expect([title, expr, await query(asAsked(expr))]).toEqual([title, expr, expect.any(Array)]);
    }
    expect(await query('sum(registry_database_up)')).toMatchObject([{ value: [expect.anything(), '1'] }]);
  });

  it('show every metric of the registry on some panel', async () => {
    const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
    const own = (await metricNames()).filter((name) => name.startsWith('registry_'));
    expect(own.length).toBeGreaterThan(15);
    expect(own.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
