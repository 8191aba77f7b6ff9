import { describe, expect, it } from 'vitest';
import { claimableRuns, claimableSteps, claimThem, outputsOfSteps } from '../../../src/db/claim.ts';
import type { Query, Transaction } from '../../../src/db/database.ts';
import { claimKey, storeAnswer, storedAnswer } from '../../../src/db/idempotency.ts';
import { failStep, retryStep } from '../../../src/db/step.ts';
import { RequestError } from '../../../src/errors.ts';
import { type ClaimInput, claimSteps } from '../../../src/registry/claimSteps.ts';
import { hashOfToken } from '../../../src/registry/claimToken.ts';
import type { Caller, Services } from '../../../src/registry/services.ts';
import type { User } from '../../../src/viewer.ts';
import { answering } from './answering.ts';

const user = { kind: 'user', id: 'worker-user', role: 'publisher', namespace: 'acme' } as unknown as User;
const caller = { viewer: user, correlationId: 'c' } as unknown as Caller;
const key = { actor: '', operation: '', key: '' };
const until = new Date('2026-01-01T00:00:00Z');

interface Given {
  /** The runs that a transaction locks, by how it locks them. */
  runs?: Partial<Record<'free' | 'wait', string[]>>;
  steps?: object[];
  /** For each read of whether anything can be claimed; the last one counts for all that follow. */
  idle?: boolean[];
  /** What transactions fail with at their end, in order. */
  failures?: (Error | null)[];
  /** The ids of the steps that are not claimed although they were found. */
  lost?: string[];
  /** The output `note` of the step `before`. */
  note?: string;
}

const step = (stepId: string, more: object = {}) => ({
  ...{ id: `id-${stepId}`, runId: 'r1', stepId, attempt: 0, maxAttempts: 3, planInputs: {}, isTimedOut: false },
  ...{ timeoutSeconds: null, ...more },
});

/** Claims of a caller, when the database has what is given. `sent` names the statements of its transactions. */
async function claimed(
  input: Partial<ClaimInput>,
  { runs, steps = [], idle = [], failures = [], lost = [], note: text = '' }: Given = {},
) {
  const sent: unknown[][] = [];
  const note = <Rows>(name: string, rows: (...parameters: never[]) => Rows[]) =>
    ((...parameters: never[]) => {
      sent.push([name, ...parameters]);
      return rows(...parameters);
    }) as (...parameters: never[]) => Rows[];
  const asRuns = (which: 'free' | 'wait') => () =>
    (runs?.[which] ?? []).map((id) => ({ id, variables: {}, scopes: null }));
  const claimsOf = (_: string, __: number, claims: string) =>
    (JSON.parse(claims) as { id: string }[])
      .filter(({ id }) => !lost.includes(id))
      .map(({ id }) => ({ id, claimedUntil: until }));
  const { tx } = answering(
    ...[null, ['writer']].flatMap((agents) => [
      [claimableRuns('', agents, 1, 'free'), note('free', asRuns('free'))] as const,
      [claimableRuns('', agents, 1, 'wait'), note('wait', asRuns('wait'))] as const,
      [claimableSteps([], agents, 1), note('steps', () => steps)] as const,
    ]),
    [claimThem([], '', 1), note('claim', claimsOf)],
    [outputsOfSteps('', []), () => [{ stepId: 'before', outputs: { note: text } }]],
    [claimKey(key, ''), note('key', () => [{}])],
    [storeAnswer(key, []), note('answer', () => [])],
    [failStep('', '', ''), note('fail', () => [])],
    [retryStep('', '', '', 1), note('retry', () => [])],
  );
  let reads = 0;
  const db = {
    read: async (viewer: User, query: Query<unknown>) => {
      expect([viewer, query.sql]).toEqual([user, claimableRuns('', input.agentIds ?? null, 1, 'none').sql]);
      const isIdle = idle[Math.min(reads, idle.length - 1)] ?? false;
      reads += 1;
      return isIdle ? [] : [{}];
    },
    transact: async (_: User, work: (tx: Transaction) => Promise<unknown>) => {
      const result = await work(tx);
      const failure = failures.shift();
      if (failure) throw failure;
      return result;
    },
  };
  const claims = claimSteps({ db } as unknown as Services, caller, { worker: 'w', ...input });
  return { claims: await claims, sent, names: sent.map(([name]) => name) };
}

const one: Given = { runs: { free: ['r1'] }, steps: [step('a')] };
const conflict = new RequestError('CONFLICT', 'Try again.');

describe('what a worker claims with', () => {
  const ids = (count: number, length = 1) => Array.from({ length: count }, () => 'a'.repeat(length));

  it.each<Partial<ClaimInput>>([
    { worker: 'w' },
    { worker: 'w'.repeat(100) },
    { worker: 'A-z_0.9:host@zone' },
    { agentIds: null },
    { agentIds: ids(1, 100) },
    { agentIds: ids(100) },
    { first: 20 },
  ])('may be %s', async (input) => {
    expect((await claimed(input, { idle: [true] })).claims).toEqual([]);
  });

  const worker = '`worker` must be 1 to 100 characters from A-Z a-z 0-9 _ . : - @';
  const agentIds = '`agentIds` must contain 1 to 100 agent ids; omit it for all agents.';
  it.each<[Partial<ClaimInput>, string]>([
    [{ worker: '' }, worker],
    [{ worker: 'w'.repeat(101) }, worker],
    [{ worker: ' w' }, worker],
    [{ worker: 'w/' }, worker],
    [{ agentIds: [] }, agentIds],
    [{ agentIds: ids(101) }, agentIds],
    [{ agentIds: ['a', 'a'.repeat(101)] }, agentIds],
    [{ first: 0 }, '`first` must be from 1 to 20.'],
    [{ first: 21 }, '`first` must be from 1 to 20.'],
  ])('may not be %s', async (input, message) => {
    await expect(claimed(input)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message });
  });

  it('must be of a publisher', async () => {
    const viewer = { ...user, role: 'viewer' } as unknown as User;
    const refused = claimSteps({} as Services, { ...caller, viewer }, { worker: 'w' });
    await expect(refused).rejects.toThrow('The role "publisher" is required to claim steps');
  });
});

describe('a claim', () => {
  it('has a token of its own, whose hash is stored with the worker and the lease', async () => {
    const given: Given = { runs: { free: ['r1'] }, steps: [step('a'), step('b')] };
    const { claims, sent } = await claimed({ first: 2, leaseSeconds: 30, agentIds: ['writer'] }, given);
    const [a, b] = claims;
    expect(claims).toEqual([
      { token: a?.token, runId: 'r1', stepId: 'a', claimedUntil: until },
      { token: b?.token, runId: 'r1', stepId: 'b', claimedUntil: until },
    ]);
    expect(a?.token).not.toBe(b?.token);
    expect(sent).toEqual([
      ['free', 'acme', ['writer'], ['writer'], 2],
      ['steps', ['r1'], ['writer'], ['writer'], 2],
      [
        'claim',
        'w',
        30,
        JSON.stringify([
          { id: 'id-a', inputs: null, claimHash: hashOfToken(a?.token ?? '') },
          { id: 'id-b', inputs: null, claimHash: hashOfToken(b?.token ?? '') },
        ]),
      ],
    ]);
  });

  it('is of one step unless more are asked for', async () => {
    const { sent } = await claimed({}, one);
    expect(sent.slice(0, 2)).toEqual([
      ['free', 'acme', 1],
      ['steps', ['r1'], 1],
    ]);
  });

  it('is left out if the step was not claimed', async () => {
    const { claims } = await claimed({ first: 2 }, { ...one, steps: [step('a'), step('b')], lost: ['id-a'] });
    expect(claims.map(({ stepId }) => stepId)).toEqual(['b']);
  });
});

describe('a claim with an idempotency key', () => {
  const idempotencyKey = 'key-of-a-call';

  it('is made once, also if it is of no step', async () => {
    const { claims, names } = await claimed({ idempotencyKey }, { ...one, idle: [true], steps: [] });
    expect({ claims, names }).toEqual({ claims: [], names: ['key', 'free', 'steps', 'answer'] });
    await expect(claimed({ idempotencyKey }, { ...one, failures: [conflict] })).rejects.toBe(conflict);
  });

  it('is the same when it is repeated, although neither key nor token is stored', async () => {
    const { claims, sent } = await claimed({ idempotencyKey }, one);
    const [operation, hash, payloadHash] = sent.find(([name]) => name === 'key')?.slice(2) ?? [];
    const answer = sent.find(([name]) => name === 'answer')?.[1];
    expect([claims.length, operation]).toEqual([1, 'claimSteps']);
    for (const secret of [idempotencyKey, claims[0]?.token ?? '']) {
      expect(`${hash} ${answer}`).not.toContain(secret);
    }
    const { tx } = answering(
      [claimKey(key, ''), () => []],
      [storedAnswer(key), () => [{ payloadHash, answer: JSON.parse(String(answer)) }]],
    );
    const db = { transact: (_: User, work: (tx: Transaction) => Promise<unknown>) => work(tx) };
    const repeated = claimSteps({ db } as unknown as Services, caller, { worker: 'w', idempotencyKey });
    expect(await repeated).toEqual(claims);
  });
});

describe('without a claim', () => {
  const planInputs = { note: '{{ steps.before.outputs.note }}' };

  it('a step fails that was lost by its last worker, or whose inputs are too large', async () => {
    const steps = [step('last', { attempt: 3 }), step('again', { attempt: 2 }), step('large', { planInputs })];
    const { claims, sent } = await claimed({ first: 3 }, { ...one, steps, note: 'x'.repeat(4_194_305) });
    expect(claims.map(({ stepId }) => stepId)).toEqual(['again']);
    const failed = sent
      .filter(([name]) => name === 'fail')
      .map((parameters) => [parameters.at(-1), ...parameters.slice(2, 4)]);
    expect(failed).toEqual([
      ['id-last', 'worker_lost', 'The lease expired without a report, and no attempts are left.'],
      ['id-large', 'inputs_too_large', expect.stringContaining('4 MiB')],
    ]);
  });

  it('a step stays for the next call if the inputs of those before it are more than 8 MiB', async () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => step(id, { planInputs }));
    // With `{"note":""}`, those of two steps have 8 MiB.
    const { claims } = await claimed({ first: 4 }, { ...one, steps, note: 'x'.repeat(4_194_304 - 11) });
    expect(claims.map(({ stepId }) => stepId)).toEqual(['a', 'b', 'c']);
  });

  it('a step ends that took too long', async () => {
    const steps = [step('slow', { attempt: 1, isTimedOut: true, timeoutSeconds: 9 }), step('a')];
    const { claims, names } = await claimed({ first: 2 }, { ...one, steps });
    expect(claims.map(({ stepId }) => stepId)).toEqual(['a']);
    expect(names).toEqual(['free', 'steps', 'retry', 'claim']);
  });

  it('nothing is written if no step is left', async () => {
    const { claims, names } = await claimed({}, { ...one, steps: [], idle: [false, true] });
    expect({ claims, names }).toEqual({ claims: [], names: ['free', 'steps'] });
  });
});

describe('a worker that asks for steps', () => {
  it('locks nothing if none can be claimed', async () => {
    expect(await claimed({}, { ...one, idle: [true] })).toMatchObject({ claims: [], names: [] });
  });

  it('waits for one run if others hold all of them', async () => {
    const { claims, sent } = await claimed({ first: 3 }, { ...one, runs: { wait: ['r1'] } });
    expect(claims).toHaveLength(1);
    expect(sent.slice(0, 2)).toEqual([
      ['free', 'acme', 3],
      ['wait', 'acme', 1],
    ]);
  });

  it('asks again, five times in all, if the runs that it waited for have no step left', async () => {
    const { claims, names } = await claimed({}, { runs: {} });
    expect(claims).toEqual([]);
    expect(names).toEqual(Array.from({ length: 5 }, () => ['free', 'wait']).flat());
  });

  it('asks again after a conflict, five times in all', async () => {
    const times = (count: number) => ({ ...one, failures: Array.from({ length: count }, () => conflict) });
    expect((await claimed({}, times(4))).claims).toHaveLength(1);
    await expect(claimed({}, times(5))).rejects.toBe(conflict);
  });

  it.each([new RequestError('UNAVAILABLE', 'Away.'), new Error('Broken.')])(
    'does not ask again after: %s',
    async (error) => {
      await expect(claimed({}, { ...one, failures: [error] })).rejects.toBe(error);
    },
  );
});
