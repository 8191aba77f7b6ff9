import type { Entry } from '../src/db/entry.ts';
import type { RegistryEvent as Event } from '../src/db/event.ts';
import type { Kind } from '../src/db/kindTables.ts';
import type { RatingComment as Comment } from '../src/db/ratingComment.ts';
import type { Run as RunRow, Step } from '../src/db/run.ts';
import type { UsageRecord as Usage } from '../src/db/usageRecord.ts';
import type { ValidationReport as Report } from '../src/db/validationReport.ts';
import type { VersionHead } from '../src/db/version.ts';
import type { Webhook as WebhookRow } from '../src/db/webhook.ts';
import type { WebhookDelivery as Delivery } from '../src/db/webhookDelivery.ts';
import { builder } from './builder.ts';

/** References to the types that refer to each other. Each is implemented in its own file. */
export const Agent = builder.objectRef<Entry>('Agent');
export const AgentVersion = builder.objectRef<VersionHead>('AgentVersion');
export const Template = builder.objectRef<Entry>('Template');
export const TemplateVersion = builder.objectRef<VersionHead>('TemplateVersion');
export const RatingComment = builder.objectRef<Comment>('RatingComment');
export const RegistryEvent = builder.objectRef<Event>('RegistryEvent');
export const Run = builder.objectRef<RunRow>('Run');
export const RunStep = builder.objectRef<Step>('RunStep');
export const UsageRecord = builder.objectRef<Usage>('UsageRecord');
export const ValidationReport = builder.objectRef<Report>('ValidationReport');
export const Webhook = builder.objectRef<WebhookRow>('Webhook');
export const WebhookDelivery = builder.objectRef<Delivery>('WebhookDelivery');

export const isEntry = (value: unknown, kind: Kind): boolean =>
  isRow(value) && value.kind === kind && 'sortName' in value;

export const isVersion = (value: unknown, kind: Kind): boolean =>
  isRow(value) && value.kind === kind && 'versionKey' in value;

export const isRun = (value: unknown): boolean =>
  isRow(value) && 'templateVersionId' in value && 'environment' in value;

export const isStep = (value: unknown): boolean => isRow(value) && 'runId' in value && 'planOutputs' in value;

export const isEvent = (value: unknown): boolean => isRow(value) && 'seq' in value && 'epoch' in value;

export const isReport = (value: unknown): boolean => isRow(value) && 'valid' in value && 'issues' in value;

export const isUsageRecord = (value: unknown): boolean => isRow(value) && 'seq' in value && 'meter' in value;

export const isWebhook = (value: unknown): boolean => isRow(value) && 'url' in value && 'position' in value;

export const isRatingComment = (value: unknown): boolean => isRow(value) && 'stars' in value && 'hiddenAt' in value;

export const isDelivery = (value: unknown): boolean => isRow(value) && 'webhookId' in value && 'attempts' in value;

const isRow = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
