import type { LogVerification as LogWalk, LogProblem as Problem } from '../src/registry/verifyLog.ts';
import type { VersionProblem as Misfit, VersionsVerification as VersionsWalk } from '../src/registry/verifyVersions.ts';
import * as resolvers from '../src/resolvers/verify.ts';
import { builder } from './builder.ts';
import { RegistryKind } from './enums.ts';

const LogMisfit = builder.enumType('LogMisfit', {
  description: 'Why an event does not fit into the log.',
  values: {
    ALTERED: { description: 'Its content, its number or its hash is not what was written.' },
    MISSING: { description: 'No event has the number.' },
    RENUMBERED: { description: 'It is there under another number.' },
    HEAD_MISMATCH: { description: 'The log does not end where, or as, its head says.' },
    VERSION_MISMATCH: { description: 'The version that it says was published is not there with that digest.' },
  } as const,
});

const LogProblem = builder.objectRef<Problem>('LogProblem').implement({
  description: 'An event that does not fit into the log. It may be another tenant’s: nothing of its content is told.',
  fields: (t) => ({
    reason: t.expose('reason', { type: LogMisfit }),
    number: t.expose('number', { type: 'SafeInt', nullable: true, description: 'Which event, counted from 1.' }),
    eventId: t.exposeID('eventId', { nullable: true }),
    message: t.exposeString('message'),
  }),
});

const LogVerification = builder.objectRef<LogWalk>('LogVerification').implement({
  description: 'What recomputing a page of the log gave.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Events that were recomputed.' }),
    number: t.expose('number', { type: 'SafeInt', description: 'The last event that fits, counted from 1.' }),
    head: t.expose('head', { type: 'SafeInt', description: 'The newest event, counted from 1.' }),
    endCursor: t.exposeString('endCursor', {
      description: 'Goes on from here. Kept elsewhere, it shows later that the log up to here is still the same.',
    }),
    hasNextPage: t.exposeBoolean('hasNextPage'),
    problem: t.expose('problem', { type: LogProblem, nullable: true, description: 'The first that does not fit.' }),
  }),
});

builder.queryField('verifyLog', (t) =>
  t.field({
    type: LogVerification,
    complexity: { field: 250, multiplier: 1 },
    description:
      'Recomputes a page of the log, of all tenants: each event’s hash covers what it says and the hash before it. For admins.',
    args: {
      after: t.arg.string({ description: 'The `endCursor` of the page before.' }),
      first: t.arg.int({ description: 'Number of events, 1 to 10000. Defaults to 1000.' }),
    },
    resolve: resolvers.verifyLog,
  }),
);

const VersionMisfit = builder.enumType('VersionMisfit', {
  description: 'Why a version does not match its files or the log.',
  values: {
    FILE_MISSING: { description: 'A file is not in the store.' },
    FILE_ALTERED: { description: 'A file has another digest or size than was published.' },
    FILES_UNREADABLE: { description: 'The list of files is none.' },
    DEFINITION_REFUSED: { description: 'The files are no definition by the present contract.' },
    DIGEST_MISMATCH: { description: 'The files have another digest than the row.' },
    MANIFEST_MISMATCH: { description: 'The manifest in the row is not the one in the files.' },
    MCP_SERVERS_MISMATCH: { description: 'The MCP servers in the row are not those in the files.' },
    NAME_MISMATCH: { description: 'The files say another id or version.' },
    NOT_IN_LOG: { description: 'No event records this version.' },
    LOG_MISMATCH: { description: 'The log tells of it otherwise: its id, status, digest, commit, publisher or time.' },
  } as const,
});

const VersionProblem = builder.objectRef<Misfit>('VersionProblem').implement({
  description: 'Something about a version that does not fit.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind }),
    namespace: t.exposeString('namespace'),
    entryId: t.exposeString('slug', { description: 'The agentId or templateId.' }),
    version: t.exposeString('version'),
    reason: t.expose('reason', { type: VersionMisfit }),
    file: t.exposeString('file', { nullable: true }),
    message: t.exposeString('message'),
  }),
});

const VersionsVerification = builder.objectRef<VersionsWalk>('VersionsVerification').implement({
  description: 'What checking a page of versions gave.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Versions that were looked at.' }),
    problems: t.expose('problems', { type: [VersionProblem] }),
    endCursor: t.exposeString('endCursor', { nullable: true }),
    hasNextPage: t.exposeBoolean('hasNextPage'),
  }),
});

builder.queryField('verifyVersions', (t) =>
  t.field({
    type: VersionsVerification,
    complexity: { field: 500, multiplier: 1 },
    description:
      'Reads a page of the versions that the viewer may see again, from their files on, and compares their rows with them and with the log. For admins.',
    args: {
      kind: t.arg({ type: RegistryKind, required: true, description: 'Versions of agents, or of templates.' }),
      after: t.arg.string({ description: 'The `endCursor` of the page before.' }),
      first: t.arg.int({ description: '1 to 100. Defaults to 20. Large versions make the page shorter.' }),
    },
    resolve: resolvers.verifyVersions,
  }),
);
