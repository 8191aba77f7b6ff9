import type { Connection } from '../src/resolvers/connection.ts';
import { builder } from './builder.ts';
import {
  Agent,
  AgentVersion,
  RatingComment,
  RegistryEvent,
  Run,
  Template,
  TemplateVersion,
  UsageRecord,
  ValidationReport,
  Webhook,
  WebhookDelivery,
} from './refs.ts';

/*
 * One connection type and one edge type for each type of node, in every list. By default, Pothos makes one for each
 * field.
 */

/** Description of an edge type. */
export const edgeOf = (noun: string) => `One ${noun} of a page, with its cursor.`;

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'Number of items in the whole list, counted up to 10,000. Computed only when it is selected.',
    complexity: { field: 5, multiplier: 1 }, // A separate statement, over up to 10,000 rows.
    resolve: (page) => (page as unknown as Connection<unknown>).totalCount(),
  }),
);

export const AgentConnection = builder.connectionObject(
  { type: Agent, name: 'AgentConnection', description: 'A page of agents.' },
  { name: 'AgentEdge', description: edgeOf('agent') },
);

export const AgentVersionConnection = builder.connectionObject(
  { type: AgentVersion, name: 'AgentVersionConnection', description: 'A page of agent versions.' },
  { name: 'AgentVersionEdge', description: edgeOf('agent version') },
);

export const TemplateConnection = builder.connectionObject(
  { type: Template, name: 'TemplateConnection', description: 'A page of templates.' },
  { name: 'TemplateEdge', description: edgeOf('template') },
);

export const TemplateVersionConnection = builder.connectionObject(
  { type: TemplateVersion, name: 'TemplateVersionConnection', description: 'A page of template versions.' },
  { name: 'TemplateVersionEdge', description: edgeOf('template version') },
);

export const RegistryEventConnection = builder.connectionObject(
  { type: RegistryEvent, name: 'RegistryEventConnection', description: 'A page of registry events.' },
  { name: 'RegistryEventEdge', description: edgeOf('registry event') },
);

export const RatingCommentConnection = builder.connectionObject(
  { type: RatingComment, name: 'RatingCommentConnection', description: 'A page of ratings with a comment.' },
  { name: 'RatingCommentEdge', description: edgeOf('rating with a comment') },
);

export const ValidationReportConnection = builder.connectionObject(
  { type: ValidationReport, name: 'ValidationReportConnection', description: 'A page of validation reports.' },
  { name: 'ValidationReportEdge', description: edgeOf('validation report') },
);

export const RunConnection = builder.connectionObject(
  { type: Run, name: 'RunConnection', description: 'A page of runs.' },
  { name: 'RunEdge', description: edgeOf('run') },
);

export const UsageRecordConnection = builder.connectionObject(
  { type: UsageRecord, name: 'UsageRecordConnection', description: 'A page of usage records.' },
  { name: 'UsageRecordEdge', description: edgeOf('usage record') },
);

export const WebhookConnection = builder.connectionObject(
  { type: Webhook, name: 'WebhookConnection', description: 'A page of webhooks.' },
  { name: 'WebhookEdge', description: edgeOf('webhook') },
);

export const WebhookDeliveryConnection = builder.connectionObject(
  { type: WebhookDelivery, name: 'WebhookDeliveryConnection', description: 'A page of deliveries of a webhook.' },
  { name: 'WebhookDeliveryEdge', description: edgeOf('delivery') },
);
