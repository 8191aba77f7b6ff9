import type { RegistryRole } from '../../src/viewer.ts';

/** The minimum role for reads that are refused without it, by their id. Other private reads return nothing instead. */
export const readRoles: Readonly<Record<string, RegistryRole>> = {
  readUsage: 'admin',
  getNamespaceUsage: 'admin',
};
