import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound, StaleVersion } from '../src/errors.ts';
import * as resolvers from '../src/resolvers/archiveVersion.ts';
import { eventOf, publishedEntry, publishedVersion } from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  exactVersionField,
  expectedCurrentVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { impactField } from './impact.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';

const ArchiveVersionInput = builder.inputType('ArchiveVersionInput', {
  description: 'The version to archive.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    version: t.string({ required: true, description: exactVersionField }),
    reason: t.string({
      required: true,
      description: 'Reason, up to 2,000 characters. Recorded in the event log.',
    }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const UnarchiveVersionInput = builder.inputType('UnarchiveVersionInput', {
  description: 'The version to take out of the archive.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    version: t.string({ required: true, description: exactVersionField }),
    reason: t.string({ description: 'Reason, up to 2,000 characters. Recorded in the event log.' }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const agentPayload = (name: string, description: string) =>
  builder.objectRef<resolvers.ArchiveVersionPayload>(name).implement({
    description,
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      version: t.field({
        type: AgentVersion,
        nullable: true,
        description: 'The version with its new status.',
        resolve: publishedVersion,
      }),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const templatePayload = (name: string, description: string) =>
  builder.objectRef<resolvers.ArchiveVersionPayload>(name).implement({
    description,
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      version: t.field({
        type: TemplateVersion,
        nullable: true,
        description: 'The version with its new status.',
        resolve: publishedVersion,
      }),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const archived = 'The result of archiving a version.';
const unarchived = 'The result of taking a version out of the archive.';
const types = [NotFound, StaleVersion, IncompatibleChange, Forbidden, IdempotencyKeyReused];
const refusals = (mutation: string) => ({
  types,
  union: { name: `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Result`, description: resultOf(mutation) },
});

const archive =
  'Archive a published version. It stays readable, and locks that contain it still work, but no range selects it. The current version and a version in a channel cannot be archived.';
const unarchive = 'Take a version out of the archive, so that ranges can select it again.';

builder.mutationFields((t) => {
  const input = t.arg({ type: ArchiveVersionInput, required: true, description: inputArgument });
  const unarchiveInput = t.arg({ type: UnarchiveVersionInput, required: true, description: inputArgument });
  return {
    archiveAgentVersion: t.field({
      type: agentPayload('ArchiveAgentVersionPayload', archived),
      description: archive,
      errors: refusals('archiveAgentVersion'),
      args: { input },
      resolve: resolvers.setArchived('AGENT', true),
    }),
    archiveTemplateVersion: t.field({
      type: templatePayload('ArchiveTemplateVersionPayload', archived),
      description: archive,
      errors: refusals('archiveTemplateVersion'),
      args: { input },
      resolve: resolvers.setArchived('TEMPLATE', true),
    }),
    unarchiveAgentVersion: t.field({
      type: agentPayload('UnarchiveAgentVersionPayload', unarchived),
      description: unarchive,
      errors: refusals('unarchiveAgentVersion'),
      args: { input: unarchiveInput },
      resolve: resolvers.setArchived('AGENT', false),
    }),
    unarchiveTemplateVersion: t.field({
      type: templatePayload('UnarchiveTemplateVersionPayload', unarchived),
      description: unarchive,
      errors: refusals('unarchiveTemplateVersion'),
      args: { input: unarchiveInput },
      resolve: resolvers.setArchived('TEMPLATE', false),
    }),
  };
});
