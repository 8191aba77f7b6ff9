import type { ExpandedStep } from '../../packages/manifest/contract/expandRun.ts';
import type { BoundTemplate } from './planSource.ts';

/** The agent of a step, as the template with the step was bound to it. */
export interface StepAgent {
  agentId: string;
  agentVersionId: string;
}

/**
 * The agent of a step and its exact version. Null if the versions have none.
 *
 * @param agents by the id of an agent, that of its version
 */
export function agentOfStep(
  { agent, data: { supported } }: Pick<ExpandedStep<BoundTemplate>, 'agent' | 'data'>,
  agents: ReadonlyMap<string, string>,
): StepAgent | null {
  const agentId = supported.find(({ slug }) => slug === agent)?.agentRegistryId ?? '';
  const agentVersionId = agents.get(agentId);
  return agentVersionId === undefined ? null : { agentId, agentVersionId };
}
