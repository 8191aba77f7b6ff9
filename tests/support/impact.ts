/** Mutations that ask whom a change touches. */

const counts = '{ templates templateVersions agents agentVersions runs }';
export const impactFields = `impact { days unresolved ${counts} changed ${counts} namespaceTotal dependentTotal truncated
  namespaces { namespace unresolved ${counts} changed ${counts} }
  dependents { kind effect namespace entryId version isCurrent range before after } }`;

const mutation = (field: string, input: string, payload: string) =>
  `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ... on Error { code message } ... on ${payload} { ${impactFields} } } }`;

export const impact = {
  publishAgent: mutation('publishAgent', 'PublishAgentInput', 'PublishAgentPayload'),
  validateAgent: mutation('validateAgent', 'ValidateAgentInput', 'ValidatePayload'),
  promoteAgent: mutation('promoteAgent', 'PromoteInput', 'PublishAgentPayload'),
  rollbackAgent: mutation('rollbackAgent', 'RollbackInput', 'RollbackAgentPayload'),
  setAgentStatus: mutation('setAgentStatus', 'SetStatusInput', 'SetAgentStatusPayload'),
  setAgentVisibility: mutation('setAgentVisibility', 'SetVisibilityInput', 'SetAgentVisibilityPayload'),
  archiveAgent: mutation('archiveAgentVersion', 'ArchiveVersionInput', 'ArchiveAgentVersionPayload'),
  unarchiveAgent: mutation('unarchiveAgentVersion', 'UnarchiveVersionInput', 'UnarchiveAgentVersionPayload'),
  removeAgent: mutation('removeAgent', 'RemoveEntryInput', 'RemoveAgentPayload'),
  publishTemplate: mutation('publishTemplate', 'PublishTemplateInput', 'PublishTemplatePayload'),
  rollbackTemplate: mutation('rollbackTemplate', 'RollbackInput', 'RollbackTemplatePayload'),
  setTemplateStatus: mutation('setTemplateStatus', 'SetStatusInput', 'SetTemplateStatusPayload'),
};

/** Counts that are not named are 0. */
export const counted = (some: object = {}) => ({
  templates: 0,
  templateVersions: 0,
  agents: 0,
  agentVersions: 0,
  runs: 0,
  ...some,
});
