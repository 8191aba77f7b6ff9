import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';

/** The name of an operation in logs and traces: a caller chose it. */
export const shownName = (name: string | null): string | null =>
  name === null ? null : redactSecrets(name.slice(0, 100));
