import type { AllowedFinding as Allowed, ResourceProfile as Profile } from '../packages/manifest/index.ts';
import type { VersionFile, VersionHead } from '../src/db/version.ts';
import * as resolvers from '../src/resolvers/version.ts';
import { builder } from './builder.ts';
import { ChangeKind, VersionStatus, Visibility } from './enums.ts';

const BundleFile = builder.objectRef<VersionFile>('BundleFile').implement({
  description: 'A file of a version.',
  fields: (t) => ({
    path: t.exposeString('path'),
    size: t.exposeInt('size', { description: 'In bytes.' }),
    sha256: t.exposeString('sha256'),
  }),
});

const AllowedFinding = builder.objectRef<Allowed>('AllowedFinding').implement({
  description: 'A finding of the secret rules that the author has looked at and allows.',
  fields: (t) => ({
    rule: t.exposeString('rule'),
    fingerprint: t.exposeString('fingerprint', { description: 'Of rule and value: 16 hexadecimal digits.' }),
    reason: t.exposeString('reason'),
  }),
});

export const RegistryVersion = builder.interfaceRef<VersionHead>('RegistryVersion').implement({
  description: 'What the versions of agents and of templates have in common. What is published never changes.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (version) => (version.kind === 'AGENT' ? 'AgentVersion' : 'TemplateVersion'),
  fields: (t) => ({
    version: t.exposeString('version', { description: 'SemVer 2.0.' }),
    status: t.expose('status', { type: VersionStatus }),
    visibility: t.expose('visibility', {
      type: Visibility,
      description:
        'A version that was published while its entry was private stays PRIVATE until setVisibility names it.',
    }),
    digest: t.exposeString('digest', {
      description: 'SHA-256, hex: of the manifest as canonical JSON (RFC 8785) and the list of files.',
    }),
    digestRule: t.exposeInt('digestRule', {
      description: 'How the files count in the digest. 1: byte for byte. 2: text files with LF line ends.',
    }),
    commitSha: t.exposeString('commitSha', { nullable: true }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime' }),
    publishedBy: t.exposeString('publishedBy', { nullable: true }),
    manifest: t.field({ type: 'JSON', resolve: resolvers.manifest }),
    allowedFindings: t.field({
      type: [AllowedFinding],
      description: 'Findings of the secret rules that the author allows, with the reason.',
      resolve: resolvers.allowedFindings,
    }),
    files: t.field({
      type: [BundleFile],
      resolve: resolvers.files,
      description: 'Every file of the bundle, the manifest’s among them.',
    }),
  }),
});

export const Prompt = builder.objectRef<VersionFile>('Prompt').implement({
  description: 'A prompt of a version, with its text.',
  fields: (t) => ({
    path: t.exposeString('path'),
    sha256: t.exposeString('sha256'),
    content: t.string({ resolve: resolvers.content }),
  }),
});

export const Asset = builder.objectRef<resolvers.Asset>('Asset').implement({
  description: 'A file under `assets/`.',
  fields: (t) => ({
    path: t.exposeString('path'),
    size: t.exposeInt('size', { description: 'In bytes.' }),
    sha256: t.exposeString('sha256'),
    url: t.string({
      description: 'Where its bytes are, from the gateway’s own address on. They never change.',
      resolve: resolvers.assetUrl,
    }),
  }),
});

export const ResourceProfile = builder.objectRef<Profile>('ResourceProfile').implement({
  description: 'What it needs, and where it is stopped.',
  fields: (t) => ({
    cpu: t.float({ nullable: true, description: 'Cores.', resolve: (profile) => profile.cpu }),
    memoryMb: t.int({ nullable: true, resolve: (profile) => profile.memoryMb }),
    gpu: t.int({ nullable: true, resolve: (profile) => profile.gpu }),
    apiCalls: t.int({ nullable: true, resolve: (profile) => profile.apiCalls }),
    estimatedTimeMs: t.int({ nullable: true, resolve: (profile) => profile.estimatedTimeMs }),
    timeoutSeconds: t.int({ nullable: true, resolve: (profile) => profile.timeoutSeconds }),
  }),
});

const ManifestChange = builder.objectRef<resolvers.VersionDiff['changes'][number]>('ManifestChange').implement({
  description: 'A place in the manifest where two versions differ.',
  fields: (t) => ({
    path: t.exposeString('path'),
    change: t.expose('change', { type: ChangeKind }),
    before: t.field({ type: 'JSON', nullable: true, resolve: (change) => change.before }),
    after: t.field({ type: 'JSON', nullable: true, resolve: (change) => change.after }),
  }),
});

const FileChange = builder.objectRef<resolvers.VersionDiff['files'][number]>('FileChange').implement({
  description: 'A file in which two versions differ.',
  fields: (t) => ({
    path: t.exposeString('path'),
    change: t.expose('change', { type: ChangeKind }),
    before: t.field({ type: BundleFile, nullable: true, resolve: (change) => change.before }),
    after: t.field({ type: BundleFile, nullable: true, resolve: (change) => change.after }),
  }),
});

export const VersionDiff = builder.objectRef<resolvers.VersionDiff>('VersionDiff').implement({
  description: 'What changed from one version to another: up to 1,000 changes of the manifest, and all of the files.',
  fields: (t) => ({
    from: t.expose('from', { type: RegistryVersion }),
    to: t.expose('to', { type: RegistryVersion }),
    changes: t.expose('changes', { type: [ManifestChange] }),
    files: t.expose('files', { type: [FileChange] }),
    truncated: t.boolean({
      description: 'Whether there may be more changes than are listed. Compare the manifests of both versions then.',
      resolve: ({ truncated = false }) => truncated,
    }),
  }),
});
