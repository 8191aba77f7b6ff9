/** A step that this worker has claimed, until `claimedUntil` unless it is renewed. */
export interface Claim {
  token: string;
  runId: string;
  namespace: string;
  templateId: string | null;
  environment: string | null;
  /** Of the request that created the run: in a trace, its context. Null for a run from before the field. */
  correlationId: string | null;
  stepId: string;
  name: string;
  /** 1 for the first. */
  attempt: number;
  /** Null if it no longer exists, or this worker may not see it. */
  agent: { agentId: string; namespace: string; version: string; digest: string; digestRule: number } | null;
  /** Null if the gateway knows none. */
  timeoutSeconds: number | null;
  inputs: unknown;
  outputs: unknown;
  claimedUntil: string;
}

/** `review-risk (code-reviewer@1.2.0, attempt 1)`, for the log. */
export const nameOfStep = ({ stepId, agent, attempt }: Claim): string =>
  `${stepId} (${agent ? `${agent.agentId}@${agent.version}, ` : ''}attempt ${attempt})`;
