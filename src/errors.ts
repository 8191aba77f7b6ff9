import type { ErrorCode, Kind, ResultCode } from '../packages/manifest/index.ts';

/** Every problem a caller can act on. Thrown anywhere below the resolvers; shown as a type of the result's union. */

/** One thing found in a definition: where (`file`, and `path` inside it), what, and how bad. */
export interface DefinitionIssue {
  path: string;
  code: string;
  message: string;
  severity: 'error' | 'warning';
  file: string;
}

/** One reference that leads nowhere: `slug` in `range`, and why. */
export interface UnresolvedDependency {
  kind: Kind;
  slug: string;
  range: string;
  reason: string;
}

export abstract class RegistryError extends Error {
  abstract readonly code: ResultCode;
  override get name() {
    return this.constructor.name;
  }
}

/** The definition breaks its contract; `issues` holds everything that was found, warnings too. */
export class ManifestInvalid extends RegistryError {
  readonly code = 'MANIFEST_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error').length;
    super(`The definition has ${errors} ${errors === 1 ? 'error' : 'errors'}.`);
    this.issues = issues;
  }
}

/** The variables do not fit the template's schema. */
export class VariablesInvalid extends RegistryError {
  readonly code = 'VARIABLES_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    super('The variables do not fit the schema of the template.');
    this.issues = issues;
  }
}

/** `version` is taken, by other content: published versions are immutable. `digest` is the published one. */
export class VersionExists extends RegistryError {
  readonly code = 'VERSION_EXISTS';
  readonly version: string;
  readonly digest: string;
  constructor(slug: string, version: string, digest: string, difference = '') {
    const detail = difference === '' ? '' : ` ${difference}`;
    super(`${slug}@${version} is already published with other content.${detail} Publish this under a new version.`);
    this.version = version;
    this.digest = digest;
  }
}

/** Somebody else was faster: the current version is `actual`, not what the caller believed. */
export class StaleVersion extends RegistryError {
  readonly code = 'STALE_VERSION';
  readonly expected: string;
  readonly actual: string | null;
  constructor(slug: string, expected: string, actual: string | null) {
    super(
      `The current version of ${slug} is ${actual ?? 'not set'}, not ${expected || '""'}. Look again before you go on.`,
    );
    this.expected = expected;
    this.actual = actual;
  }
}

/** It is not there, or not for this caller to see: the two are not told apart. */
export class NotFound extends RegistryError {
  readonly code = 'NOT_FOUND';
}

/** The caller is known and may not do this. */
export class Forbidden extends RegistryError {
  readonly code = 'FORBIDDEN';
}

/** Agents or templates that are referred to, and do not exist in a version that fits. */
export class DependencyUnresolved extends RegistryError {
  readonly code = 'DEPENDENCY_UNRESOLVED';
  readonly unresolved: readonly UnresolvedDependency[];
  constructor(unresolved: readonly UnresolvedDependency[]) {
    const named = unresolved.map((each) => `${each.slug}@${each.range} (${each.reason})`).join(', ');
    super(`Not resolved: ${named}.`);
    this.unresolved = unresolved;
  }
}

/** The change would break those who rely on the present version. */
export class IncompatibleChange extends RegistryError {
  readonly code = 'INCOMPATIBLE_CHANGE';
  readonly changes: readonly string[];
  constructor(message: string, changes: readonly string[]) {
    super(message);
    this.changes = changes;
  }
}

/** The key was used before, for another payload. */
export class IdempotencyKeyReused extends RegistryError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  constructor(operation: string) {
    super(`This idempotency key was used for another ${operation}. Use a new key for a new request.`);
  }
}

/** The step is not the reporter's: another has it by now, it has ended, or it is not its turn. `worker` has it, or had it last. */
export class StaleClaim extends RegistryError {
  readonly code = 'STALE_CLAIM';
  readonly status: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'SKIPPED';
  readonly worker: string | null;
  constructor(message: string, status: StaleClaim['status'], worker: string | null = null) {
    super(message);
    this.status = status;
    this.worker = worker;
  }
}

/** What a step gave back is not what its plan says, or cannot be kept; `issues` holds everything that was found. */
export class OutputsInvalid extends RegistryError {
  readonly code = 'OUTPUTS_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    super('The outputs are not what the plan of the step says, or cannot be kept.');
    this.issues = issues;
  }
}

/** Problems that no result lists: answered as top-level errors with this code. */
export class RequestError extends Error {
  readonly code: Extract<
    ErrorCode,
    'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'STALE_CURSOR' | 'CONFLICT' | 'UNAVAILABLE' | 'TIMEOUT'
  >;
  constructor(code: RequestError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
