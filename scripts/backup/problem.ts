/** What stops a backup or a restore; the message says why, and what to do. */
export class BackupProblem extends Error {}
