/** The mutations that most tests need, each with the fields that they check. */

const failure =
  '... on Error { code message } ... on ManifestInvalid { issues { file path code severity message } } ... on VersionExists { taken: version digest } ... on DependencyUnresolved { unresolved { kind entryId range reason } }';

export const publishAgent = `mutation ($input: PublishAgentInput!) {
  publishAgent(input: $input) { __typename ${failure}
    ... on PublishAgentPayload { created warnings { code } agent { id agentId currentVersion { version } } version { id version status digest } event { id cursor action type version } }
  }
}`;

export const publishTemplate = `mutation ($input: PublishTemplateInput!) {
  publishTemplate(input: $input) { __typename ${failure}
    ... on PublishTemplatePayload { created warnings { code } template { id templateId currentVersion { version } } version { id version status digest } event { id cursor action type version } }
  }
}`;

export const rollbackAgent = `mutation ($input: RollbackInput!) {
  rollbackAgent(input: $input) { __typename ${failure.split(' ... on ManifestInvalid')[0]}
    ... on StaleVersion { expected actual } ... on IncompatibleChange { changes }
    ... on RollbackAgentPayload { agent { currentVersion { version } } version { version } previousVersion { version } event { action version reason before after } }
  }
}`;

export const instantiateTemplate = `mutation ($input: InstantiateTemplateInput!) {
  instantiateTemplate(input: $input) { __typename ... on Error { code message }
    ... on VariablesInvalid { issues { path code message } }
    ... on DependencyUnresolved { unresolved { entryId range } }
    ... on InstantiateTemplatePayload { run { id status namespace environment variables templateVersion { version }
      steps { stepId name status dependsOn inputs agent { agentId } agentVersion { version } } } }
  }
}`;

export const promoteAgent = `mutation ($input: PromoteInput!) {
  promoteAgent(input: $input) { __typename ${failure}
    ... on StaleVersion { expected actual } ... on IncompatibleChange { changes }
    ... on PublishAgentPayload { created agent { currentVersion { version } } version { version status } event { action version before after } }
  }
}`;

export const promoteTemplate = `mutation ($input: PromoteInput!) {
  promoteTemplate(input: $input) { __typename ${failure} ... on IncompatibleChange { changes }
    ... on PublishTemplatePayload { created template { currentVersion { version supportedAgents { agent { agentId } } } } event { action version } }
  }
}`;

export const setAgentStatus = `mutation ($input: SetStatusInput!) {
  setAgentStatus(input: $input) { __typename ... on Error { code message }
    ... on SetAgentStatusPayload { agent { status statusMessage } event { action reason } }
  }
}`;

export const rateTemplate = `mutation ($input: RateTemplateInput!) {
  rateTemplate(input: $input) { __typename ... on Error { code message }
    ... on RateTemplatePayload { template { id templateId } rating { average count mine distribution { stars count } }
      event { id cursor action type entryId reason actor before after } }
  }
}`;
