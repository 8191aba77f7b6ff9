import type { TextDiff as Text } from '../src/resolvers/textDiff.ts';
import * as resolvers from '../src/resolvers/versionDiff.ts';
import { builder } from './builder.ts';
import { ClassifiedChange } from './classifiedChange.ts';
import { ChangeKind, ChangeLevel } from './enums.ts';
import { BundleFile, pathField, RegistryVersion } from './version.ts';

const ManifestChange = builder.objectRef<resolvers.VersionDiff['changes'][number]>('ManifestChange').implement({
  description: 'A value in the manifest that differs between two versions.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Location in the manifest.' }),
    change: t.expose('change', { type: ChangeKind, description: 'How the value differs.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value before the change.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value after the change.',
      resolve: (change) => change.after,
    }),
  }),
});

const FileChange = builder.objectRef<resolvers.VersionDiff['files'][number]>('FileChange').implement({
  description: 'A file that differs between two versions.',
  fields: (t) => ({
    path: t.exposeString('path', { description: pathField }),
    change: t.expose('change', { type: ChangeKind, description: 'How the file differs.' }),
    before: t.field({
      type: BundleFile,
      nullable: true,
      description: 'File before the change.',
      resolve: (change) => change.before,
    }),
    after: t.field({
      type: BundleFile,
      nullable: true,
      description: 'File after the change.',
      resolve: (change) => change.after,
    }),
  }),
});

const TextDiff = builder.objectRef<Text>('TextDiff').implement({
  description: 'What changed in a file.',
  fields: (t) => ({
    path: t.exposeString('path', { description: pathField }),
    change: t.expose('change', { type: ChangeKind, description: 'How the file differs.' }),
    patch: t.exposeString('patch', {
      nullable: true,
      description:
        'Unified diff. Null for a binary file, for one that is too large or differs too much, beyond what is compared in one diff, and if only line endings differ.',
    }),
  }),
});

export const VersionDiff = builder.objectRef<resolvers.VersionDiff>('VersionDiff').implement({
  description: 'Differences between two versions: up to 1,000 changes of the manifest, and all changed files.',
  fields: (t) => ({
    from: t.expose('from', { type: RegistryVersion, description: 'Version before the changes.' }),
    to: t.expose('to', { type: RegistryVersion, description: 'Version after the changes.' }),
    changes: t.expose('changes', { type: [ManifestChange], description: 'Changes of the manifest.' }),
    files: t.expose('files', { type: [FileChange], description: 'Changed files.' }),
    truncated: t.boolean({
      description:
        'Whether there may be more changes of the manifest than are listed. If true, compare the two manifests.',
      resolve: ({ truncated = false }) => truncated,
    }),
    level: t.field({
      type: ChangeLevel,
      nullable: true,
      description: 'Most severe level of all changes. Null if nothing changed.',
      resolve: resolvers.level,
    }),
    compatible: t.boolean({
      description:
        'Whether the later version number allows what changed: no breaking change, or a number that may break.',
      resolve: resolvers.compatible,
    }),
    suggestedVersion: t.string({
      nullable: true,
      description:
        'Lowest version number after the earlier version that goes with the changes. Null if nothing changed.',
      resolve: resolvers.suggestedVersion,
    }),
    classified: t.field({
      type: [ClassifiedChange],
      description: 'Changes with their levels, most severe first, up to 1,000.',
      resolve: resolvers.classified,
    }),
    classifiedTruncated: t.boolean({
      description: 'Whether there may be more classified changes than are listed.',
      resolve: resolvers.classifiedTruncated,
    }),
    patch: t.field({
      type: 'JSON',
      description:
        'JSON Patch (RFC 6902) from the earlier `manifest` to the later one. If it were longer than 1,000 operations, it replaces whole members.',
      resolve: resolvers.patch,
    }),
    mcpServersPatch: t.field({
      type: 'JSON',
      nullable: true,
      description: 'JSON Patch (RFC 6902) of the MCP servers by name. Null for templates.',
      resolve: resolvers.mcpServersPatch,
    }),
    texts: t.field({
      type: [TextDiff],
      description: 'Unified diffs of the changed prompts and other text files.',
      complexity: { field: 400, multiplier: 1 }, // The files are read and compared.
      resolve: resolvers.texts,
    }),
  }),
});
