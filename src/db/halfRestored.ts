/** The beginning of a refusal to serve a partially restored database, and the remedy. */
export const halfRestored = 'The database was not restored completely.';
export const restoreAgain =
  'Restore the backup into an empty database with `npm run restore`; see Backups in docs/operations.md.';
