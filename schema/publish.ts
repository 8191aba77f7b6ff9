import {
  DependencyUnresolved,
  Forbidden,
  IdempotencyKeyReused,
  IncompatibleChange,
  ManifestInvalid,
  NotFound,
  StaleVersion,
  VersionExists,
} from '../src/errors.ts';
import type { Validated } from '../src/registry/validate.ts';
import * as resolvers from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument } from './describe.ts';
import { FileEncoding } from './enums.ts';
import { ManifestIssue } from './issue.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion, ValidationReport } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

const BundleFileInput = builder.inputType('BundleFileInput', {
  description: 'A file of the definition’s folder.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'Relative to the folder, such as prompts/system.md.' }),
    content: t.string({ required: true, description: 'The file’s content, in its encoding.' }),
    encoding: t.field({ type: FileEncoding, defaultValue: 'UTF8', description: 'Defaults to UTF8.' }),
  }),
});

const ValidatePayload = builder.objectRef<Validated>('ValidatePayload').implement({
  description: 'What was found in a definition.',
  fields: (t) => ({
    valid: t.exposeBoolean('valid'),
    digest: t.exposeString('digest', { nullable: true, description: 'Null for what is not valid.' }),
    issues: t.expose('issues', { type: [ManifestIssue] }),
    report: t.field({
      type: ValidationReport,
      nullable: true,
      description: 'The report that was filed, for those who may read reports.',
      resolve: resolvers.reportOf,
    }),
  }),
});

const definitionFields = (t: InputFields, manifestFile: string) => ({
  manifest: t.field({ type: 'JSON', required: true, description: `What is in ${manifestFile}.` }),
  files: t.field({ type: [BundleFileInput], description: 'The other files of the folder.' }),
  idempotencyKey: t.string({ description: idempotencyKeyField }),
  dryRun: t.boolean({ description: dryRunField }),
});

const publishFields = (t: InputFields, manifestFile: string) => ({
  ...definitionFields(t, manifestFile),
  commitSha: t.string({ description: 'The git commit that the definition is of: 7 to 64 hexadecimal digits.' }),
  draft: t.boolean({ description: 'Keep it as a draft.' }),
});

const ValidateAgentInput = builder.inputType('ValidateAgentInput', {
  description: 'The definition of an agent, to be checked.',
  fields: (t) => definitionFields(t, 'agent.json'),
});
const ValidateTemplateInput = builder.inputType('ValidateTemplateInput', {
  description: 'The definition of a template, to be checked.',
  fields: (t) => definitionFields(t, 'template.json'),
});
const PublishAgentInput = builder.inputType('PublishAgentInput', {
  description: 'The definition of an agent, to be published.',
  fields: (t) => publishFields(t, 'agent.json'),
});
const PublishTemplateInput = builder.inputType('PublishTemplateInput', {
  description: 'The definition of a template, to be published.',
  fields: (t) => publishFields(t, 'template.json'),
});

const PublishPayload = builder.interfaceRef<resolvers.PublishPayload>('PublishPayload').implement({
  description: 'What publishing or promoting a version did.',
  fields: (t) => ({
    created: t.exposeBoolean('created', { description: 'False when this content was there already.' }),
    warnings: t.expose('warnings', { type: [ManifestIssue] }),
    visibilityChange: t.field(visibilityChangeField),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: 'Null when nothing changed.',
      resolve: resolvers.eventOf,
    }),
  }),
});

const PublishAgentPayload = builder.objectRef<resolvers.PublishPayload>('PublishAgentPayload').implement({
  description: 'What publishing or promoting a version of an agent did.',
  interfaces: [PublishPayload],
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, resolve: resolvers.publishedEntry }),
    version: t.field({ type: AgentVersion, nullable: true, resolve: resolvers.publishedVersion }),
  }),
});

const PublishTemplatePayload = builder.objectRef<resolvers.PublishPayload>('PublishTemplatePayload').implement({
  description: 'What publishing or promoting a version of a template did.',
  interfaces: [PublishPayload],
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: resolvers.publishedEntry }),
    version: t.field({ type: TemplateVersion, nullable: true, resolve: resolvers.publishedVersion }),
  }),
});

/** One union for every way a version is published: what may be answered is the same, and so are clients' fragments. */
const refusals = [
  ManifestInvalid,
  VersionExists,
  DependencyUnresolved,
  NotFound,
  StaleVersion,
  IncompatibleChange,
  Forbidden,
  IdempotencyKeyReused,
];

const ValidateResult = builder.errorUnion('ValidateResult', {
  description: 'What was found in a definition, or why it was not checked.',
  types: [ValidatePayload, Forbidden, IdempotencyKeyReused],
  resolveType: () => ValidatePayload,
});
export const PublishAgentResult = builder.errorUnion('PublishAgentResult', {
  description: 'What publishing or promoting a version of an agent did, or why it was refused.',
  types: [PublishAgentPayload, ...refusals],
  resolveType: () => PublishAgentPayload,
});
export const PublishTemplateResult = builder.errorUnion('PublishTemplateResult', {
  description: 'What publishing or promoting a version of a template did, or why it was refused.',
  types: [PublishTemplatePayload, ...refusals],
  resolveType: () => PublishTemplatePayload,
});

builder.mutationFields((t) => ({
  validateAgent: t.field({
    type: ValidateResult,
    description: 'Everything that is wrong with a definition, at once. Files a report.',
    args: { input: t.arg({ type: ValidateAgentInput, required: true, description: inputArgument }) },
    resolve: resolvers.validate('AGENT'),
  }),
  validateTemplate: t.field({
    type: ValidateResult,
    description: 'Everything that is wrong with a definition, at once. Files a report.',
    args: { input: t.arg({ type: ValidateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.validate('TEMPLATE'),
  }),
  publishAgent: t.field({
    type: PublishAgentResult,
    description: 'Publishes an immutable version. The same content again is a success that changes nothing.',
    args: { input: t.arg({ type: PublishAgentInput, required: true, description: inputArgument }) },
    resolve: resolvers.publish('AGENT'),
  }),
  publishTemplate: t.field({
    type: PublishTemplateResult,
    description: 'Publishes an immutable version. The same content again is a success that changes nothing.',
    args: { input: t.arg({ type: PublishTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.publish('TEMPLATE'),
  }),
}));
