import type { IssueCode } from './issueCodes.ts';
import { formatPath, type Path } from './path.ts';

/**
 * A problem of a definition. `path` is a place inside `file` (`skills[0].id`; `''` is the whole file).
 * Errors prevent a publish, warnings do not. A message never contains the value of a secret.
 */
export interface Issue {
  path: string;
  /** One of `issueCodes`; a newer gateway may report others. */
  code: string;
  message: string;
  severity: 'error' | 'warning';
  file: string;
}

/** A place in a definition, before it is formatted. */
export interface IssueLocation {
  file: string;
  path: Path;
}

/** Maps a place of a converted document to where it was authored. */
export type Relocate = (place: IssueLocation) => IssueLocation;

const maxIssues = 100;

/** Collects the issues of one definition, keeps the first hundred (errors before warnings), and counts the rest. */
export class Issues {
  readonly #errors: Issue[] = [];
  readonly #warnings: Issue[] = [];
  readonly #seen = new Set<string>();
  #dropped = 0;
  #count = 0;
  readonly #warned: ReadonlySet<string>;

  /** @param warned codes that are reported as warnings even when they are errors */
  constructor(warned: Iterable<string> = []) {
    this.#warned = new Set(warned);
  }

  error(place: IssueLocation, code: IssueCode, message: string): void {
    this.errorAt({ file: place.file, path: formatPath(place.path) }, code, message);
  }

  /** An error at a path that is formatted already. */
  errorAt(place: { file: string; path: string }, code: IssueCode, message: string): void {
    const isWarning = this.#warned.has(code);
    if (!isWarning) this.#count += 1;
    this.#add(isWarning ? this.#warnings : this.#errors, isWarning ? 'warning' : 'error', place, code, message);
  }

  warning(place: IssueLocation, code: IssueCode, message: string): void {
    this.#add(this.#warnings, 'warning', { file: place.file, path: formatPath(place.path) }, code, message);
  }

  /** Counts errors that are not listed. */
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

  /** Errors first, then warnings; a last issue gives the number of those that are not listed. */
  list(): Issue[] {
    const all = [...this.#errors, ...this.#warnings];
    const left = all.length - maxIssues + this.#dropped;
    if (left <= 0) return all;
    const message = `${left} more ${left === 1 ? 'issue is' : 'issues are'} not listed.`;
    const severity = this.#errors.length > maxIssues ? 'error' : 'warning';
    return [...all.slice(0, maxIssues), { path: '', code: 'too_many_issues', message, severity, file: '' }];
  }

  #add(
    to: Issue[],
    severity: Issue['severity'],
    { file, path }: { file: string; path: string },
    code: IssueCode,
    message: string,
  ): void {
    if (to.length > maxIssues) {
      this.#dropped += 1;
      return;
    }
    const issue = { path, code, message, severity, file };
    const key = `${issue.file}\n${issue.path}\n${code}\n${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    to.push(issue);
  }
}

/** Leaves every place unchanged. */
export const inPlace: Relocate = (place) => place;
