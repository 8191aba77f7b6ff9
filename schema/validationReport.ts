import * as resolvers from '../src/resolvers/validationReport.ts';
import { builder } from './builder.ts';
import { ValidationReportConnection } from './connections.ts';
import { RegistryKind } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { isReport, ValidationReport } from './refs.ts';

builder.node(ValidationReport, {
  description:
    'The stored result of a validation: issues and the manifest, without files. Visible to publishers of its namespace.',
  id: { resolve: ({ id }) => id },
  isTypeOf: isReport,
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the definition.' }),
    entryId: t.exposeString('slug', {
      nullable: true,
      description: 'The agentId or templateId. Null if the manifest had none.',
    }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Version number. Null if the manifest had none.',
    }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the caller.' }),
    valid: t.exposeBoolean('valid', { description: 'Whether the definition can be published.' }),
    digest: t.exposeString('digest', {
      nullable: true,
      description: 'Digest of the definition. Null if it is invalid.',
    }),
    issues: t.expose('issues', { type: [ManifestIssue], description: 'Errors and warnings.' }),
    manifest: t.expose('manifest', {
      type: 'JSON',
      nullable: true,
      description: 'Manifest as it was sent, with secrets replaced with `(hidden)`. Null if it was larger than 64 KiB.',
    }),
    actor: t.exposeString('actor', { nullable: true, description: 'Id of the user who validated or published it.' }),
    correlationId: t.exposeString('correlationId', {
      description: 'Correlation id of the request, as in the server logs.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the definition was validated.' }),
  }),
});

const ValidationReportFilter = builder.inputType('ValidationReportFilter', {
  description: 'Filter for validation reports. A report must match all given fields.',
  fields: (t) => ({
    kind: t.field({ type: RegistryKind, description: 'Only reports about this kind of entry.' }),
    entryId: t.string({ description: 'Only reports about this agentId or templateId.' }),
    valid: t.boolean({ description: 'Only reports about valid definitions (true) or invalid definitions (false).' }),
  }),
});

builder.queryField('validationReports', (t) =>
  t.connection(
    {
      type: ValidationReport,
      description: 'Validation reports of your namespace, newest first.',
      args: { filter: t.arg({ type: ValidationReportFilter, description: 'Filter for the list.' }) },
      resolve: resolvers.validationReports,
    },
    ValidationReportConnection,
  ),
);
