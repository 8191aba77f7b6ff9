/**
 * One run of three steps, of which `c` depends on `a`, and the possible calls on it, one after another: the model that
 * concurrent calls are compared with.
 */
export type RunCall =
  | { do: 'claim'; worker: string }
  | { do: 'succeed' | 'fail' | 'renew'; step: string; claim: string; outputs?: object }
  | { do: 'cancel' };

interface StepState {
  status: string;
  worker: string | null;
  outputs: string | null;
}

export type RunState = Readonly<Record<string, StepState>>;

export const newRun: RunState = Object.fromEntries(
  ['a', 'b', 'c'].map((id) => [id, { status: 'QUEUED', worker: null, outputs: null }]),
);

const open = ({ status }: StepState) => status === 'QUEUED' || status === 'RUNNING';

/** The result of a call in a state, and the state after it. A claim is identified by its worker. */
export function applyToRun(state: RunState, call: RunCall): [answer: string, next: RunState] {
  const steps = Object.values(state);
  if (call.do === 'cancel') {
    if (steps.some(open)) {
      const cancelled = (step: StepState) => (open(step) ? { ...step, status: 'CANCELLED' } : step);
      return ['done', Object.fromEntries(Object.entries(state).map(([id, step]) => [id, cancelled(step)]))];
    }
    const status = ['CANCELLED', 'FAILED', 'SUCCEEDED'].find((each) => steps.some((step) => step.status === each));
    return [status === 'CANCELLED' ? 'done' : `StaleClaim ${status}`, state];
  }
  if (call.do === 'claim') {
    const [id] =
      Object.entries(state).find(
        ([step, { status }]) => status === 'QUEUED' && (step !== 'c' || state.a?.status === 'SUCCEEDED'),
      ) ?? [];
    if (id === undefined) return ['nothing', state];
    return [`claimed ${id}`, { ...state, [id]: { status: 'RUNNING', worker: call.worker, outputs: null } }];
  }
  return report(state, call);
}

type Report = Exclude<RunCall, { do: 'claim' | 'cancel' }>;

function report(state: RunState, call: Report): [string, RunState] {
  const step = state[call.step];
  if (!step) return ['NotFound', state];
  const outputs = JSON.stringify(call.outputs ?? {});
  const mine = step.worker === call.claim;
  const wanted = { succeed: 'SUCCEEDED', fail: 'FAILED', renew: 'RUNNING' }[call.do];
  const repeated = call.do !== 'renew' && mine && step.status === wanted;
  if (repeated && (call.do === 'fail' || step.outputs === outputs)) return ['done', state];
  if (step.status !== 'RUNNING' || !mine) return [`StaleClaim ${step.status}`, state];
  if (call.do === 'renew') return ['done', state];
  const ended = { ...step, status: wanted, outputs: call.do === 'succeed' ? outputs : null };
  const next = { ...state, [call.step]: ended };
  const lost = call.do === 'fail' && call.step === 'a' && next.c?.status === 'QUEUED';
  return ['done', lost ? { ...next, c: { status: 'SKIPPED', worker: null, outputs: null } } : next];
}

/** Whether one order of the calls gives all the results, and leaves the steps as they are. */
export function isExplained(
  start: RunState,
  calls: readonly { call: RunCall; answer: string }[],
  end: Readonly<Record<string, string>>,
): boolean {
  if (calls.length === 0) return Object.entries(end).every(([id, status]) => start[id]?.status === status);
  return calls.some(({ call, answer }, at) => {
    const [expected, next] = applyToRun(start, call);
    return expected === answer && isExplained(next, calls.toSpliced(at, 1), end);
  });
}
