import type { LogVerification as LogPage, LogProblem as Problem } from '../src/registry/verifyLog.ts';
import type {
  VersionProblem as Mismatch,
  VersionsVerification as VersionsPage,
} from '../src/registry/verifyVersions.ts';
import * as resolvers from '../src/resolvers/verify.ts';
import { builder } from './builder.ts';
import { entryIdField } from './describe.ts';
import { RegistryKind } from './enums.ts';

const LogMismatch = builder.enumType('LogMismatch', {
  description: 'Why an event does not match the log.',
  values: {
    ALTERED: { description: 'Its content, its number or its hash was altered.' },
    MISSING: { description: 'No event has this number.' },
    RENUMBERED: { description: 'The event now has another number, or none.' },
    HEAD_MISMATCH: { description: 'The end of the log does not match its head.' },
    VERSION_MISMATCH: { description: 'The version that the event records no longer exists with that digest.' },
  } as const,
});

const LogProblem = builder.objectRef<Problem>('LogProblem').implement({
  description: 'An event that does not match the log. It can belong to another namespace, so its content is not shown.',
  fields: (t) => ({
    reason: t.expose('reason', { type: LogMismatch, description: 'Machine-readable reason.' }),
    number: t.expose('number', {
      type: 'SafeInt',
      nullable: true,
      description: 'Event number. Null if the log has no head.',
    }),
    eventId: t.exposeID('eventId', {
      nullable: true,
      description: 'Id of the event. Null if no event has this number.',
    }),
    message: t.exposeString('message', { description: 'Human-readable explanation.' }),
  }),
});

const LogVerification = builder.objectRef<LogPage>('LogVerification').implement({
  description: 'The result of verifying a page of the event log.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Number of events whose hash was recomputed.' }),
    number: t.expose('number', {
      type: 'SafeInt',
      description: 'Event number of the last event that matches. 0 if none does.',
    }),
    head: t.expose('head', { type: 'SafeInt', description: 'Event number of the newest event.' }),
    endCursor: t.exposeString('endCursor', {
      description:
        'Cursor for `after` of the next page. Store it elsewhere to prove later that the log up to this event is unchanged.',
    }),
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether there are events after this page.' }),
    problem: t.expose('problem', {
      type: LogProblem,
      nullable: true,
      description: 'First event that does not match. Null if all match.',
    }),
  }),
});

builder.queryField('verifyLog', (t) =>
  t.field({
    type: LogVerification,
    complexity: { field: 250, multiplier: 1 },
    description:
      'Verify a page of the event log, over all namespaces, by recomputing the hash of each event. For admins.',
    args: {
      after: t.arg.string({ description: '`endCursor` of the previous page.' }),
      first: t.arg.int({ description: 'Number of events, 1 to 10,000. Defaults to 1,000.' }),
    },
    resolve: resolvers.verifyLog,
  }),
);

const VersionMismatch = builder.enumType('VersionMismatch', {
  description: 'Why a version does not match its files or the log.',
  values: {
    FILE_MISSING: { description: 'A file is missing in file storage.' },
    FILE_ALTERED: { description: 'A file has a different digest or size than when it was published.' },
    FILES_UNREADABLE: { description: 'The stored file list is invalid.' },
    DEFINITION_REFUSED: { description: 'The files are not a valid definition.' },
    DIGEST_MISMATCH: { description: 'The digest of the files differs from the digest in the database.' },
    MANIFEST_MISMATCH: { description: 'The manifest in the database differs from the one in the files.' },
    MCP_SERVERS_MISMATCH: { description: 'The MCP servers in the database differ from those in the files.' },
    NAME_MISMATCH: { description: 'The files contain another id or version number.' },
    NOT_IN_LOG: { description: 'No event records this version.' },
    LOG_MISMATCH: {
      description: 'The event log has another id, status, digest, commit, publisher or time for this version.',
    },
  } as const,
});

const VersionProblem = builder.objectRef<Mismatch>('VersionProblem').implement({
  description: 'A mismatch between a version, its files and the event log.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the entry.' }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the entry.' }),
    entryId: t.exposeString('slug', { description: entryIdField }),
    version: t.exposeString('version', { description: 'Version number.' }),
    reason: t.expose('reason', { type: VersionMismatch, description: 'Machine-readable reason.' }),
    file: t.exposeString('file', {
      nullable: true,
      description: 'Path of the file, if the mismatch is about one file.',
    }),
    message: t.exposeString('message', { description: 'Human-readable explanation.' }),
  }),
});

const VersionsVerification = builder.objectRef<VersionsPage>('VersionsVerification').implement({
  description: 'The result of verifying a page of versions.',
  fields: (t) => ({
    checked: t.exposeInt('checked', { description: 'Number of versions that were verified.' }),
    problems: t.expose('problems', { type: [VersionProblem], description: 'Everything that does not match.' }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor for `after` of the next page. Null for an empty page.',
    }),
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether there are versions after this page.' }),
  }),
});

builder.queryField('verifyVersions', (t) =>
  t.field({
    type: VersionsVerification,
    complexity: { field: 500, multiplier: 1 },
    description:
      'Verify a page of the versions that you can see: compares the files in storage, the database and the event log. For admins.',
    args: {
      kind: t.arg({ type: RegistryKind, required: true, description: 'Kind of the versions.' }),
      after: t.arg.string({ description: '`endCursor` of the previous page.' }),
      first: t.arg.int({
        description: 'Number of versions, 1 to 100. Defaults to 20. Large versions make the page shorter.',
      }),
    },
    resolve: resolvers.verifyVersions,
  }),
);
