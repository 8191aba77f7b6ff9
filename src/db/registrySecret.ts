import { createHmac } from 'node:crypto';
import type { Viewer } from '../viewer.ts';
import { claimsOf } from './database.ts';

/** The secret of the registry, which no client role can read. */
export interface RegistrySecret {
  /** A key for one purpose, the same in every gateway of this registry. */
  keyFor(purpose: string): Promise<Buffer>;
  /** The seal that proves to the database that a transaction of this viewer comes from the registry; see `guard_seal`. */
  sealFor(viewer: Viewer): Promise<string>;
  /** Reads the secret again, because the database has a new one. */
  forget(): void;
}

/** @param read reads the secret from the database, in hexadecimal. Called once, unless it fails */
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

/** To be run as the login itself, before it assumes a role. */
export const gatewaySecret = (schema: string): string => `select "${schema}".gateway_secret() as secret`;

/** Whether a write was refused because its seal is invalid: a backup was restored while this process was running. */
export const isSealRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'registry_seal';
