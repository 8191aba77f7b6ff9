import type { AllowedFinding as Allowed, ResourceProfile as Profile } from '../packages/manifest/index.ts';
import type { VersionFile, VersionHead } from '../src/db/version.ts';
import * as resolvers from '../src/resolvers/version.ts';
import { builder } from './builder.ts';
import { VersionStatus, Visibility } from './enums.ts';

export const pathField = 'Path relative to the folder of the definition.';
const sha256Field = 'SHA-256 of the content, in hexadecimal.';

export const BundleFile = builder.objectRef<VersionFile>('BundleFile').implement({
  description: 'A file of a version.',
  fields: (t) => ({
    path: t.exposeString('path', { description: pathField }),
    size: t.exposeInt('size', { description: 'Size in bytes.' }),
    sha256: t.exposeString('sha256', { description: sha256Field }),
  }),
});

const AllowedFinding = builder.objectRef<Allowed>('AllowedFinding').implement({
  description: 'A finding of the secret rules that the author reviewed and allows.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'Name of the rule.' }),
    fingerprint: t.exposeString('fingerprint', {
      description: 'Fingerprint of the rule and the value: 16 hexadecimal digits.',
    }),
    reason: t.exposeString('reason', { description: 'Why the finding is allowed.' }),
  }),
});

export const RegistryVersion = builder.interfaceRef<VersionHead>('RegistryVersion').implement({
  description: 'The fields that agent versions and template versions share. A published version never changes.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (version) => (version.kind === 'AGENT' ? 'AgentVersion' : 'TemplateVersion'),
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Version number, SemVer 2.0.' }),
    status: t.expose('status', { type: VersionStatus, description: 'Stage of the version.' }),
    visibility: t.expose('visibility', {
      type: Visibility,
      description:
        'Who can see the version. A version that was published while its entry was private stays PRIVATE until it is made public explicitly.',
    }),
    digest: t.exposeString('digest', {
      description: 'SHA-256 over the manifest (canonical JSON, RFC 8785) and the list of files, in hexadecimal.',
    }),
    digestRule: t.exposeInt('digestRule', {
      description: 'How the digest was computed. 1: files byte for byte. 2: text files with LF line endings.',
    }),
    commitSha: t.exposeString('commitSha', { nullable: true, description: 'Git commit that contains the definition.' }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      description: 'When the version was published. For a draft, when it was uploaded.',
    }),
    publishedBy: t.exposeString('publishedBy', {
      nullable: true,
      description: 'Id of the user who published the version.',
    }),
    manifest: t.field({
      type: 'JSON',
      description: 'The manifest, normalized to the current format.',
      resolve: resolvers.manifest,
    }),
    allowedFindings: t.field({
      type: [AllowedFinding],
      description: 'Findings of the secret rules that the author allows, with reasons.',
      resolve: resolvers.allowedFindings,
    }),
    files: t.field({
      type: [BundleFile],
      resolve: resolvers.files,
      description: 'All files of the version, including the manifest.',
    }),
  }),
});

export const Prompt = builder.objectRef<VersionFile>('Prompt').implement({
  description: 'A prompt file of a version, with its content.',
  fields: (t) => ({
    path: t.exposeString('path', { description: pathField }),
    sha256: t.exposeString('sha256', { description: sha256Field }),
    content: t.string({ description: 'Content of the file.', resolve: resolvers.content }),
  }),
});

export const Asset = builder.objectRef<resolvers.Asset>('Asset').implement({
  description: 'A file under `assets/`.',
  fields: (t) => ({
    path: t.exposeString('path', { description: pathField }),
    size: t.exposeInt('size', { description: 'Size in bytes.' }),
    sha256: t.exposeString('sha256', { description: sha256Field }),
    url: t.string({
      description: 'URL path of the content, relative to the gateway. The content never changes.',
      resolve: resolvers.assetUrl,
    }),
  }),
});

export const ResourceProfile = builder.objectRef<Profile>('ResourceProfile').implement({
  description: 'Required resources and limits.',
  fields: (t) => ({
    cpu: t.float({
      nullable: true,
      description: 'Number of CPU cores; fractions are allowed.',
      resolve: (profile) => profile.cpu,
    }),
    memoryMb: t.int({ nullable: true, description: 'Memory in MB.', resolve: (profile) => profile.memoryMb }),
    gpu: t.int({ nullable: true, description: 'Number of GPUs.', resolve: (profile) => profile.gpu }),
    apiCalls: t.int({
      nullable: true,
      description: 'Maximum number of API calls.',
      resolve: (profile) => profile.apiCalls,
    }),
    estimatedTimeMs: t.int({
      nullable: true,
      description: 'Estimated duration in milliseconds.',
      resolve: (profile) => profile.estimatedTimeMs,
    }),
    timeoutSeconds: t.int({
      nullable: true,
      description: 'Time limit in seconds.',
      resolve: (profile) => profile.timeoutSeconds,
    }),
  }),
});
