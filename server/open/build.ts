/** The version of this source, as in package.json, which is not available in a Vercel function. A test compares them. */
export const version = '0.1.0';

/** The commit that runs, where the platform or the image says so. */
export const commit = (env: NodeJS.ProcessEnv = process.env): string | null =>
  env.REGISTRY_COMMIT || env.VERCEL_GIT_COMMIT_SHA || null;
