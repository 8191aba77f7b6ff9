import * as z from 'zod';
import { kinds } from '../values/kind.ts';

/** The Supabase Storage bucket for uploads and for published files. */
export const bundlesBucket = 'registry-bundles';

/** The maximum size of an upload in bytes, like the body of a publish: 20 MiB of files, a third more as base64. */
export const uploadBytes = 32 * 1024 * 1024;

/** A file as text, or as base64 where text would not reproduce the same bytes. */
const UploadedFile = z.strictObject({
  path: z.string(),
  content: z.string(),
  encoding: z.enum(['UTF8', 'BASE64']).nullish(),
});

/** A definition to publish: its manifest (the text of agent.json or template.json, or its value) and its other files. */
export const UploadedBundle = z.strictObject({
  kind: z.enum(kinds).optional(),
  manifest: z.unknown(),
  files: z.array(UploadedFile).nullish(),
  commitSha: z.string().nullish(),
  draft: z.boolean().nullish(),
  dryRun: z.boolean().nullish(),
});
export type UploadedBundle = z.infer<typeof UploadedBundle>;

/** The same as a file in the bucket, where `kind` is required. */
export const BundleUpload = UploadedBundle.extend({ kind: z.enum(kinds) });
export type BundleUpload = z.infer<typeof BundleUpload>;

/** Where only publishers of the namespace may put an upload: the policies of the bucket check this path. */
export const uploadPath = (namespace: string, name: string): string => `incoming/${namespace}/${name}.json`;

/** The namespace in an upload path; null for any other path. */
export const namespaceOfUpload = (place: string): string | null =>
  /^incoming\/([a-z0-9][a-z0-9-]{0,62})\/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}\.json$/.exec(place)?.[1] ?? null;
