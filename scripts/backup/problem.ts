/** An error that stops a backup or a restore; the message gives the reason and the remedy. */
export class BackupProblem extends Error {}
