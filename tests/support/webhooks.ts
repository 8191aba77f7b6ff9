/** The operations of webhooks, each with the fields that tests check. */

const error = '... on Error { code message }';
const webhook =
  'id namespace url description status statusReason position failingSince deliveredAt previousSecretUntil filter { kind types actions namespace entryId tags }';
const delivery =
  'id messageId type status event { id } attempts { at durationMs statusCode error } nextAttemptAt finishedAt';

export const createWebhook = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { __typename ${error} ... on CreateWebhookPayload { secret webhook { ${webhook} } } }
}`;
export const updateWebhook = `mutation ($input: UpdateWebhookInput!) {
  updateWebhook(input: $input) { __typename ${error} ... on UpdateWebhookPayload { webhook { ${webhook} } } }
}`;
export const removeWebhook = `mutation ($input: RemoveWebhookInput!) {
  removeWebhook(input: $input) { __typename ${error} ... on RemoveWebhookPayload { webhookId } }
}`;
export const rotateWebhookSecret = `mutation ($input: RotateWebhookSecretInput!) {
  rotateWebhookSecret(input: $input) { __typename ${error} ... on RotateWebhookSecretPayload { secret webhook { ${webhook} } } }
}`;
export const testWebhook = `mutation ($input: TestWebhookInput!) {
  testWebhook(input: $input) { __typename ${error} ... on TestWebhookPayload { delivery { ${delivery} } } }
}`;
export const replayWebhook = `mutation ($input: ReplayWebhookInput!) {
  replayWebhook(input: $input) { __typename ${error} ... on ReplayWebhookPayload { webhook { ${webhook} } delivery { ${delivery} } } }
}`;
export const readWebhook = `query ($id: ID!, $status: WebhookDeliveryStatus) {
  webhook(id: $id) { ${webhook} deliveries(first: 100, status: $status) { totalCount edges { node { ${delivery} } } } }
}`;
export const listWebhooks = `{ webhooks(first: 100) { totalCount edges { node { ${webhook} } } } }`;
