import type { Actor } from './actor.ts';
import { agent, template } from './definitions.ts';
import { publishAgent, publishTemplate } from './operations.ts';

const instantiateDocument = `mutation ($input: InstantiateTemplateInput!) {
  instantiateTemplate(input: $input) { __typename ... on Error { code message }
    ... on VariablesInvalid { issues { file path code message } }
    ... on LockInvalid { issues { file path code message } }
    ... on DependencyUnresolved { unresolved { kind entryId range reason chain } }
    ... on InstantiateTemplatePayload { run { id status namespace environment variables resourceProfile lock lockDigest
      template { templateId } templateVersion { version }
      steps { stepId name status dependsOn inputs agent { agentId } agentVersion { version digest } } } }
  }
}`;

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Answered = Promise<any>;

export const instantiate = (actor: Actor, input: object): Answered => actor.do(instantiateDocument, { input });

/** The run of an instantiation that must succeed. */
export async function runOf(actor: Actor, input: object): Answered {
  const answer = await instantiate(actor, input);
  if (!answer.run) throw new Error(JSON.stringify(answer));
  return answer.run;
}

/** `agentId@version` of the agents of a lock. */
export const agentsIn = (lock: { agents: { agentId: string; version: string }[] }): string[] =>
  lock.agents.map(({ agentId, version }) => `${agentId}@${version}`);

/** Publishes an agent, and expects it to be new. */
export async function addAgent(actor: Actor, agentId: string, version: string, more: object = {}): Promise<void> {
  const { created, ...answer } = await actor.do(publishAgent, { input: agent({ agentId, version, ...more }) });
  if (!created) throw new Error(JSON.stringify(answer));
}

/** Publishes a template with one step for each of these agents, and expects it to be new. */
export async function addTemplate(
  actor: Actor,
  templateId: string,
  version: string,
  supportedAgents: Record<string, string>,
  more: object = {},
): Promise<void> {
  const steps = Object.keys(supportedAgents).map((each) => ({ id: each, agent: each }));
  const definition = template({
    templateId,
    version,
    variables: { type: 'object' },
    defaultPlan: { steps },
    expectedOutputs: {},
    supportedAgents,
    ...more,
  });
  const { created, ...answer } = await actor.do(publishTemplate, { input: definition });
  if (!created) throw new Error(JSON.stringify(answer));
}

/** Lets newer versions of an entry break what they like. */
export async function allowBreaking(actor: Actor, kind: 'Agent' | 'Template', id: string): Promise<void> {
  const document = `mutation ($input: SetCompatibilityInput!) {
    set${kind}Compatibility(input: $input) { __typename ... on Error { message } } }`;
  const answer = await actor.do(document, { input: { id, compatibility: 'NONE' } });
  if (answer.message) throw new Error(JSON.stringify(answer));
}
