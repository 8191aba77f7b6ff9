import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  IncompatibleChange,
  ManifestInvalid,
  NotFound,
  QuotaExceeded,
  StaleVersion,
  VersionExists,
} from '../src/errors.ts';
import type { Validated } from '../src/registry/validate.ts';
import * as resolvers from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { acknowledgeField, compatibilityField } from './compatibilityCheck.ts';
import { dryRunField, idempotencyKeyField, inputArgument, payloadEventField } from './describe.ts';
import { FileEncoding } from './enums.ts';
import { impactField } from './impact.ts';
import { ManifestIssue } from './issue.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion, ValidationReport } from './refs.ts';
import { TemplateTestReport } from './templateTests.ts';
import { visibilityChangeField } from './visibilityChange.ts';

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

export const BundleFileInput = builder.inputType('BundleFileInput', {
  description: 'A file in the folder of a definition.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'Path relative to the folder, such as prompts/system.md.' }),
    content: t.string({ required: true, description: 'Content of the file, in the given encoding.' }),
    encoding: t.field({
      type: FileEncoding,
      defaultValue: 'UTF8',
      description: 'Encoding of the content. Defaults to UTF8.',
    }),
  }),
});

const ValidatePayload = builder.objectRef<Validated>('ValidatePayload').implement({
  description: 'The result of validating a definition.',
  fields: (t) => ({
    valid: t.exposeBoolean('valid', { description: 'Whether the definition can be published.' }),
    digest: t.exposeString('digest', {
      nullable: true,
      description: 'Digest of the definition. Null if it is invalid.',
    }),
    issues: t.expose('issues', { type: [ManifestIssue], description: 'Errors and warnings.' }),
    tests: t.field({
      type: TemplateTestReport,
      nullable: true,
      description: 'Results of the tests. Null for an agent, and for a template that is invalid apart from its tests.',
      resolve: ({ tests }) => tests,
    }),
    compatibility: t.field(compatibilityField),
    impact: t.field(impactField),
    report: t.field({
      type: ValidationReport,
      nullable: true,
      description: 'The stored validation report. Null if none was stored or you may not read reports.',
      resolve: resolvers.reportOf,
    }),
  }),
});

const definitionFields = (t: InputFields, manifestFile: string) => ({
  manifest: t.field({ type: 'JSON', required: true, description: `Content of ${manifestFile}.` }),
  files: t.field({ type: [BundleFileInput], description: 'Other files of the folder.' }),
  acknowledge: t.stringList({ description: acknowledgeField }),
  idempotencyKey: t.string({ description: idempotencyKeyField }),
  dryRun: t.boolean({ description: dryRunField }),
});

const publishFields = (t: InputFields, manifestFile: string) => ({
  ...definitionFields(t, manifestFile),
  commitSha: t.string({ description: 'Git commit that contains the definition: 7 to 64 hexadecimal digits.' }),
  draft: t.boolean({ description: 'Upload a draft instead of publishing. Defaults to false.' }),
});

const ValidateAgentInput = builder.inputType('ValidateAgentInput', {
  description: 'The definition of an agent to validate.',
  fields: (t) => definitionFields(t, 'agent.json'),
});
const ValidateTemplateInput = builder.inputType('ValidateTemplateInput', {
  description: 'The definition of a template to validate.',
  fields: (t) => definitionFields(t, 'template.json'),
});
const PublishAgentInput = builder.inputType('PublishAgentInput', {
  description: 'The definition of an agent to publish.',
  fields: (t) => publishFields(t, 'agent.json'),
});
const PublishTemplateInput = builder.inputType('PublishTemplateInput', {
  description: 'The definition of a template to publish.',
  fields: (t) => publishFields(t, 'template.json'),
});

const PublishPayload = builder.interfaceRef<resolvers.PublishPayload>('PublishPayload').implement({
  description: 'The result of publishing or promoting a version.',
  fields: (t) => ({
    created: t.exposeBoolean('created', {
      description: 'Whether a version was created or changed. False if the same content was already published.',
    }),
    warnings: t.expose('warnings', { type: [ManifestIssue], description: 'Warnings about the definition.' }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    compatibility: t.field(compatibilityField),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: payloadEventField,
      resolve: resolvers.eventOf,
    }),
  }),
});

const PublishAgentPayload = builder.objectRef<resolvers.PublishPayload>('PublishAgentPayload').implement({
  description: 'The result of publishing or promoting a version of an agent.',
  interfaces: [PublishPayload],
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: resolvers.publishedEntry }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'The version.',
      resolve: resolvers.publishedVersion,
    }),
  }),
});

const PublishTemplatePayload = builder.objectRef<resolvers.PublishPayload>('PublishTemplatePayload').implement({
  description: 'The result of publishing or promoting a version of a template.',
  interfaces: [PublishPayload],
  fields: (t) => ({
    template: t.field({
      type: Template,
      nullable: true,
      description: 'The template.',
      resolve: resolvers.publishedEntry,
    }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'The version.',
      resolve: resolvers.publishedVersion,
    }),
  }),
});

/** The errors of every mutation that publishes a version, so that clients can share one fragment. */
const refusals = [
  ManifestInvalid,
  VersionExists,
  DependencyUnresolved,
  NotFound,
  StaleVersion,
  IncompatibleChange,
  QuotaExceeded,
  Forbidden,
  IdempotencyKeyReused,
];

const ValidateResult = builder.errorUnion('ValidateResult', {
  description: 'The result of validating a definition, or the error for which it was refused.',
  types: [ValidatePayload, Forbidden, IdempotencyKeyReused],
  resolveType: () => ValidatePayload,
});
export const PublishAgentResult = builder.errorUnion('PublishAgentResult', {
  description: 'The result of publishing or promoting a version of an agent, or the error for which it was refused.',
  types: [PublishAgentPayload, ...refusals],
  resolveType: () => PublishAgentPayload,
});
export const PublishTemplateResult = builder.errorUnion('PublishTemplateResult', {
  description: 'The result of publishing or promoting a version of a template, or the error for which it was refused.',
  types: [PublishTemplatePayload, ...refusals],
  resolveType: () => PublishTemplatePayload,
});

builder.mutationFields((t) => ({
  validateAgent: t.field({
    type: ValidateResult,
    description:
      'Validate a definition without publishing it. Reports all issues at once and stores a validation report.',
    args: { input: t.arg({ type: ValidateAgentInput, required: true, description: inputArgument }) },
    resolve: resolvers.validate('AGENT'),
  }),
  validateTemplate: t.field({
    type: ValidateResult,
    description:
      'Validate a definition without publishing it. Reports all issues at once and stores a validation report.',
    args: { input: t.arg({ type: ValidateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.validate('TEMPLATE'),
  }),
  publishAgent: t.field({
    type: PublishAgentResult,
    description: 'Publish an immutable version. Publishing the same content again succeeds and changes nothing.',
    args: { input: t.arg({ type: PublishAgentInput, required: true, description: inputArgument }) },
    resolve: resolvers.publish('AGENT'),
  }),
  publishTemplate: t.field({
    type: PublishTemplateResult,
    description: 'Publish an immutable version. Publishing the same content again succeeds and changes nothing.',
    args: { input: t.arg({ type: PublishTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.publish('TEMPLATE'),
  }),
}));
