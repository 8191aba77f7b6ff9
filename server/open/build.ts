/** The version of this source, as in package.json, which is not available in a Vercel function. A test compares them. */
export const version = '0.1.0';

/** The commit that runs, where the platform or the image says so. */
export const commit = (env: NodeJS.ProcessEnv = process.env): string | null =>
  env.REGISTRY_COMMIT || env.VERCEL_GIT_COMMIT_SHA || null;

/** Of every response: `x-registry-version: 0.1.0+4f2a9c1d0b7e`. */
export const versionHeader = [
  'x-registry-version',
  [version, commit()?.slice(0, 12)].filter(Boolean).join('+'),
] as const;
