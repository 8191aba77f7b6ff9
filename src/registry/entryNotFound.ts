import type { Kind } from '../db/kindTables.ts';
import { NotFound } from '../errors.ts';
import { noun } from './mutationName.ts';
import { quoted } from './quoted.ts';

/** The error for an entry that is not in the caller's namespace. */
export const entryNotFound = (kind: Kind, slug: string, namespace: string): NotFound =>
  new NotFound(`${noun[kind]} ${quoted(slug)} not found in the namespace ${quoted(namespace)}.`);
