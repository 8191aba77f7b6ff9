import type { CreatedBody, OperationRoute, ReadRoute, WriteRoute } from '../operationRoute.ts';
import { oneOf } from '../parameters.ts';
import * as select from '../selections.ts';
import { pageOf, pages } from './entries.ts';

const one = '/api/webhooks/:id';
const tag = 'Webhooks';
const ofDeliveries = { status: oneOf('Only deliveries with this status.', ['PENDING', 'DELIVERED', 'DEAD']) };

const reads: ReadRoute[] = [
  {
    method: 'GET',
    pattern: '/api/webhooks',
    id: 'listWebhooks',
    tag,
    summary: 'List the webhooks of your namespace, oldest first. Empty for all but admins.',
    result: 'A page of webhooks.',
    parameters: pages,
    document: `query ListWebhooks($first: Int, $after: String, $last: Int, $before: String) { webhooks(first: $first, after: $after, last: $last, before: $before) { edges { node { ...Webhook } } ${select.page} } } ${select.webhook}`,
    variables: ({ query }) => pageOf(query),
    at: ['webhooks'],
    isPage: true,
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: one,
    id: 'getWebhook',
    tag,
    summary: 'Get a webhook. For admins.',
    result: 'The webhook.',
    parameters: {},
    document: `query GetWebhook($id: ID!) { webhook(id: $id) { ...Webhook } } ${select.webhook}`,
    variables: ({ path }) => ({ id: path.id }),
    at: ['webhook'],
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: `${one}/deliveries`,
    id: 'listWebhookDeliveries',
    tag,
    summary: 'List the deliveries of a webhook in the last 30 days, newest first. For admins.',
    result: 'A page of deliveries with their attempts.',
    parameters: { ...ofDeliveries, ...pages },
    document: `query ListWebhookDeliveries($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $status: WebhookDeliveryStatus) { webhook(id: $id) { deliveries(first: $first, after: $after, last: $last, before: $before, status: $status) { edges { node { ...WebhookDelivery } } ${select.page} } } } ${select.webhookDelivery}`,
    variables: ({ path, query }) => ({ id: path.id, ...pageOf(query), status: query.status }),
    at: ['webhook', 'deliveries'],
    isPage: true,
    caching: 'private',
  },
];

const write = (
  verb: 'update' | 'remove' | 'rotate' | 'test' | 'replay',
  name: string,
  fields: string,
  summary: string,
  result: string,
): WriteRoute => {
  const Name = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const parts = [
    /\.Webhook\b/.test(fields) ? select.webhook : '',
    fields.includes('WebhookDelivery') ? select.webhookDelivery : '',
  ];
  return {
    method: 'POST',
    pattern: `${one}/${verb}`,
    id: name,
    tag,
    summary,
    result,
    fromPath: { id: 'id' },
    document: `mutation ${Name}($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Payload { ${fields} } ${select.errors()} } } ${parts.join(' ').trim()}`,
  };
};

const writes: WriteRoute[] = [
  {
    method: 'POST',
    pattern: '/api/webhooks',
    id: 'createWebhook',
    tag,
    summary: 'Create a webhook of your namespace. Shows its secret, once. For admins.',
    result: 'The webhook and its secret.',
    document: `mutation CreateWebhook($input: CreateWebhookInput!) { createWebhook(input: $input) { __typename ... on CreateWebhookPayload { webhook { ...Webhook } secret } ${select.errors()} } } ${select.webhook}`,
    made: ({ webhook, secret }: CreatedBody) => (webhook && secret ? `/api/webhooks/${webhook.id}` : null),
  },
  write(
    'update',
    'updateWebhook',
    'webhook { ...Webhook }',
    'Change, pause or resume a webhook. For admins.',
    'The webhook.',
  ),
  write('remove', 'removeWebhook', 'webhookId', 'Remove a webhook and its deliveries. For admins.', 'It was removed.'),
  write(
    'rotate',
    'rotateWebhookSecret',
    'webhook { ...Webhook } secret',
    'Give a webhook a new secret, and show it, once. For admins.',
    'The webhook and its new secret.',
  ),
  write(
    'test',
    'testWebhook',
    'delivery { ...WebhookDelivery }',
    'Send a test message, and wait for the response. For admins.',
    'The delivery of the test message.',
  ),
  write(
    'replay',
    'replayWebhook',
    'webhook { ...Webhook } delivery { ...WebhookDelivery }',
    'Send events again: one delivery, or everything after a cursor. For admins.',
    'The webhook, and the delivery that is repeated.',
  ),
];

/** What sends the events of a namespace to a URL. */
export const webhookRoutes: OperationRoute[] = [...reads, ...writes];
