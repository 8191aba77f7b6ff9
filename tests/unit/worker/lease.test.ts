import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../packages/worker/steps/claim.ts';
import type { Reply } from '../../../packages/worker/steps/gatewaySteps.ts';
import { keepLease } from '../../../packages/worker/steps/lease.ts';

type Response = Reply | Error | 'silence';

/** Keeps a claim of 1.2 s with these responses of a gateway; the last one is repeated. */
const keep = (...answers: Response[]) => keepFor(null, ...answers);

/** The same for an attempt that may take so many seconds. */
function keepFor(timeoutSeconds: number | null, ...answers: Response[]) {
  const claim = { token: 't', stepId: 's', attempt: 1, timeoutSeconds } as Claim;
  const stop = new AbortController();
  let renewals = 0;
  const lost = new Promise<Error>((resolve) => {
    const steps = {
      renew: async (): Promise<Reply> => {
        const answer = answers[Math.min(renewals, answers.length - 1)];
        renewals += 1;
        if (answer === 'silence' || answer === undefined) return new Promise(() => {});
        if (answer instanceof Error) throw answer;
        return answer;
      },
      watch: async function* () {},
    };
    const options = { steps, leaseSeconds: 1.2, askedAt: performance.now(), signal: stop.signal, onRun() {} };
    void keepLease(claim, { ...options, onLost: resolve });
  });
  return { lost, stop, renewals: () => renewals };
}
const taken: Reply = { kind: 'taken' };

describe('a claim', () => {
  it('is kept as long as the gateway confirms it', async () => {
    const { lost, stop, renewals } = keep(taken);
    while (renewals() < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect(await Promise.race([lost, 'kept'])).toBe('kept');
  });

  it.each([
    ['lost', { kind: 'lost', message: 'Another has it.' } as const],
    ['refused', { kind: 'refused', code: 'NOT_FOUND', message: 'There is none.' } as const],
  ])('is lost when the gateway responds that it is %s', async (_, answer) => {
    expect(await keep(taken, answer).lost).toMatchObject({ name: 'ClaimLost', message: answer.message });
  });

  it.each([
    ['does not answer', 'silence' as const],
    ['is away', new Error('Away.')],
  ])('is lost when its lease expires and the gateway %s', async (_, answer) => {
    expect(await keep(taken, answer).lost).toMatchObject({ code: 'lease_lost' });
  });

  it('is not given up when the gateway no longer renews it after the timeout of the attempt', async () => {
    const late: Reply = { kind: 'lost', message: 'It has taken longer than its timeout.' };
    expect(await keepFor(0.5, taken, late).lost).toMatchObject({ code: 'lease_lost' });
  });

  it('is kept when the gateway was down for less than the lease', async () => {
    const { lost, stop, renewals } = keep(new Error('Away.'), new Error('Away.'), taken);
    while (renewals() < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect(await Promise.race([lost, 'kept'])).toBe('kept');
  });
});
