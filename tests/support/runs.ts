import type { Actor } from './actor.ts';
import { agent, template } from './definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from './operations.ts';
import type { TestRegistry } from './registry.ts';

const stepFields = `id stepId status attempt maxAttempts inputs outputs worker claimedUntil availableAt startedAt finishedAt
  error { code message }`;
export const runFields = `id status startedAt finishedAt steps { ${stepFields} }`;

export const claimSteps = `mutation ($input: ClaimStepsInput!) {
  claimSteps(input: $input) { __typename ... on Error { code message }
    ... on ClaimStepsPayload { claims { token claimedUntil inputs outputs run { id status } step { ${stepFields} } } }
  }
}`;

export const reportRun = `mutation ($input: ReportRunInput!) {
  reportRun(input: $input) { __typename ... on Error { code message }
    ... on StaleClaim { status worker } ... on OutputsInvalid { issues { file path code message } }
    ... on ReportRunPayload { run { ${runFields} } step { ${stepFields} } }
  }
}`;

export interface Claim {
  token: string;
  claimedUntil: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  run: { id: string; status: string };
  step: { id: string; stepId: string; status: string; attempt: number; worker: string };
}

/** What most tests of runs do, as one publisher. */
export function runsOf(actor: Actor) {
  return {
    /** Claims as `worker`. */
    claim: async (worker: string, more: object = {}): Promise<Claim[]> =>
      (await actor.do(claimSteps, { input: { worker, ...more } })).claims,
    report: (input: object) => actor.do(reportRun, { input }),
    run: async (id: string) => (await actor.ask(`query ($id: ID!) { run(id: $id) { ${runFields} } }`, { id })).data.run,
    start: async (templateId: string, variables: object = {}): Promise<{ id: string }> => {
      const { run, message } = await actor.do(instantiateTemplate, { input: { templateId, variables } });
      if (!run) throw new Error(message);
      return run;
    },
  };
}

export interface PlannedStep {
  id: string;
  agent?: string;
  dependsOn?: string[];
  inputs?: object;
  outputs?: object;
}

/** Publishes an agent and a template with these steps, which may name the variables `change` and `a`. */
export async function publishPlan(
  actor: Actor,
  templateId: string,
  steps: PlannedStep[],
  agentId = `${templateId}-agent`,
  more: object = {},
) {
  const agents = [...new Set(steps.map((step) => step.agent ?? agentId))];
  for (const each of agents) await actor.do(publishAgent, { input: agent({ agentId: each }) });
  const definition = template({
    templateId,
    variables: { type: 'object', properties: { change: {}, a: {} } },
    defaultPlan: { steps: steps.map((step) => ({ agent: agentId, ...step })) },
    expectedOutputs: {},
    supportedAgents: Object.fromEntries(agents.map((each) => [each, '^1.0.0'])),
    ...more,
  });
  const { code, issues } = await actor.do(publishTemplate, { input: definition });
  if (code) throw new Error(JSON.stringify(issues));
}

/** Moves the times of claims and pauses into the past, as the owner may, past the guards. */
export function advanceTime(registry: TestRegistry, runId: string) {
  const past = `now() - interval '1 s'`;
  const set = (table: string, column: string, key: string) =>
    `update nofx.${table} set ${column} = ${past} where ${column} is not null and ${key} = '${uuidOf(runId)}';`;
  return registry.database.asOwner(`set session_replication_role = replica;
    begin;
    ${set('runs', 'claimable_at', 'id')}
    ${set('steps', 'claimed_until', 'run_id')}
    ${set('steps', 'available_at', 'run_id')}
    commit;
    set session_replication_role = origin`);
}

export const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
