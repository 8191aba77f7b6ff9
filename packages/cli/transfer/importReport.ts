import type { Kind } from '../../manifest/index.ts';

/** Why something was not imported. */
export type SkipReason =
  | 'ALREADY_THERE'
  | 'CONFLICT'
  | 'NEWER_HERE'
  | 'OTHER_NAMESPACE'
  | 'REMOVED_THERE'
  | 'REFUSED'
  | 'FILES_MISSING'
  | 'VERSION_MISSING';

export interface Skipped {
  kind: Kind;
  id: string;
  namespace: string;
  /** Null for an entry as a whole. */
  version: string | null;
  reason: SkipReason;
  message: string;
}

/** What an import did. */
export interface ImportReport {
  entries: { imported: number; updated: number; unchanged: number; skipped: number; removed: number };
  versions: { imported: number; updated: number; unchanged: number; skipped: number };
  channels: { set: number; removed: number; unchanged: number; skipped: number };
  /** Entries whose listing, or whether they are featured, changed. */
  listings: { updated: number };
  skipped: Skipped[];
  warnings: string[];
}

export const emptyReport = (): ImportReport => ({
  entries: { imported: 0, updated: 0, unchanged: 0, skipped: 0, removed: 0 },
  versions: { imported: 0, updated: 0, unchanged: 0, skipped: 0 },
  channels: { set: 0, removed: 0, unchanged: 0, skipped: 0 },
  listings: { updated: 0 },
  skipped: [],
  warnings: [],
});

/** The reasons that someone must look at. */
export const isFailure = ({ reason }: Skipped): boolean =>
  reason === 'CONFLICT' || reason === 'REFUSED' || reason === 'FILES_MISSING' || reason === 'VERSION_MISSING';
