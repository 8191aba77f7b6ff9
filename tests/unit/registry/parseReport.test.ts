import { describe, expect, it } from 'vitest';
import { maxTokens, parseReport, type ReportInput } from '../../../src/registry/parseReport.ts';

const runId = '5d1c0f7e-2b7c-4a5e-9a3f-0c8d6b1e4f2a';
const claim = 'c'.repeat(64);
/** A token of a service, put together so that it is nowhere in the source. */
const secret = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const report = (more: Partial<ReportInput>) => parseReport({ runId, stepId: 'a', status: 'SUCCEEDED', ...more });
const refused = (more: Partial<ReportInput>, message: string) =>
  expect(() => report(more)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message }));

describe('a report', () => {
  const least = {
    runId,
    stepId: 'a',
    status: 'SUCCEEDED',
    outputs: null,
    redacted: [],
    error: { code: 'failed', message: 'The worker gave no details.' },
    retry: true,
    claim: null,
    leaseSeconds: 60,
  };

  it('has the defaults of what is not given, and no usage', () => {
    expect(report({})).toStrictEqual(least);
    const nulls = { outputs: null, error: null, retry: null, usage: null, claim: null, leaseSeconds: null };
    expect(report(nulls)).toStrictEqual(least);
  });

  it('has what is given', () => {
    expect(report({ outputs: { a: 1 }, usage: { inputTokens: 3, outputTokens: 0 }, claim })).toStrictEqual({
      ...least,
      outputs: { a: 1 },
      usage: { inputTokens: 3, outputTokens: 0 },
      claim,
    });
    const error = { code: 'tool.failed', message: 'No such file.' };
    expect(report({ status: 'FAILED', error, retry: false, usage: { inputTokens: 0, outputTokens: 1 } })).toStrictEqual(
      {
        ...least,
        status: 'FAILED',
        error,
        retry: false,
        usage: { inputTokens: 0, outputTokens: 1 },
      },
    );
    expect(report({ status: 'RUNNING', claim, leaseSeconds: 5 })).toStrictEqual({
      ...least,
      status: 'RUNNING',
      claim,
      leaseSeconds: 5,
    });
    expect(report({ status: 'CANCELLED', stepId: null })).toStrictEqual({
      ...least,
      status: 'CANCELLED',
      stepId: null,
    });
  });

  const step = '`stepId` is required. Only CANCELLED without a claim applies to the whole run.';
  const status = '`status` must be RUNNING, SUCCEEDED, FAILED or CANCELLED.';
  const usage = '`usage` is allowed only when `status` is SUCCEEDED, FAILED or CANCELLED and `stepId` is given.';
  const lease = '`leaseSeconds` is allowed only when `status` is RUNNING and `claim` is given.';
  const tokens = { inputTokens: 1, outputTokens: 1 };
  const error = { code: 'a', message: 'b' };

  it.each<[Partial<ReportInput>, string]>([
    [{ status: 'QUEUED' }, status],
    [{ status: 'SKIPPED' }, status],
    [{ stepId: null }, step],
    [{ stepId: null, status: 'CANCELLED', claim }, step],
    [{ status: 'RUNNING', outputs: {} }, '`outputs` is allowed only when `status` is SUCCEEDED.'],
    [{ status: 'FAILED', outputs: {} }, '`outputs` is allowed only when `status` is SUCCEEDED.'],
    [{ error }, '`error` is allowed only when `status` is FAILED.'],
    [{ status: 'CANCELLED', error }, '`error` is allowed only when `status` is FAILED.'],
    [{ retry: false }, '`retry` is allowed only when `status` is FAILED.'],
    [{ status: 'RUNNING', retry: true }, '`retry` is allowed only when `status` is FAILED.'],
    [{ status: 'RUNNING', usage: tokens }, usage],
    [{ status: 'CANCELLED', stepId: null, usage: tokens }, usage],
    [{ claim, leaseSeconds: 60 }, lease],
    [{ status: 'RUNNING', leaseSeconds: 60 }, lease],
    [{ status: 'RUNNING', claim, leaseSeconds: 4 }, '`leaseSeconds` must be from 5 to 3600.'],
  ])('cannot be %j', (more, message) => refused(more, message));

  it.each(['stepId', 'claim', 'idempotencyKey'] as const)('is refused with a secret in `%s`', (name) => {
    expect(() => report({ [name]: secret })).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(
          new RegExp(`^\`${name}\` contains what looks like a secret \\(.*GitHub.*\\)\\. Remove it\\.$`),
        ),
      }),
    );
  });

  it('keeps its outputs, and says where a secret is in them', () => {
    const outputs = { url: 'https://example.com', nested: { token: secret } };
    expect(report({ outputs })).toMatchObject({ outputs, redacted: ['nested.token'] });
  });

  it('is refused with outputs that no step may have', () => {
    expect(() => report({ outputs: 'text' })).toThrow(expect.objectContaining({ issues: [expect.anything()] }));
  });

  it.each([
    [0, 0],
    [maxTokens, maxTokens],
  ])('may have used %s and %s tokens', (inputTokens, outputTokens) => {
    expect(report({ usage: { inputTokens, outputTokens } }).usage).toEqual({ inputTokens, outputTokens });
  });

  it.each([-1, maxTokens + 1, 1.5, Number.NaN])('cannot have used %s tokens', (wrong) => {
    const message = (name: string) => `\`usage.${name}\` must be an integer from 0 to 1000000000; got ${wrong}.`;
    refused({ usage: { inputTokens: wrong, outputTokens: 1 } }, message('inputTokens'));
    refused({ usage: { inputTokens: 1, outputTokens: wrong } }, message('outputTokens'));
  });
});

describe('the error of a report', () => {
  const failed = (message: string, code = 'tool.failed') =>
    report({ status: 'FAILED', error: { code, message } }).error;

  it.each(['a', 'Z', 'tool.failed', 'E_1:2-3', `a${'b'.repeat(63)}`])('has the code %s', (code) => {
    expect(failed('No.', code)).toEqual({ code, message: 'No.' });
  });

  it.each(['', '1a', '.a', 'a b', ' a', 'a ', 'a\n', 'é', `a${'b'.repeat(64)}`, secret])(
    'cannot have the code %j',
    (code) => {
      const message = '`error.code` must be a letter, followed by up to 63 characters from A-Z a-z 0-9 _ . : -';
      refused({ status: 'FAILED', error: { code, message: 'No.' } }, message);
    },
  );

  it.each([
    ['in colors', '\u001b[1;31mNo\u001b[0m such file.', 'No such file.'],
    ['with control characters', 'a\0b\u0007c', 'a b c'],
    ['with lines and tabs', 'a\n\tb', 'a\n\tb'],
    ['with space around it', ' \n a \t', 'a'],
    ['of space alone', ' \n ', 'The worker gave no details.'],
    ['of nothing', '', 'The worker gave no details.'],
    ['of control characters alone', '\0\u001b[0m', 'The worker gave no details.'],
    ['of the most characters', 'a'.repeat(2_000), 'a'.repeat(2_000)],
    ['that is too long', 'a'.repeat(2_001), 'a'.repeat(2_000)],
    ['with half of a character', 'a\ud83d b', 'a\ufffd b'],
    ['whose end is within a character', `${'a'.repeat(1_999)}🙂`, `${'a'.repeat(1_999)}\ufffd`],
    ['with many colors before it', `${'\u001b[0m'.repeat(24_999)}abcd`, 'abcd'],
    ['with more colors than are read', `${'\u001b[0m'.repeat(25_000)}a`, 'The worker gave no details.'],
  ])('is told %s', (_, sent, told) => {
    expect(failed(sent).message).toBe(told);
  });

  it('hides a secret, also one in colors', () => {
    const colored = `${secret.slice(0, 9)}\u001b[1m${secret.slice(9)}`;
    for (const sent of [secret, colored])
      expect(failed(`Refused ${sent} there.`).message).toBe('Refused (hidden) there.');
  });
});
