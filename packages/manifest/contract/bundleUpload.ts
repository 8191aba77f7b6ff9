import * as z from 'zod';

/** The bucket of Supabase Storage that holds both what waits to be published and what was. */
export const bundlesBucket = 'registry-bundles';

/** How much an upload may be, in bytes, like the body of a publish: 20 MiB of files, a third more as base64. */
export const uploadBytes = 32 * 1024 * 1024;

/** A file as text, or as base64 where text would not give the same bytes back. */
const UploadedFile = z.strictObject({
  path: z.string(),
  content: z.string(),
  encoding: z.enum(['UTF8', 'BASE64']).nullish(),
});

/** A definition on its way to be published: its manifest (the text of agent.json or template.json, or the value of it) and its other files. */
export const UploadedBundle = z.strictObject({
  kind: z.enum(['AGENT', 'TEMPLATE']).optional(),
  manifest: z.unknown(),
  files: z.array(UploadedFile).nullish(),
  commitSha: z.string().nullish(),
  draft: z.boolean().nullish(),
  dryRun: z.boolean().nullish(),
});
export type UploadedBundle = z.infer<typeof UploadedBundle>;

/** The same as a file in the bucket: it says its kind, for whoever finds it there. */
export const BundleUpload = UploadedBundle.extend({ kind: z.enum(['AGENT', 'TEMPLATE']) });
export type BundleUpload = z.infer<typeof BundleUpload>;

/** Where a publisher of the namespace may put an upload, and nobody else: the policies of the bucket go by this path. */
export const uploadPath = (namespace: string, name: string): string => `incoming/${namespace}/${name}.json`;

/** The namespace of a place as above; null for any other. */
export const namespaceOfUpload = (place: string): string | null =>
  /^incoming\/([a-z0-9][a-z0-9-]{0,62})\/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}\.json$/.exec(place)?.[1] ?? null;
