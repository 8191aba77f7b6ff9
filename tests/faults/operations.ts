import { TypedDocumentString } from '../../packages/client/index.ts';

/** A response: the requested payload, or an error that the caller can act on. */
export interface Written {
  result: {
    __typename: string;
    code?: string;
    message?: string;
    version?: { version: string; digest: string };
    event?: { id: string; number: number } | null;
    report?: { id: string } | null;
  };
}

const written = (text: string) => new TypedDocumentString<Written, { input: Record<string, unknown> }>(text);
const failure = '__typename ... on Error { code message }';
const event = 'event { id number }';

export const publishAgent = written(`mutation Publish($input: PublishAgentInput!) {
  result: publishAgent(input: $input) { ${failure} ... on PublishAgentPayload { version { version digest } ${event} } }
}`);

export const rollbackAgent = written(`mutation Rollback($input: RollbackInput!) {
  result: rollbackAgent(input: $input) { ${failure} ... on RollbackAgentPayload { ${event} } }
}`);

export const setAgentStatus = written(`mutation SetStatus($input: SetStatusInput!) {
  result: setAgentStatus(input: $input) { ${failure} ... on SetAgentStatusPayload { ${event} } }
}`);

export const validateAgent = written(`mutation Validate($input: ValidateAgentInput!) {
  result: validateAgent(input: $input) { ${failure} ... on ValidatePayload { report { id } } }
}`);

/** A valid definition; `marker` makes its content unique. */
export const definition = (agentId: string, version: string, marker: string) => ({
  manifest: {
    agentId,
    name: agentId,
    description: `Made to be lost: ${marker}.`,
    version,
    visibility: 'public',
    entryPrompt: 'prompts/system.md',
    skills: [{ id: 'last', name: 'Last', description: 'Is still there afterwards.', tags: ['fault'] }],
  },
  files: [{ path: 'prompts/system.md', content: `Stay. ${marker}\n` }],
});
