import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayRefused, GatewayUnreachable } from '../../../packages/client/index.ts';
import { silent } from '../../../packages/worker/log.ts';
import { deliver } from '../../../packages/worker/steps/deliver.ts';
import type { Reply } from '../../../packages/worker/steps/gatewaySteps.ts';
import { type Outbox, openOutbox } from '../../../packages/worker/steps/outbox.ts';
import { failed, type Result, succeeded } from '../../../packages/worker/steps/result.ts';

const claim = { token: 'a'.repeat(64), runId: 'r', stepId: 's' };
const done = succeeded(claim, { total: 3 });
const refused = (code: string | null, status = 200) => new GatewayRefused({ status, code, message: 'No.' });
const away = new GatewayUnreachable('http://x/', 'is away.');

describe('a result', () => {
  let folder: string;
  let outbox: Outbox;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-outbox-'));
    outbox = await openOutbox(join(folder, 'outbox'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Reports to a gateway with these responses, one after another. */
  async function deliverTo(answers: (Reply | Error)[], signal = new AbortController().signal) {
    const reported: Result[] = [];
    const steps = {
      report: async (result: Result) => {
        reported.push(result);
        const answer = answers[reported.length - 1] ?? { kind: 'taken' };
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
    await outbox.put(done);
    const delivery = await deliver(done, { steps, outbox, log: silent, signal, backoff: { firstMs: 1, maxMs: 2 } });
    return { reply: delivery?.reply ?? null, reported };
  }

  it('has one key for each claim and status', () => {
    expect(succeeded(claim, { other: 1 }).idempotencyKey).toBe(done.idempotencyKey);
    const failure = failed(claim, { code: 'c', message: 'm', retry: true });
    expect(failure.idempotencyKey).not.toBe(done.idempotencyKey);
    expect(succeeded({ ...claim, token: 'b' }, {}).idempotencyKey).not.toBe(done.idempotencyKey);
    expect(done.idempotencyKey).toMatch(/^[A-Za-z0-9_.:-]{8,128}$/);
    expect(done.idempotencyKey).not.toContain(claim.token);
  });

  it('is kept until the gateway has responded, readable by its owner only', async () => {
    await outbox.put(done);
    expect(await (await openOutbox(join(folder, 'outbox'))).left()).toEqual([done]);
    const [name = ''] = await readdir(join(folder, 'outbox'));
    expect((await stat(join(folder, 'outbox', name))).mode & 0o077).toBe(0);
    expect((await deliverTo([{ kind: 'taken' }])).reply).toEqual({ kind: 'taken' });
    expect(await outbox.left()).toEqual([]);
  });

  it.each([
    ['away', away],
    ['not for this token', refused('UNAUTHENTICATED', 401)],
    ['busy', refused('RATE_LIMITED', 429)],
    ['not ready', refused('UNAVAILABLE', 503)],
  ])('is reported again unchanged while the gateway is %s', async (_, trouble) => {
    const { reply, reported } = await deliverTo([trouble, trouble, trouble, { kind: 'taken' }]);
    expect(reply).toEqual({ kind: 'taken' });
    expect(reported).toEqual([done, done, done, done]);
  });

  it('that came too late is discarded', async () => {
    const { reply } = await deliverTo([{ kind: 'lost', message: 'Another has it.' }]);
    expect(reply).toMatchObject({ kind: 'lost' });
    expect(await outbox.left()).toEqual([]);
  });

  it.each([
    ['outputs_invalid', { kind: 'refused', code: 'OUTPUTS_INVALID', message: 'total: no.' } as const],
    ['report_refused', refused('BAD_USER_INPUT', 400)],
    ['report_refused', refused(null, 413)],
  ])('that is refused becomes a failure, %s', async (code, answer) => {
    const { reported } = await deliverTo([answer, away, { kind: 'taken' }]);
    expect(reported[1]).toMatchObject({ status: 'FAILED', claim: claim.token, error: { code }, retry: true });
    expect(reported[2]).toEqual(reported[1]);
    expect(await outbox.left()).toEqual([]);
  });

  it('that crashes the gateway each time is given up as a failure', async () => {
    const { reported } = await deliverTo(Array.from({ length: 10 }, () => refused('INTERNAL_SERVER_ERROR', 500)));
    expect(reported).toHaveLength(11);
    expect(reported.at(-1)).toMatchObject({ status: 'FAILED', error: { code: 'report_refused' } });
  });

  it('is kept for the next start when the worker gives up', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await deliverTo([], stop.signal)).reply).toBeNull();
    expect(await outbox.left()).toEqual([done]);
  });

  it('is read from what a killed process left, and from nothing else', async () => {
    await outbox.put(done);
    await mkdir(join(folder, 'outbox', 'a-folder'));
    await writeFile(join(folder, 'outbox', 'torn.json'), '{"idempotencyKey":');
    await writeFile(join(folder, 'outbox', 'other.json'), JSON.stringify(done));
    await writeFile(join(folder, 'outbox', `${done.idempotencyKey}.json.1.tmp`), '{');
    expect(await outbox.left()).toEqual([done]);
  });
});
