import { meters, usageSources } from '../../packages/manifest/index.ts';
import type { JsonSchema } from './openapi/jsonSchema.ts';

/** A usage record as GraphQL returns it. */
export interface UsageRecordData {
  recordId: string;
  number: number;
  namespace: string;
  meter: string;
  quantity: number;
  total: number;
  occurredAt: string;
  sourceType: string;
  sourceId: string | null;
}

/** The same for every record: with `source`, `id` identifies an event (CloudEvents 1.0, 3.1.1). */
const source = '/api/usage';

const typeOf = (meter: string) => `registry.usage.${meter.toLowerCase()}`;

/**
 * A usage record as a CloudEvent (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md). `sequence` is the
 * extension of that name: it sorts as a string. `cursor` is an extension of this registry.
 */
export const usageEvent = (record: UsageRecordData, cursor: string) => ({
  specversion: '1.0',
  id: record.recordId,
  source,
  type: typeOf(record.meter),
  subject: record.namespace,
  time: record.occurredAt,
  datacontenttype: 'application/json',
  sequence: String(record.number).padStart(16, '0'),
  cursor,
  data: {
    namespace: record.namespace,
    meter: record.meter,
    quantity: record.quantity,
    total: record.total,
    source: { type: record.sourceType, id: record.sourceId },
  },
});

const required = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

/** The JSON Schema of `usageEvent`. */
export const usageEventSchema: JsonSchema = required({
  specversion: { const: '1.0' },
  id: { type: 'string', format: 'uuid', description: 'Id of the usage record. Unique, and the same for ever.' },
  source: { const: source },
  type: { type: 'string', enum: meters.map(typeOf) },
  subject: { type: 'string', description: 'Namespace that the usage belongs to.' },
  time: { type: 'string', format: 'date-time', description: 'When the change was made.' },
  datacontenttype: { const: 'application/json' },
  sequence: { type: 'string', description: 'Number of the record, with leading zeros.' },
  cursor: { type: 'string', description: 'Continues after this record, as `after`.' },
  data: required({
    namespace: { type: 'string' },
    meter: { type: 'string', enum: [...meters] },
    quantity: { type: 'number', description: 'By how much the meter changed.' },
    total: { type: 'number', description: 'Sum of the meter in this namespace, up to and including this record.' },
    source: required({
      type: { type: 'string', enum: [...usageSources] },
      id: { type: ['string', 'null'], description: 'UUID of the run, step, version or entry.' },
    }),
  }),
});
