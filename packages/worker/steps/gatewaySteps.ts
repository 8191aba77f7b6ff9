import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  type Transport,
  WorkerClaimDocument,
  type WorkerClaimMutation,
  WorkerReportDocument,
  WorkerRunDocument,
} from '../../client/index.ts';
import { WorkerProblem } from '../problem.ts';
import type { Claim } from './claim.ts';
import type { Result } from './result.ts';

/** The gateway's response to a report. */
export type Reply =
  | { kind: 'taken' }
  /** Another worker has the step now, or it has ended. */
  | { kind: 'lost'; message: string }
  /** A retry would have the same result. */
  | { kind: 'refused'; code: string; message: string };

/** The gateway's operations for steps. Each throws GatewayUnreachable, GatewayRefused. */
export interface Steps {
  /** @param key the same for the same call: a repeated one gets the same claims */
  claim(most: number, key: string | null, signal?: AbortSignal): Promise<Claim[]>;
  /** The claim is renewed for another lease. */
  renew(claim: Claim): Promise<Reply>;
  report(result: Result): Promise<Reply>;
  /**
   * On each change of the run: whether the step still belongs to the worker. Ends with the run, or with the connection.
   */
  watch(claim: Claim, signal: AbortSignal): AsyncGenerator<boolean, void, undefined>;
}

interface StepsOptions {
  client: Client;
  transport: Transport;
  worker: string;
  agentIds: readonly string[] | null;
  leaseSeconds: number;
}

const quickly = { timeoutMs: 10_000, retries: 0 };

export function openSteps({ client, transport, worker, agentIds, leaseSeconds }: StepsOptions): Steps {
  return {
    async claim(first, idempotencyKey, signal) {
      const input = { worker, first, agentIds: agentIds && [...agentIds], leaseSeconds, idempotencyKey };
      const { result } = await client.request(WorkerClaimDocument, { input }, { signal, timeoutMs: 30_000 });
      if (result.__typename !== 'ClaimStepsPayload')
        throw new WorkerProblem(
          `The gateway refused to assign steps to this worker: ${result.message} (${result.code})`,
        );
      return result.claims.map(claimFrom);
    },

    async renew({ token, runId, stepId }) {
      const input = { runId, stepId, claim: token, status: 'RUNNING', leaseSeconds } as const;
      return replyOf((await client.request(WorkerReportDocument, { input }, quickly)).result);
    },

    async report({ idempotencyKey, runId, stepId, claim, ...said }) {
      const input = { idempotencyKey, runId, stepId, claim, ...said };
      return replyOf((await client.request(WorkerReportDocument, { input }, { timeoutMs: 30_000, retries: 0 })).result);
    },

    async *watch({ runId, stepId, attempt }, signal) {
      for await (const { run } of client.subscribe(WorkerRunDocument, { id: runId }, { signal, transport })) {
        const step = run.steps.find((each) => each.stepId === stepId);
        yield step?.status === 'RUNNING' && step.attempt === attempt;
        await pause(0); // A run that changes all the time must not block this process.
      }
    },
  };
}

type Claimed = Extract<WorkerClaimMutation['result'], { __typename: 'ClaimStepsPayload' }>['claims'][number];

const claimFrom = ({ token, claimedUntil, inputs, outputs, run, step }: Claimed): Claim => ({
  token,
  claimedUntil,
  inputs,
  outputs,
  runId: run.id,
  namespace: run.namespace,
  templateId: run.template?.templateId ?? null,
  environment: run.environment,
  correlationId: run.correlationId,
  stepId: step.stepId,
  name: step.name,
  attempt: step.attempt,
  timeoutSeconds: step.timeoutSeconds,
  agent: step.agent && step.agentVersion ? { ...step.agent, ...step.agentVersion } : null,
});

interface Answered {
  __typename: string;
  code?: string;
  message?: string;
  issues?: readonly { path: string; message: string }[];
}

function replyOf({ __typename, code = '', message = '', issues = [] }: Answered): Reply {
  if (__typename === 'ReportRunPayload') return { kind: 'taken' };
  if (__typename === 'StaleClaim') return { kind: 'lost', message };
  const [first] = issues;
  return { kind: 'refused', code, message: first ? `${message} ${first.path}: ${first.message}` : message };
}
