import * as resolvers from '../src/resolvers/validationReport.ts';
import { builder } from './builder.ts';
import { ValidationReportConnection } from './connections.ts';
import { RegistryKind } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { isReport, ValidationReport } from './refs.ts';

builder.node(ValidationReport, {
  description:
    'What was found in a definition. Issues and the manifest, never its files. For publishers of its namespace.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isReport,
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind }),
    entryId: t.exposeString('slug', {
      nullable: true,
      description: 'The agentId or templateId, where it was readable.',
    }),
    version: t.exposeString('version', { nullable: true }),
    namespace: t.exposeString('namespace'),
    valid: t.exposeBoolean('valid'),
    digest: t.exposeString('digest', { nullable: true }),
    issues: t.expose('issues', { type: [ManifestIssue] }),
    manifest: t.expose('manifest', {
      type: 'JSON',
      nullable: true,
      description:
        'The manifest as it was sent, with secrets replaced by `(hidden)`. Null where it was larger than 64 KiB.',
    }),
    actor: t.exposeString('actor', { nullable: true }),
    correlationId: t.exposeString('correlationId'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const ValidationReportFilter = builder.inputType('ValidationReportFilter', {
  description: 'Narrows the list: a report must match everything that is given.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, description: 'Only reports about agents, or about templates.' }),
    entryId: t.string({ description: 'An agentId or a templateId.' }),
    valid: t.boolean({ description: 'Only reports about definitions that were valid, or were not.' }),
  }),
});

builder.queryField('validationReports', (t) =>
  t.connection(
    {
      type: ValidationReport,
      description: 'The latest first.',
      args: { filter: t.arg({ type: ValidationReportFilter, description: 'Narrows the list.' }) },
      resolve: resolvers.validationReports,
    },
    ValidationReportConnection,
  ),
);
