import * as resolvers from '../src/resolvers/usageRecord.ts';
import { builder } from './builder.ts';
import { UsageRecordConnection } from './connections.ts';
import { UsageMeter, UsageQuota, UsageSource } from './enums.ts';
import { isUsageRecord, UsageRecord } from './refs.ts';

builder.node(UsageRecord, {
  description:
    'A change of a meter, written in the transaction of what caused it. Visible to the admins of its namespace.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isUsageRecord,
  fields: (t) => ({
    recordId: t.exposeString('id', {
      description: 'UUID of the record: the `id` of its CloudEvent, and the `identifier` of its Stripe meter event.',
    }),
    number: t.expose('seq', {
      type: 'SafeInt',
      description: 'Position among the usage records of all namespaces. Later records have greater numbers.',
    }),
    namespace: t.exposeString('namespace', { description: 'Namespace that the usage belongs to.' }),
    meter: t.expose('meter', { type: UsageMeter, description: 'Meter that changed.' }),
    quantity: t.exposeFloat('quantity', {
      description:
        'By how much the meter changed. Less than 0 for versions and bytes that are no longer there. Only STEP_SECONDS has decimals.',
    }),
    total: t.exposeFloat('total', {
      description: 'Sum of the meter in this namespace, up to and including this record.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the change was made.' }),
    sourceType: t.expose('sourceType', { type: UsageSource, description: 'What caused the change.' }),
    sourceId: t.exposeString('sourceId', {
      nullable: true,
      description: 'UUID of the run, step, version or entry. Null for what was there before usage was recorded.',
    }),
  }),
});

const UsageRecordFilter = builder.inputType('UsageRecordFilter', {
  description: 'Filter for usage records. A record must match all given fields.',
  fields: (t) => ({
    meters: t.field({ type: [UsageMeter], description: 'Only records of one of these meters.' }),
    since: t.field({ type: 'DateTime', description: 'Only records from this time or later.' }),
    until: t.field({ type: 'DateTime', description: 'Only records from before this time.' }),
  }),
});

builder.queryField('usageRecords', (t) =>
  t.connection(
    {
      type: UsageRecord,
      description:
        'Usage records of your namespace, oldest first. Continue later with the `endCursor` of the last page: no record is skipped. For admins.',
      args: { filter: t.arg({ type: UsageRecordFilter, description: 'Filter for the list.' }) },
      resolve: resolvers.usageRecords,
    },
    UsageRecordConnection,
  ),
);

const UsageTotal = builder.objectRef<resolvers.NamespaceUsage['totals'][number]>('UsageTotal').implement({
  description: 'Sum of a meter in your namespace.',
  fields: (t) => ({
    meter: t.expose('meter', { type: UsageMeter, description: 'Meter.' }),
    total: t.exposeFloat('total', { description: 'Sum of all records of the meter.' }),
  }),
});

const NamespaceQuota = builder.objectRef<resolvers.NamespaceUsage['quotas'][number]>('NamespaceQuota').implement({
  description: 'A limit that the operator of the registry set for your namespace.',
  fields: (t) => ({
    quota: t.expose('quota', { type: UsageQuota, description: 'What is limited.' }),
    limit: t.expose('limit', { type: 'SafeInt', description: 'Maximum.' }),
    used: t.expose('used', { type: 'SafeInt', description: 'Amount that is used now.' }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the used amount starts again at 0. Null if it does not.',
    }),
  }),
});

const NamespaceUsage = builder.objectRef<resolvers.NamespaceUsage>('NamespaceUsage').implement({
  description: 'What your namespace uses, and its quotas.',
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'Your namespace.' }),
    totals: t.expose('totals', { type: [UsageTotal], description: 'Sum of each meter.' }),
    quotas: t.expose('quotas', {
      type: [NamespaceQuota],
      description: 'Quotas of the namespace. Empty if the operator set none.',
    }),
  }),
});

builder.queryField('namespaceUsage', (t) =>
  t.field({
    type: NamespaceUsage,
    description: 'What your namespace uses now, and its quotas. For admins.',
    complexity: { field: 20, multiplier: 1 },
    resolve: resolvers.namespaceUsage,
  }),
);
