import type { ClassifiedChange, ErrorCode, Kind, Quota, ResultCode, RunConflict } from '../packages/manifest/index.ts';

/** Errors that a caller can act on. Thrown anywhere below the resolvers; each is a type of the result unions. */

/** An issue in a definition: its location (`file`, and `path` inside it), code, message and severity. */
export interface DefinitionIssue {
  path: string;
  code: string;
  message: string;
  severity: 'error' | 'warning';
  file: string;
}

/** A reference to `slug` in `range` that no version satisfies, and the reason. */
export interface UnresolvedDependency {
  kind: Kind;
  slug: string;
  range: string;
  reason: string;
  /** The references that lead to it, each as `slug@version`, and itself as `slug@range`. */
  chain: readonly string[];
}

export abstract class RegistryError extends Error {
  abstract readonly code: ResultCode;
  override get name() {
    return this.constructor.name;
  }
}

/** The definition is invalid; `issues` contains everything that was found, warnings too. */
export class ManifestInvalid extends RegistryError {
  readonly code = 'MANIFEST_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error').length;
    super(`The definition has ${errors} ${errors === 1 ? 'error' : 'errors'}. See \`issues\`.`);
    this.issues = issues;
  }
}

/** The variables do not match the template's schema. */
export class VariablesInvalid extends RegistryError {
  readonly code = 'VARIABLES_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    super("The variables do not match the template's schema.");
    this.issues = issues;
  }
}

/** `version` is already published with other content, and published versions are immutable. `digest` is that of the published version. */
export class VersionExists extends RegistryError {
  readonly code = 'VERSION_EXISTS';
  readonly version: string;
  readonly digest: string;
  constructor(slug: string, version: string, digest: string, difference = '') {
    const detail = difference === '' ? '' : ` ${difference}`;
    super(
      `${slug}@${version} is already published with other content.${detail} Publish it under a new version number.`,
    );
    this.version = version;
    this.digest = digest;
  }
}

/** The current version is `actual`, not the version that the caller expected. */
export class StaleVersion extends RegistryError {
  readonly code = 'STALE_VERSION';
  readonly expected: string;
  readonly actual: string | null;
  constructor(message: string, expected: string, actual: string | null) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/** Not found, or the caller does not have access to it: the error does not distinguish the two. */
export class NotFound extends RegistryError {
  readonly code = 'NOT_FOUND';
}

/** The caller is authenticated, but may not do this. */
export class Forbidden extends RegistryError {
  readonly code = 'FORBIDDEN';
}

/** Referenced agents or templates do not exist in a version that satisfies the range. */
export class DependencyUnresolved extends RegistryError {
  readonly code = 'DEPENDENCY_UNRESOLVED';
  readonly unresolved: readonly UnresolvedDependency[];
  constructor(unresolved: readonly UnresolvedDependency[]) {
    const named = unresolved.map((each) => `${each.slug}@${each.range} (${each.reason})`).join(', ');
    super(`Unresolved dependencies: ${named}.`);
    this.unresolved = unresolved;
  }
}

/** The lock was changed, or a part of it is no longer what it was; `issues` contains everything that was found. */
export class LockInvalid extends RegistryError {
  readonly code = 'LOCK_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more, see \`issues\`)` : '';
    super(`The lock cannot be used: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? ''}${more}`);
    this.issues = issues;
  }
}

/** The author of a run and its template both changed something, and it is not decided which change counts. */
export class UpgradeConflict extends RegistryError {
  readonly code = 'UPGRADE_CONFLICT';
  readonly conflicts: readonly RunConflict[];
  constructor(conflicts: readonly RunConflict[]) {
    const paths = conflicts.map(({ path }) => path);
    const more = paths.length > 10 ? ` and ${paths.length - 10} more` : '';
    super(`Resolve each conflict with MINE or THEIRS, or pass a value: ${paths.slice(0, 10).join(', ')}${more}.`);
    this.conflicts = conflicts;
  }
}

/**
 * The change would break users of the current state. For a version whose number promises less than its changes, `breaking`
 * contains them, and `requiredVersion` is the lowest number that would do.
 */
export class IncompatibleChange extends RegistryError {
  readonly code = 'INCOMPATIBLE_CHANGE';
  readonly changes: readonly string[];
  readonly breaking: readonly ClassifiedChange[];
  readonly requiredVersion: string | null;
  constructor(
    message: string,
    changes: readonly string[],
    {
      breaking = [],
      requiredVersion = null,
    }: { breaking?: readonly ClassifiedChange[]; requiredVersion?: string | null } = {},
  ) {
    super(message);
    this.changes = changes;
    this.breaking = breaking;
    this.requiredVersion = requiredVersion;
  }
}

/** A version does not show what the gate of a channel asks for. */
export class GateNotPassed extends RegistryError {
  readonly code = 'GATE_NOT_PASSED';
  readonly channel: string;
  readonly version: string;
  readonly failures: readonly { rule: string; required: number; actual: number | null }[];
  /** What was counted. */
  readonly evidence: object;
  constructor(
    message: string,
    { channel, version, failures, evidence }: Pick<GateNotPassed, 'channel' | 'version' | 'failures' | 'evidence'>,
  ) {
    super(message);
    this.channel = channel;
    this.version = version;
    this.failures = failures;
    this.evidence = evidence;
  }
}

/** The idempotency key was already used with another payload. */
export class IdempotencyKeyReused extends RegistryError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  constructor(operation: string) {
    super(`This idempotency key was already used for another ${operation}. Use a new key for a new request.`);
  }
}

const quotaNames: Readonly<Record<Quota, string>> = {
  VERSIONS: 'stored versions',
  STORED_BYTES: 'stored bytes',
  RUNS_PER_DAY: 'runs a day (UTC)',
};

/** The namespace has used up a quota that the operator set. Nothing was written. */
export class QuotaExceeded extends RegistryError {
  readonly code = 'QUOTA_EXCEEDED';
  readonly quota: Quota;
  readonly limit: number;
  /** Without what was refused. */
  readonly used: number;
  /** When the used amount starts again at 0. Null if it does not. */
  readonly resetsAt: Date | null;
  constructor(quota: Quota, limit: number, used: number, added: number, resetsAt: Date | null) {
    const remedy = resetsAt ? `Try again after ${resetsAt.toISOString()}` : 'Remove what you do not need';
    super(
      `The quota of your namespace is ${limit} ${quotaNames[quota]}; ${used} are used, and this needs ${added} more. ${remedy}, or ask the operator for more.`,
    );
    this.quota = quota;
    this.limit = limit;
    this.used = used;
    this.resetsAt = resetsAt;
  }
}

/** The report does not apply: another worker has claimed the step, it has finished, or it cannot start yet. `worker` holds the claim, or held it last. */
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

/** The outputs of a step do not match its plan, or cannot be stored; `issues` contains everything that was found. */
export class OutputsInvalid extends RegistryError {
  readonly code = 'OUTPUTS_INVALID';
  readonly issues: readonly DefinitionIssue[];
  constructor(issues: readonly DefinitionIssue[]) {
    super('The outputs do not match the plan of the step, or cannot be stored. See `issues`.');
    this.issues = issues;
  }
}

/** Errors that are not part of a result union: they become top-level errors with this code. */
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

/** File storage is unavailable; the cause is for operators. Reads of entries go on. */
export class StorageUnavailable extends RequestError {
  constructor(message: string, options?: ErrorOptions) {
    super('UNAVAILABLE', message, options);
  }
}
