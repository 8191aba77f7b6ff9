import type { LockedItemChange, LockedPartChange } from '../packages/manifest/index.ts';
import type { ChangedPart } from '../src/registry/compareParts.ts';
import type { ShownProblem, RunUpgrade as Upgrade } from '../src/registry/runUpgrade.ts';
import * as resolvers from '../src/resolvers/run.ts';
import { builder } from './builder.ts';
import { ClassifiedChange } from './classifiedChange.ts';
import { entryIdField } from './describe.ts';
import { ChangeKind, ChangeLevel, ErrorCode, LockedItemKind, RegistryKind } from './enums.ts';
import { UnresolvedDependency } from './errors.ts';
import { ManifestIssue } from './issue.ts';
import { Run } from './refs.ts';
import { RunConflict } from './runConflict.ts';

const LockedPart = builder.objectRef<NonNullable<LockedPartChange['before']>>('LockedPart').implement({
  description: 'An exact version in a lock.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version number.' }),
    digest: t.exposeString('digest', { description: 'Digest of the version.' }),
  }),
});

const LockedItem = builder.objectRef<LockedItemChange>('LockedItemChange').implement({
  description: 'A file or an MCP server that differs between two versions.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LockedItemKind, description: 'What it is.' }),
    name: t.exposeString('name', { description: 'Path of the file, or name of the MCP server.' }),
    change: t.expose('change', { type: ChangeKind, description: 'How it differs.' }),
    before: t.exposeString('before', {
      nullable: true,
      description: 'SHA-256 in the lock of the run (hexadecimal). Null if it was added.',
    }),
    after: t.exposeString('after', { nullable: true, description: 'SHA-256 now. Null if it was removed.' }),
  }),
});

const RunPartChange = builder.objectRef<ChangedPart>('RunPartChange').implement({
  description: 'A template or an agent that differs between the lock of a run and what would be resolved now.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RegistryKind, description: 'Kind of the entry.' }),
    namespace: t.exposeString('namespace', { description: 'Namespace of the entry.' }),
    entryId: t.exposeString('slug', { description: entryIdField }),
    change: t.expose('change', { type: ChangeKind, description: 'How it differs.' }),
    before: t.expose('before', {
      type: LockedPart,
      nullable: true,
      description: 'Version in the lock of the run. Null if the part was added.',
    }),
    after: t.expose('after', {
      type: LockedPart,
      nullable: true,
      description: 'Version that would be resolved now. Null if the part was removed.',
    }),
    items: t.expose('items', {
      type: [LockedItem],
      description: 'Prompts, files and MCP servers that differ. Empty if the part was added or removed.',
    }),
    level: t.expose('level', {
      type: ChangeLevel,
      nullable: true,
      description:
        'Most severe level of the changes. Null if the part was added or removed, if nothing in its definition changed, or if you can no longer read both versions.',
    }),
    changes: t.expose('changes', {
      type: [ClassifiedChange],
      description: 'The changes, most severe first, up to 100, without their values.',
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether there are more changes than are listed.' }),
  }),
});

const RunUpgradeProblem = builder.objectRef<ShownProblem>('RunUpgradeProblem').implement({
  description: 'Why a run cannot be upgraded. An error of `upgradeRun`, by its code.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'Machine-readable code.' }),
    message: t.exposeString('message', { description: 'What is wrong, and what to do.' }),
    conflicts: t.field({
      type: [RunConflict],
      description: 'The conflicts that are not resolved. Empty unless the code is UPGRADE_CONFLICT.',
      resolve: ({ conflicts }) => [...conflicts],
    }),
    issues: t.field({
      type: [ManifestIssue],
      description: 'What is wrong with the variables. Empty unless the code is VARIABLES_INVALID.',
      resolve: ({ issues }) => [...issues],
    }),
    unresolved: t.field({
      type: [UnresolvedDependency],
      description: 'The unresolved references. Empty unless the code is DEPENDENCY_UNRESOLVED.',
      resolve: ({ unresolved }) => [...unresolved],
    }),
  }),
});

const RunUpgrade = builder.objectRef<Upgrade>('RunUpgrade').implement({
  description:
    'A run compared with what would be instantiated from another version of its template, or from the same now.',
  fields: (t) => ({
    fromVersion: t.string({
      nullable: true,
      description: 'Number of the template version of the run.',
      resolve: ({ before }) => before?.template.version,
    }),
    toVersion: t.exposeString('toVersion', {
      nullable: true,
      description: 'Number of the template version to upgrade to. Null if there is none that can be instantiated.',
    }),
    isUpToDate: t.boolean({
      description: 'Whether exactly the same parts would be resolved for the same environment.',
      resolve: ({ before, lock }) => before !== null && lock?.digest === before.digest,
    }),
    isUpgradable: t.boolean({
      description: 'Whether `upgradeRun` would succeed without further input.',
      resolve: ({ prepared }) => prepared !== null,
    }),
    level: t.expose('level', {
      type: ChangeLevel,
      nullable: true,
      description: 'Most severe level of the changes of all parts. Null if nothing changed.',
    }),
    parts: t.expose('parts', {
      type: [RunPartChange],
      description: 'The parts that differ: the template, other templates, agents. Empty if something is unresolved.',
    }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Environment of the upgraded run.',
    }),
    variables: t.expose('variables', {
      type: 'JSON',
      nullable: true,
      description:
        "Variables of the upgraded run: those of the run where its author changed them, else those of the other version. A conflict that is not resolved has the run's value. Null if there is no version.",
    }),
    conflicts: t.expose('conflicts', {
      type: [RunConflict],
      description:
        'What both the author of the run and the template changed, and what the other version does not accept.',
    }),
    lockDigest: t.string({
      nullable: true,
      description: 'SHA-256 over the lock of the upgraded run (hexadecimal). Null if something is unresolved.',
      resolve: ({ lock }) => lock?.digest,
    }),
    problems: t.field({
      type: [RunUpgradeProblem],
      description: 'Everything that prevents the upgrade. Empty if it would succeed.',
      resolve: resolvers.upgradeProblems,
    }),
  }),
});

builder.objectFields(Run, (t) => ({
  upgradedFrom: t.field({
    type: Run,
    nullable: true,
    description: 'Run that was upgraded to this one. Null if it was not created by an upgrade.',
    resolve: resolvers.upgradedFrom,
  }),
  upgrade: t.field({
    type: RunUpgrade,
    nullable: true,
    description:
      'What would change if the run was created now. Nothing is written. Null for a run that was created before locks existed.',
    args: {
      toVersion: t.arg.string({
        description: 'Exact version number or SemVer range of the template. Defaults to the current version.',
      }),
      environment: t.arg.string({
        description: 'Environment of that version. Defaults to the environment of the run.',
      }),
    },
    complexity: { field: 300, multiplier: 1 }, // A resolution, and whole definitions to compare.
    resolve: resolvers.upgrade,
  }),
}));
