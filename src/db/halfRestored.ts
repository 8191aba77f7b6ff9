/** How a refusal to serve what was restored in part begins, and what to do. */
export const halfRestored = 'The database was not restored completely.';
export const restoreAgain =
  'Restore the backup into an empty database with `npm run restore`; see Backups in docs/operations.md.';
