import { Problem } from '../problem.ts';

/** Why an archive is refused. */
export type ArchiveFault =
  | 'NOT_AN_EXPORT'
  | 'TRUNCATED'
  | 'STOPPED'
  | 'TAMPERED'
  | 'UNEXPECTED_MEMBER'
  | 'TOO_LARGE'
  | 'INVALID_RECORD';

/** An archive that is not a whole, unchanged export. It is found before anything is imported. */
export class ArchiveInvalid extends Problem {
  readonly code = 'ARCHIVE_INVALID';
  readonly fault: ArchiveFault;
  constructor(fault: ArchiveFault, message: string) {
    super(`${message} Nothing was imported. (ARCHIVE_INVALID: ${fault})`);
    this.fault = fault;
  }
}
