import type { IssueCode } from './issueCodes.ts';
import { formatPath, type Path } from './path.ts';

/**
 * One thing to say about a definition. `path` is a place inside `file` (`skills[0].id`; `''` is the whole file).
 * Warnings do not stop a publish, errors do. No message ever holds a secret's value.
 */
export interface Issue {
  path: string;
  /** One of `issueCodes`; a newer gateway may report others. */
  code: string;
  message: string;
  severity: 'error' | 'warning';
  file: string;
}

/** A place in a definition before it is written down. */
export interface IssueLocation {
  file: string;
  path: Path;
}

/** Says where a place of a converted document was authored. */
export type Relocate = (place: IssueLocation) => IssueLocation;

const most = 100;

/** Collects every issue of one reading, keeps the first hundred (errors before warnings), and counts the rest. */
export class Issues {
  readonly #errors: Issue[] = [];
  readonly #warnings: Issue[] = [];
  readonly #seen = new Set<string>();
  #dropped = 0;
  #count = 0;
  readonly #warned: ReadonlySet<string>;

  /** @param warned codes that warn, whatever they are reported as */
  constructor(warned: Iterable<string> = []) {
    this.#warned = new Set(warned);
  }

  error(place: IssueLocation, code: IssueCode, message: string): void {
    if (this.#warned.has(code)) this.warning(place, code, message);
    else {
      this.#count += 1;
      this.#add(this.#errors, 'error', place, code, message);
    }
  }

  warning(place: IssueLocation, code: IssueCode, message: string): void {
    this.#add(this.#warnings, 'warning', place, code, message);
  }

  /** Errors that are not worth a line each. */
  unlisted(errors: number): void {
    this.#count += Math.max(errors, 0);
    this.#dropped += Math.max(errors, 0);
  }

  get failed(): boolean {
    return this.#count > 0;
  }

  /** How many errors there are so far. */
  get count(): number {
    return this.#count;
  }

  /** Errors first, then warnings; one more at the end says how many are not listed. */
  list(): Issue[] {
    const all = [...this.#errors, ...this.#warnings];
    const left = all.length - most + this.#dropped;
    if (left <= 0) return all;
    const message = `${left} more ${left === 1 ? 'issue is' : 'issues are'} not listed.`;
    const severity = this.#errors.length > most ? 'error' : 'warning';
    return [...all.slice(0, most), { path: '', code: 'too_many_issues', message, severity, file: '' }];
  }

  #add(to: Issue[], severity: Issue['severity'], place: IssueLocation, code: IssueCode, message: string): void {
    if (to.length > most) {
      this.#dropped += 1;
      return;
    }
    const issue = { path: formatPath(place.path), code, message, severity, file: place.file };
    const key = `${issue.file}\n${issue.path}\n${code}\n${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    to.push(issue);
  }
}

/** A relocation that leaves every place where it is. */
export const inPlace: Relocate = (place) => place;
