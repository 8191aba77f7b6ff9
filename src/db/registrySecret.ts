import { createHmac } from 'node:crypto';
import type { Viewer } from '../viewer.ts';
import { claimsOf } from './database.ts';

/** The registry's secret, which no role of a client may read, as this process uses it. */
export interface RegistrySecret {
  /** A key for one purpose, the same in every gateway of this registry. */
  keyFor(purpose: string): Promise<Buffer>;
  /** What proves to the database that a transaction of this viewer is the registry's own; see `guard_seal`. */
  sealFor(viewer: Viewer): Promise<string>;
  /** The database has another one by now: it is read again. */
  forget(): void;
}

/** @param read asks the database for it, in hex; once, unless that fails */
export function openRegistrySecret(read: () => Promise<string>): RegistrySecret {
  let known: Promise<Buffer> | undefined;
  const secret = () => {
    known ??= read().then(
      (hex) => Buffer.from(hex, 'hex'),
      (error) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };
  const hmac = async (text: string) => createHmac('sha256', await secret()).update(text);
  return {
    keyFor: async (purpose) => (await hmac(`key ${purpose}`)).digest(),
    sealFor: async (viewer) =>
      viewer.kind === 'anonymous' ? '' : (await hmac(`seal ${claimsOf(viewer)}`)).digest('hex'),
    forget() {
      known = undefined;
    },
  };
}

/** As the login itself, which has become nobody yet. */
export const gatewaySecret = (schema: string): string => `select "${schema}".gateway_secret() as secret`;

/** Whether a write was refused because its seal is not the database's: another backup was restored under this process. */
export const isSealRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'registry_seal';
