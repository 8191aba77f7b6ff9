import { decodeFiles, type FileInput } from '../registry/decodeFiles.ts';
import type { ImportedVersionInput, ImportVersionsInput } from '../registry/importInput.ts';
import { importVersions as importIntoRegistry } from '../registry/importVersions.ts';
import { requireRole } from '../registry/require.ts';
import type { Context } from './context.ts';

/** The input as a client sends it. */
export type ImportVersionsArgs = {
  input: Omit<ImportVersionsInput, 'versions'> & {
    versions: readonly (Omit<ImportedVersionInput, 'files'> & { files?: readonly FileInput[] | null })[];
  };
};

export async function importVersions(_: unknown, { input }: ImportVersionsArgs, context: Context) {
  requireRole(context, 'admin', 'import versions');
  const versions = input.versions.map((version) => ({
    ...version,
    files: version.files ? decodeFiles(version.files) : null,
  }));
  const imported = await importIntoRegistry(context.services, context, { ...input, versions });
  return { ...imported, kind: input.kind };
}

export type ImportVersionsPayload = Awaited<ReturnType<typeof importVersions>>;

/** The entry. Null for a dry run that would create it, and when nothing of it is here. */
export const importedEntry = ({ kind, entryId }: ImportVersionsPayload, _: unknown, { load }: Context) =>
  entryId === '' ? null : load.entry[kind].byId.load(entryId);
