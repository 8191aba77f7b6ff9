/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The version to archive. */
export type ArchiveVersionInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason: string;
  /** Exact version number, such as 1.2.0. */
  version: string;
};

/** A file in the folder of a definition. */
export type BundleFileInput = {
  /** Content of the file, in the given encoding. */
  content: string;
  /** Encoding of the content. Defaults to UTF8. */
  encoding?: FileEncoding | null | undefined;
  /** Path relative to the folder, such as prompts/system.md. */
  path: string;
};

/** The run to cancel, and why. */
export type CancelRunInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Reason, up to 500 characters. Shown with the run. */
  reason?: string | null | undefined;
  /** Id of a run that has not finished. */
  runId: string;
};

/** How one value or file differs between two versions. */
export type ChangeKind =
  /** Only in the version after the change. */
  | 'ADDED'
  /** In both versions, with different content. */
  | 'CHANGED'
  /** Only in the version before the change. */
  | 'REMOVED';

/** Effect of a change on users of the earlier version. */
export type ChangeLevel =
  /** Something that worked is refused or missing. */
  | 'BREAKING'
  /** Nothing is refused, but results, cost or needs may differ. */
  | 'RISKY'
  /** They can go on as before. */
  | 'SAFE';

/** What a version must show before the channel points to it. A rule that is omitted is not asked for. */
export type ChannelGateInput = {
  /** Duration in milliseconds that 95 % of these runs must not exceed. */
  maxP95DurationMs?: number | null | undefined;
  /** Mean of the tokens, input and output together, that these runs may use. Runs whose steps report no tokens are not counted. */
  maxTokensPerRun?: number | null | undefined;
  /** Number of runs that must have ended in the window. With fewer, the version does not enter, and is not judged later. */
  minRuns?: number | null | undefined;
  /** Part of these runs that must have succeeded, from 0 to 1. */
  minSuccessRate?: number | null | undefined;
  /** What happens when the version in the channel falls short later. Defaults to PROPOSE. */
  onRegression?: RegressionChoice | null | undefined;
  /** Whether a template version must have tests that pass. Not for agents, which have no tests. */
  requireTests?: boolean | null | undefined;
  /** Runs that ended in this many hours count. Defaults to 24. At most 2160. */
  windowHours?: number | null | undefined;
};

/** The decision of a conflict. */
export type ConflictResolution = {
  /** `path` of the conflict, such as `variables.depth`. */
  path: string;
  /** Whose value is taken. */
  take: MergeSide;
};

/** The webhook to create. */
export type CreateWebhookInput = {
  /** Cursor of the last event that is not delivered. "0" is the beginning of the log. Defaults to the newest event. */
  after?: string | null | undefined;
  /** What the webhook is for, up to 500 characters. */
  description?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Which events are delivered. Defaults to all that publishers of the namespace can see. */
  filter?: RegistryEventFilter | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Where messages are sent: an https URL with a public host name, up to 2,000 characters. Its address must be public whenever a message is sent. */
  url: string;
};

/** The entry of another namespace that is no longer to be shared with yours. */
export type DeclineShareInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The namespace of the entry, which shares it with yours. */
  namespace: string;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log for the members of your namespace. */
  reason?: string | null | undefined;
};

/** The draft to discard. */
export type DiscardDraftInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
  /** Version number of the draft, such as 1.2.0. */
  version: string;
};

/** Whether an entry can be used. */
export type EntryStatus =
  /** Ready for use. */
  | 'ACTIVE'
  /** Still works, but not recommended for new use. */
  | 'DEPRECATED'
  /** Visible only in its own namespace. It cannot be instantiated, and steps that use it cannot be claimed. */
  | 'DISABLED';

/** Code of an error that the caller can act on. */
export type ErrorCode =
  /** A referenced agent or template has no version that satisfies the range. */
  | 'DEPENDENCY_UNRESOLVED'
  /** The caller's role or namespace does not allow this. */
  | 'FORBIDDEN'
  /** The version does not show what the gate of the channel asks for. */
  | 'GATE_NOT_PASSED'
  /** The idempotency key was already used with another payload. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The change would break users of the current state. */
  | 'INCOMPATIBLE_CHANGE'
  /** The lock was changed, or a part of it cannot be used. */
  | 'LOCK_INVALID'
  /** The definition is invalid. */
  | 'MANIFEST_INVALID'
  /** Not found, or the caller does not have access to it. */
  | 'NOT_FOUND'
  /** The outputs of a step do not match its plan, or cannot be stored. */
  | 'OUTPUTS_INVALID'
  /** The namespace has used up a quota. */
  | 'QUOTA_EXCEEDED'
  /** The step is claimed by another worker, has finished, or cannot start yet. */
  | 'STALE_CLAIM'
  /** The current version is not the expected one. */
  | 'STALE_VERSION'
  /** The author of a run and its template changed the same. */
  | 'UPGRADE_CONFLICT'
  /** The variables do not match the template's schema. */
  | 'VARIABLES_INVALID'
  /** The version is already published with other content. */
  | 'VERSION_EXISTS';

/** Encoding of the content of a file. */
export type FileEncoding =
  /** Base64, for binary files. */
  | 'BASE64'
  /** Plain text. */
  | 'UTF8';

/** A rule of a gate. */
export type GateRule =
  /** 95 % of these runs were fast enough. */
  | 'MAX_P95_DURATION'
  /** These runs used few enough tokens, as their mean. */
  | 'MAX_TOKENS_PER_RUN'
  /** Enough runs ended in the window. */
  | 'MIN_RUNS'
  /** Enough of these runs succeeded. */
  | 'MIN_SUCCESS_RATE'
  /** The template has tests, and all of them pass. */
  | 'REQUIRE_TESTS';

/** The comment to hide or to show again. */
export type HideCommentInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Id of the comment. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason: string;
};

/** Effect of a change on what refers to the changed entry. */
export type ImpactEffect =
  /** It resolves to another version. */
  | 'CHANGED'
  /** It no longer resolves. */
  | 'UNRESOLVED';

/** The template to instantiate, and its variables. */
export type InstantiateTemplateInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Name of an environment of the template. Defaults to none, or to that of the lock. */
  environment?: string | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Lock of an earlier run, or registry.lock.json: exactly these versions are used, whatever was published since. */
  lock?: unknown;
  /** Namespace of the entry. Defaults to your own namespace, then to `default`. */
  namespace?: string | null | undefined;
  /** Id of the template in its namespace. Required unless `lock` is given. */
  templateId?: string | null | undefined;
  /** Object that matches the `variables` schema of the template. Variables that are omitted are those of the lock, if one is given. */
  variables?: unknown;
  /** Exact version number, SemVer range or name of a channel. Defaults to the current version. */
  version?: string | null | undefined;
};

/** Whether an issue prevents publishing. */
export type IssueSeverity =
  /** The definition cannot be published. */
  | 'ERROR'
  /** The definition can be published. */
  | 'WARNING';

/** A kind of content in a lock. */
export type LockedItemKind =
  /** Another file, or the manifest. */
  | 'FILE'
  /** An MCP server of an agent. */
  | 'MCP_SERVER'
  /** A file under `prompts/`. */
  | 'PROMPT';

/** Why an event does not match the log. */
export type LogMismatch =
  /** Its content, its number or its hash was altered. */
  | 'ALTERED'
  /** The end of the log does not match its head. */
  | 'HEAD_MISMATCH'
  /** No event has this number. */
  | 'MISSING'
  /** The event now has another number, or none. */
  | 'RENUMBERED'
  /** The version that the event records no longer exists with that digest. */
  | 'VERSION_MISMATCH';

/** Whose value a conflict is resolved with. */
export type MergeSide =
  /** The value of the run. */
  | 'MINE'
  /** The value of the other template version. */
  | 'THEIRS';

/** Direction of an order. */
export type OrderDirection =
  /** Ascending: A before Z, older before newer. */
  | 'ASC'
  /** Descending: Z before A, newer before older. */
  | 'DESC';

/** The version to publish or to make the current version. */
export type PromoteInput = {
  /** Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them. */
  acknowledge?: Array<string> | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Exact version number, such as 1.2.0. */
  version: string;
};

/** The definition of an agent to publish. */
export type PublishAgentInput = {
  /** Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them. */
  acknowledge?: Array<string> | null | undefined;
  /** Git commit that contains the definition: 7 to 64 hexadecimal digits. */
  commitSha?: string | null | undefined;
  /** Upload a draft instead of publishing. Defaults to false. */
  draft?: boolean | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Other files of the folder. */
  files?: Array<BundleFileInput> | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Content of agent.json. */
  manifest: unknown;
};

/** The definition of a template to publish. */
export type PublishTemplateInput = {
  /** Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them. */
  acknowledge?: Array<string> | null | undefined;
  /** Git commit that contains the definition: 7 to 64 hexadecimal digits. */
  commitSha?: string | null | undefined;
  /** Upload a draft instead of publishing. Defaults to false. */
  draft?: boolean | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Other files of the folder. */
  files?: Array<BundleFileInput> | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Content of template.json. */
  manifest: unknown;
};

/** A rating of a template. */
export type RateTemplateInput = {
  /** Comment of up to 2,000 characters. Everyone who can see the template can read it. */
  comment?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Whether only your own namespace can read the comment, in the event log. Defaults to false. */
  isPrivate?: boolean | null | undefined;
  /** Namespace of the entry. Defaults to your own namespace, then to `default`. */
  namespace?: string | null | undefined;
  /** Number of stars, 1 to 5. Replaces your previous rating of the template. */
  rating: number;
  /** Id of the template in its namespace. */
  templateId: string;
};

/** The code to redeem. */
export type RedeemConsoleLinkInput = {
  /** Code of a link, 64 hexadecimal digits. */
  linkCode: string;
};

/** What was done to an entry. */
export type RegistryEventAction =
  /** A version was archived. */
  | 'ARCHIVED'
  /** The runs of the version in a channel fell short of the gate of the channel. */
  | 'CHANNEL_REGRESSED'
  /** A channel was removed. */
  | 'CHANNEL_REMOVED'
  /** A channel was created, or pointed to another version. */
  | 'CHANNEL_SET'
  /** A comment on the template was hidden. */
  | 'COMMENT_HIDDEN'
  /** A hidden comment on the template was shown again. */
  | 'COMMENT_SHOWN'
  /** The compatibility policy of the entry was changed. */
  | 'COMPATIBILITY_CHANGED'
  /** The entry was marked as not recommended for new use. */
  | 'DEPRECATED'
  /** The entry was disabled. */
  | 'DISABLED'
  /** A draft was discarded. */
  | 'DISCARDED'
  /** A draft was uploaded or replaced. */
  | 'DRAFTED'
  /** The entry was made active again. */
  | 'ENABLED'
  /** The entry was featured. */
  | 'FEATURED'
  /** A run of the template was created. */
  | 'INSTANTIATED'
  /** Tags, category or description were changed apart from the versions. */
  | 'LISTING_CHANGED'
  /** A draft was published, or a version was made current. */
  | 'PROMOTED'
  /** A version was published. */
  | 'PUBLISHED'
  /** The template was rated. */
  | 'RATED'
  /** The entry was removed, with all its versions. */
  | 'REMOVED'
  /** An older version was made current. */
  | 'ROLLED_BACK'
  /** The entry was shared with a namespace, or what the share allows was changed. */
  | 'SHARED'
  /** A namespace declined that the entry is shared with it. */
  | 'SHARE_DECLINED'
  /** A version was taken out of the archive. */
  | 'UNARCHIVED'
  /** The entry is no longer featured. */
  | 'UNFEATURED'
  /** The entry is no longer shared with a namespace. */
  | 'UNSHARED'
  /** A definition failed validation. */
  | 'VALIDATION_FAILED'
  /** The entry became public or private, or versions of it became public. */
  | 'VISIBILITY_CHANGED';

/** Filter for events. An event must match all given fields. */
export type RegistryEventFilter = {
  /** Only events with one of these actions. */
  actions?: Array<RegistryEventAction> | null | undefined;
  /** Only events of the entry with this agentId or templateId. */
  entryId?: string | null | undefined;
  /** Only events of this kind of entry. */
  kind?: RegistryKind | null | undefined;
  /** Only events of entries in this namespace. */
  namespace?: string | null | undefined;
  /** Only events of entries that now have all of these tags. */
  tags?: Array<string> | null | undefined;
  /** Only events with one of these types, such as agent.added. */
  types?: Array<string> | null | undefined;
};

/** Filter for a list of entries. An entry must match all given fields. */
export type RegistryFilter = {
  /** Only entries in this category. */
  category?: string | null | undefined;
  /** Only featured entries, or only others. */
  featured?: boolean | null | undefined;
  /** Only entries in this namespace. */
  namespace?: string | null | undefined;
  /** Only entries that other namespaces share with yours, or only others. */
  sharedWithMe?: boolean | null | undefined;
  /** Only entries with this status. */
  status?: EntryStatus | null | undefined;
  /** Only entries that have all of these tags. */
  tags?: Array<string> | null | undefined;
  /** Only entries with this visibility. */
  visibility?: Visibility | null | undefined;
};

/** The two kinds of entries. */
export type RegistryKind =
  /** An agent: a prompt, a model, skills, MCP servers and limits. */
  | 'AGENT'
  /** A template: a plan of steps that agents carry out. */
  | 'TEMPLATE';

/** Order of a list of entries. */
export type RegistryOrder = {
  /** Direction of the order. Defaults to ASC. */
  direction?: OrderDirection;
  /** Field to order by. Defaults to NAME. */
  field?: RegistryOrderField;
};

/** Field by which a list of entries is ordered. */
export type RegistryOrderField =
  /** When the first version was uploaded. */
  | 'CREATED_AT'
  /** Display name, ignoring case. */
  | 'NAME'
  /** Use in runs over the last months; recent use counts more. The use of a public entry counts once three namespaces have used it. */
  | 'POPULAR'
  /** Ratings of templates, as if five more people had given 3.5 stars, so that one vote does not win. Agents are not rated. */
  | 'RATING'
  /** Use in runs over the last days, counted like POPULAR. */
  | 'TRENDING'
  /** When the entry was last changed. */
  | 'UPDATED_AT';

/** What a user may do in the registry: VIEWER, then PUBLISHER, then ADMIN. Each role includes the previous one. */
export type RegistryRole =
  /** Rolls back, changes status and visibility, and verifies the registry. */
  | 'ADMIN'
  /** Publishes, promotes, instantiates and reports runs. */
  | 'PUBLISHER'
  /** Reads the private entries of the namespace, validates and rates. */
  | 'VIEWER';

/** What happens when the runs of the version in a channel fall short of the gate. */
export type RegressionChoice =
  /** The event log has it, with the evidence. The channel stays. */
  | 'PROPOSE'
  /** In addition, the channel goes back to the version that it pointed to before. */
  | 'ROLL_BACK';

/** The channel to remove. */
export type RemoveChannelInput = {
  /** Name of the channel, such as stable: 2 to 64 lower-case letters, digits and hyphens, starting with a letter. */
  channel: string;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless the channel points to this version. */
  expectedVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason: string;
};

/** The entry to remove. */
export type RemoveEntryInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log of the namespace. */
  reason: string;
};

/** The webhook to remove. */
export type RemoveWebhookInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
};

/** What to send again: either everything after a cursor, or one delivery. */
export type ReplayWebhookInput = {
  /** Cursor of an event: everything after it is delivered again. "0" is the beginning. */
  after?: string | null | undefined;
  /** Id of one delivery of this webhook. */
  deliveryId?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
};

/** The comment, and what is wrong with it. */
export type ReportCommentInput = {
  /** Id of the comment. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** What is wrong with the comment: up to 2,000 characters. */
  reason: string;
};

/** Where the retry of a failed run starts. */
export type RetryFrom =
  /** With the steps that failed, and the steps that were skipped because of them. */
  | 'FAILED'
  /** With all steps, as if the run had just been created. */
  | 'START';

/** The run to retry, and the step to start from. */
export type RetryRunInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Where to start. Defaults to FAILED. */
  from?: RetryFrom | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Reason for the retry, up to 500 characters. Shown with the run. */
  reason?: string | null | undefined;
  /** Id of a run that has failed. */
  runId: string;
};

/** The entry to roll back, and the version to roll back to. */
export type RollbackInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the rollback. Recorded in the event log. */
  reason: string;
  /** Version number to roll back to. Defaults to the release before the current version. */
  toVersion?: string | null | undefined;
};

/** The webhook that gets a new secret. */
export type RotateWebhookSecretInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** How long messages are signed with both secrets, 0 to 168 hours. Defaults to 24. */
  overlapHours?: number | null | undefined;
};

/** Filter for a list of runs. A run must match all given fields. */
export type RunFilter = {
  /** Only runs created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Only runs created before this time. */
  createdBefore?: string | null | undefined;
  /** Only runs that the user with this id created. */
  createdBy?: string | null | undefined;
  /** Only runs with this status. */
  status?: RunStatus | null | undefined;
  /** Only runs of templates with this templateId, in any namespace. */
  templateId?: string | null | undefined;
  /** Only runs of template versions with this number, such as 1.2.0. */
  version?: string | null | undefined;
};

/** State of a run. */
export type RunStatus =
  /** A step or the whole run was cancelled. */
  | 'CANCELLED'
  /** A step failed, and no other step can run. */
  | 'FAILED'
  /** No step has started. */
  | 'QUEUED'
  /** At least one step has started, and not all have finished. */
  | 'RUNNING'
  /** All steps succeeded. */
  | 'SUCCEEDED';

/** The channel, and the version that it should point to. */
export type SetChannelInput = {
  /** Name of the channel, such as stable: 2 to 64 lower-case letters, digits and hyphens, starting with a letter. */
  channel: string;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless the channel points to this version. */
  expectedVersion?: string | null | undefined;
  /** New gate of the channel; null for none. Omit it to keep the gate. Requires the role admin. */
  gate?: ChannelGateInput | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason: string;
  /** Exact version number, such as 1.2.0. It must be published. */
  version: string;
};

/** The entry, and whether to feature it. */
export type SetFeaturedInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Whether to feature the entry. */
  featured: boolean;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
};

/** The entry and its new status. */
export type SetStatusInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Reason for the status, up to 500 characters. Shown to users of the entry. */
  message?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** The entry of the same kind to use instead: its id (in your own namespace, else in `default`), or `namespace/id`. Not for ACTIVE. */
  replacedBy?: string | null | undefined;
  /** New status. */
  status: EntryStatus;
};

/** The entry, its new visibility, and the private versions that become public with it. */
export type SetVisibilityInput = {
  /** Make every published version public. Defaults to false. Only with PUBLIC. */
  allVersions?: boolean | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log, and visible to all readers of a public entry. */
  reason?: string | null | undefined;
  /** Version numbers of private versions that become public too, up to 100. Defaults to none. Only with PUBLIC. */
  versions?: Array<string> | null | undefined;
  /** New visibility. */
  visibility: Visibility;
};

/** The entry, the namespace to share it with, and what the share allows. */
export type ShareInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Whether the entry may be used in runs and templates there, and not only read. Defaults to false. */
  mayInstantiate?: boolean | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log for your admins. */
  reason?: string | null | undefined;
  /** The other namespace. */
  sharedWith: string;
};

/** State of a step. */
export type StepStatus =
  /** Cancelled before it finished. */
  | 'CANCELLED'
  /** Its last attempt failed. */
  | 'FAILED'
  /** Waiting for the steps that it depends on, for a worker, or for its next attempt. */
  | 'QUEUED'
  /** A worker is executing it. */
  | 'RUNNING'
  /** Never started, because a step that it depends on failed or was cancelled. */
  | 'SKIPPED'
  /** Finished successfully. */
  | 'SUCCEEDED';

/** The webhook to test. */
export type TestWebhookInput = {
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
};

/** The version to take out of the archive. */
export type UnarchiveVersionInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
  /** Exact version number, such as 1.2.0. */
  version: string;
};

/** The entry, and the namespace that it is no longer shared with. */
export type UnshareInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log for your admins. */
  reason?: string | null | undefined;
  /** The other namespace. */
  sharedWith: string;
};

/** The webhook to change, and its new values. What is omitted stays. */
export type UpdateWebhookInput = {
  /** What the webhook is for, up to 500 characters. An empty string removes it. */
  description?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Which events are delivered. Replaces the filter. */
  filter?: RegistryEventFilter | null | undefined;
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** ACTIVE or PAUSED. */
  status?: WebhookStatus | null | undefined;
  /** Where messages are sent: an https URL with a public host name, up to 2,000 characters. Its address must be public whenever a message is sent. */
  url?: string | null | undefined;
};

/** The run to upgrade, and how to decide its conflicts. */
export type UpgradeRunInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Environment of that version. Defaults to the environment of the run. */
  environment?: string | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** How each conflict is resolved, up to 200. */
  resolutions?: Array<ConflictResolution> | null | undefined;
  /** Id of the run. */
  runId: string;
  /** Exact version number or SemVer range of the template. Defaults to the current version. */
  toVersion?: string | null | undefined;
  /** Object of values that replace merged ones by name, also those in conflict. */
  variables?: unknown;
};

/** What is metered. */
export type UsageMeter =
  /** Versions that are published, not archived, and readable only by their own namespace. */
  | 'ACTIVE_PRIVATE_VERSIONS'
  /** Events delivered to subscriptions. */
  | 'EVENTS_DELIVERED'
  /** Runs created. A retry is the same run. */
  | 'RUNS'
  /** Seconds from the start of a step to its end, to the millisecond. */
  | 'STEP_SECONDS'
  /** Bytes of the files of all stored versions. */
  | 'STORED_BYTES'
  /** Versions stored now, drafts and archived ones too. */
  | 'VERSIONS';

/** What the operator of the registry can limit in a namespace. */
export type UsageQuota =
  /** Runs created in a day, from midnight in UTC. */
  | 'RUNS_PER_DAY'
  /** Bytes of the files of all stored versions. */
  | 'STORED_BYTES'
  /** Stored versions, drafts and archived ones too. */
  | 'VERSIONS';

/** Filter for usage records. A record must match all given fields. */
export type UsageRecordFilter = {
  /** Only records of one of these meters. */
  meters?: Array<UsageMeter> | null | undefined;
  /** Only records from this time or later. */
  since?: string | null | undefined;
  /** Only records from before this time. */
  until?: string | null | undefined;
};

/** The definition of an agent to validate. */
export type ValidateAgentInput = {
  /** Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them. */
  acknowledge?: Array<string> | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Other files of the folder. */
  files?: Array<BundleFileInput> | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Content of agent.json. */
  manifest: unknown;
};

/** The definition of a template to validate. */
export type ValidateTemplateInput = {
  /** Fingerprints of breaking changes that were reviewed and are allowed although the version number does not allow them, up to 100. `allowChanges` in the manifest keeps them. */
  acknowledge?: Array<string> | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Other files of the folder. */
  files?: Array<BundleFileInput> | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Content of template.json. */
  manifest: unknown;
};

/** Filter for validation reports. A report must match all given fields. */
export type ValidationReportFilter = {
  /** Only reports about this agentId or templateId. */
  entryId?: string | null | undefined;
  /** Only reports about this kind of entry. */
  kind?: RegistryKind | null | undefined;
  /** Only reports about valid definitions (true) or invalid definitions (false). */
  valid?: boolean | null | undefined;
};

/** Stage of a version. */
export type VersionStatus =
  /** Published. Its content never changes. */
  | 'ACTIVE'
  /** Readable, but never selected by a version range or a channel. Runs only from a lock. */
  | 'ARCHIVED'
  /** Replaceable until it is promoted. Visible only to publishers of its namespace. */
  | 'DRAFT';

/** Who can see an entry or a version. */
export type Visibility =
  /** Only users of its namespace. */
  | 'PRIVATE'
  /** Everyone, without a token. A public version is visible while its entry is public, a public entry while its current version is public. */
  | 'PUBLIC';

/** State of a delivery. */
export type WebhookDeliveryStatus =
  /** All attempts failed. Replay it to try again. */
  | 'DEAD'
  /** The receiver responded with a 2xx status. */
  | 'DELIVERED'
  /** Waiting for its first or next attempt. */
  | 'PENDING';

/** Whether a webhook delivers. */
export type WebhookStatus =
  /** Delivers every event that matches its filter. */
  | 'ACTIVE'
  /** Disabled by the registry, because no delivery succeeded for three days or the receiver responded with 410. Set it to ACTIVE to continue. */
  | 'DISABLED'
  /** Paused by an admin. Set it to ACTIVE to continue with the next event. */
  | 'PAUSED';

export type ConsoleChannelNameFragment = { name: string, version:
    | { version: string }
    | { version: string }
   | null };

export type ConsoleChannelFragment = { name: string, movedAt: string, version:
    | { version: string }
    | { version: string }
   | null, previousVersion:
    | { version: string }
    | { version: string }
   | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null };

export type ConsoleChannelEventsFragment = { edges: Array<{ node: { id: string, number: number, action: RegistryEventAction, actor: string | null, reason: string | null, occurredAt: string, before: unknown, after: unknown } }> };

export type ConsoleAgentChannelsQueryVariables = Exact<{
  id: string;
  namespace: string;
  first?: number | null | undefined;
}>;


export type ConsoleAgentChannelsQuery = { entry: { channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }>, versions: { edges: Array<{ node: { version: string, status: VersionStatus } }> } } | null, registryEvents: { edges: Array<{ node: { id: string, number: number, action: RegistryEventAction, actor: string | null, reason: string | null, occurredAt: string, before: unknown, after: unknown } }> } };

export type ConsoleTemplateChannelsQueryVariables = Exact<{
  id: string;
  namespace: string;
  first?: number | null | undefined;
}>;


export type ConsoleTemplateChannelsQuery = { entry: { channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }>, versions: { edges: Array<{ node: { version: string, status: VersionStatus } }> } } | null, registryEvents: { edges: Array<{ node: { id: string, number: number, action: RegistryEventAction, actor: string | null, reason: string | null, occurredAt: string, before: unknown, after: unknown } }> } };

export type ConsoleRangeQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  range: string;
}>;


export type ConsoleRangeQuery = { entry: { lock: { lock: unknown, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> } | null } | null };

export type ConsoleSetAgentChannelMutationVariables = Exact<{
  input: SetChannelInput;
}>;


export type ConsoleSetAgentChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'GateNotPassed', channel: string, evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentChannelPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, previousVersion: { version: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleSetTemplateChannelMutationVariables = Exact<{
  input: SetChannelInput;
}>;


export type ConsoleSetTemplateChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'GateNotPassed', channel: string, evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateChannelPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, previousVersion: { version: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleRemoveAgentChannelMutationVariables = Exact<{
  input: RemoveChannelInput;
}>;


export type ConsoleRemoveAgentChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveAgentChannelPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleRemoveTemplateChannelMutationVariables = Exact<{
  input: RemoveChannelInput;
}>;


export type ConsoleRemoveTemplateChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveTemplateChannelPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleRedeemLinkMutationVariables = Exact<{
  input: RedeemConsoleLinkInput;
}>;


export type ConsoleRedeemLinkMutation = { result:
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RedeemConsoleLinkPayload', token: string }
   };

type EntryCard_Agent_Fragment = { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string };

type EntryCard_Template_Fragment = { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string };

export type EntryCardFragment =
  | EntryCard_Agent_Fragment
  | EntryCard_Template_Fragment
;

export type ConsoleAgentsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RegistryFilter | null | undefined;
  orderBy?: RegistryOrder | null | undefined;
}>;


export type ConsoleAgentsQuery = { list: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> } };

export type ConsoleTemplatesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RegistryFilter | null | undefined;
  orderBy?: RegistryOrder | null | undefined;
}>;


export type ConsoleTemplatesQuery = { list: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> } };

export type ConsoleSearchQueryVariables = Exact<{
  query: string;
  kinds?: Array<RegistryKind> | RegistryKind | null | undefined;
  filter?: RegistryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleSearchQuery = { search: { totalCount: number, totalCountIsExact: boolean, facets: { kinds: Array<{ value: string, count: number }>, tags: Array<{ value: string, count: number }>, categories: Array<{ value: string, count: number }> }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ highlight: string, node:
        | { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null }
        | { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null }
       }> } };

export type ConsoleFacetsQueryVariables = Exact<{
  query: string;
  kinds?: Array<RegistryKind> | RegistryKind | null | undefined;
  filter?: RegistryFilter | null | undefined;
}>;


export type ConsoleFacetsQuery = { search: { totalCount: number, totalCountIsExact: boolean, facets: { kinds: Array<{ value: string, count: number }>, tags: Array<{ value: string, count: number }>, categories: Array<{ value: string, count: number }> } } };

type VersionHead_AgentVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null };

type VersionHead_TemplateVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null };

export type VersionHeadFragment =
  | VersionHead_AgentVersion_Fragment
  | VersionHead_TemplateVersion_Fragment
;

type ConsoleFiles_AgentVersion_Fragment = { files: Array<{ path: string, size: number, sha256: string }> };

type ConsoleFiles_TemplateVersion_Fragment = { files: Array<{ path: string, size: number, sha256: string }> };

export type ConsoleFilesFragment =
  | ConsoleFiles_AgentVersion_Fragment
  | ConsoleFiles_TemplateVersion_Fragment
;

export type LimitsFragment = { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null };

export type AgentOverviewFragment = { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string, description: string | null, tags: Array<string> }>, mcpServers: Array<{ name: string, transport: string, command: string | null, args: Array<string>, url: string | null, env: unknown }>, prompts: Array<{ path: string, content: string }>, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null, files: Array<{ path: string, size: number, sha256: string }> };

export type TemplateOverviewFragment = { variables: unknown, expectedOutputs: unknown, rollbackAdvice: string, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null }, environments: Array<{ name: string, variables: unknown }>, supportedAgents: Array<{ agentId: string, range: string, agent: { namespace: string } | null, resolvedVersion: { version: string } | null }>, dependencies: Array<{ templateId: string, range: string, template: { namespace: string } | null, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, inputs: unknown, outputs: unknown, template: { templateId: string, environment: string | null } | null }> }, files: Array<{ path: string, size: number, sha256: string }> };

export type ConsoleAgentQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
  exact: boolean;
}>;


export type ConsoleAgentQuery = { entry: { __typename: 'Agent', statusMessage: string | null, owner: string | null, repository: string | null, slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, channels: Array<{ name: string, version:
        | { version: string }
        | { version: string }
       | null }>, sharedWithMe: { mayInstantiate: boolean } | null, usage: { days: number, runs: number, steps: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null, perDay: Array<{ date: string, count: number }>, acrossNamespaces: { runs: number, succeeded: number, failed: number, successRate: number | null } | null }, engagement: { views: number, pulls: number, instantiations: number, includesOthers: boolean }, currentVersion: { version: string } | null, current?: { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string, description: string | null, tags: Array<string> }>, mcpServers: Array<{ name: string, transport: string, command: string | null, args: Array<string>, url: string | null, env: unknown }>, prompts: Array<{ path: string, content: string }>, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string, description: string | null, tags: Array<string> }>, mcpServers: Array<{ name: string, transport: string, command: string | null, args: Array<string>, url: string | null, env: unknown }>, prompts: Array<{ path: string, content: string }>, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null, files: Array<{ path: string, size: number, sha256: string }> } | null } | null };

export type ConsoleTemplateQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
  exact: boolean;
}>;


export type ConsoleTemplateQuery = { entry: { __typename: 'Template', statusMessage: string | null, owner: string | null, repository: string | null, slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, channels: Array<{ name: string, version:
        | { version: string }
        | { version: string }
       | null }>, sharedWithMe: { mayInstantiate: boolean } | null, rating: { average: number | null, count: number, mine: number | null, distribution: Array<{ stars: number, count: number }> }, usage: { days: number, runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null, perDay: Array<{ date: string, count: number }>, acrossNamespaces: { runs: number, succeeded: number, failed: number, successRate: number | null } | null }, engagement: { views: number, pulls: number, instantiations: number, includesOthers: boolean }, currentVersion: { version: string } | null, current?: { variables: unknown, expectedOutputs: unknown, rollbackAdvice: string, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null }, environments: Array<{ name: string, variables: unknown }>, supportedAgents: Array<{ agentId: string, range: string, agent: { namespace: string } | null, resolvedVersion: { version: string } | null }>, dependencies: Array<{ templateId: string, range: string, template: { namespace: string } | null, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, inputs: unknown, outputs: unknown, template: { templateId: string, environment: string | null } | null }> }, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { variables: unknown, expectedOutputs: unknown, rollbackAdvice: string, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null }, environments: Array<{ name: string, variables: unknown }>, supportedAgents: Array<{ agentId: string, range: string, agent: { namespace: string } | null, resolvedVersion: { version: string } | null }>, dependencies: Array<{ templateId: string, range: string, template: { namespace: string } | null, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, inputs: unknown, outputs: unknown, template: { templateId: string, environment: string | null } | null }> }, files: Array<{ path: string, size: number, sha256: string }> } | null } | null };

export type ConsoleAgentVersionsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleAgentVersionsQuery = { entry: { channels: Array<{ name: string, version:
        | { version: string }
        | { version: string }
       | null }>, currentVersion: { version: string } | null, versions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null } }> } } | null };

export type ConsoleTemplateVersionsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleTemplateVersionsQuery = { entry: { channels: Array<{ name: string, version:
        | { version: string }
        | { version: string }
       | null }>, currentVersion: { version: string } | null, versions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null } }> } } | null };

export type ConsoleUsedByQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleUsedByQuery = { entry: { templates: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string, supportedAgents: Array<{ agentId: string, range: string }> } | null } }> } } | null };

export type DiffFieldsFragment = { truncated: boolean, classifiedTruncated: boolean, compatible: boolean, level: ChangeLevel | null, suggestedVersion: string | null, classified: Array<{ level: ChangeLevel, change: ChangeKind, path: string, before: unknown, after: unknown, reason: string }>, files: Array<{ change: ChangeKind, path: string, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, from:
    | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
    | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
  , to:
    | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
    | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
   };

export type ConsoleAgentDiffQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  from: string;
  to: string;
}>;


export type ConsoleAgentDiffQuery = { entry: { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, version: { diff: { truncated: boolean, classifiedTruncated: boolean, compatible: boolean, level: ChangeLevel | null, suggestedVersion: string | null, classified: Array<{ level: ChangeLevel, change: ChangeKind, path: string, before: unknown, after: unknown, reason: string }>, files: Array<{ change: ChangeKind, path: string, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, from:
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
        , to:
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
         } } | null } | null };

export type ConsoleTemplateDiffQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  from: string;
  to: string;
}>;


export type ConsoleTemplateDiffQuery = { entry: { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, version: { diff: { truncated: boolean, classifiedTruncated: boolean, compatible: boolean, level: ChangeLevel | null, suggestedVersion: string | null, classified: Array<{ level: ChangeLevel, change: ChangeKind, path: string, before: unknown, after: unknown, reason: string }>, files: Array<{ change: ChangeKind, path: string, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, from:
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
        , to:
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
          | { manifest: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null }
         } } | null } | null };

export type ConsoleLocateQueryVariables = Exact<{
  id: string;
  isAgent: boolean;
}>;


export type ConsoleLocateQuery = { agent?: { namespace: string } | null, template?: { namespace: string } | null };

type CurrentContent_AgentVersion_Fragment = { version: string, manifest: unknown, files: Array<{ path: string, size: number }> };

type CurrentContent_TemplateVersion_Fragment = { version: string, manifest: unknown, files: Array<{ path: string, size: number }> };

export type CurrentContentFragment =
  | CurrentContent_AgentVersion_Fragment
  | CurrentContent_TemplateVersion_Fragment
;

export type ConsoleCurrentQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  isAgent: boolean;
}>;


export type ConsoleCurrentQuery = { agent?: { currentVersion: { version: string, manifest: unknown, files: Array<{ path: string, size: number }> } | null } | null, template?: { currentVersion: { version: string, manifest: unknown, files: Array<{ path: string, size: number }> } | null } | null };

export type ConsoleUsesQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
}>;


export type ConsoleUsesQuery = { entry: { currentVersion: { version: string, supportedAgents: Array<{ agentId: string, range: string, agent: { namespace: string } | null, resolvedVersion: { version: string } | null }>, dependencies: Array<{ templateId: string, range: string, template: { namespace: string } | null, resolvedVersion: { version: string } | null }> } | null } | null };

export type ConsoleCommentsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleCommentsQuery = { template: { ratings: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reports: Array<{ reason: string, reportedAt: string }> } }> } } | null };

export type ConsoleEventFragment = { id: string, cursor: string, number: number, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string, before: unknown, after: unknown };

export type ConsoleEventDetailsFragment = { hash: string, report: { id: string, valid: boolean, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> } | null };

export type ConsoleEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
}>;


export type ConsoleEventsQuery = { registryEvents: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { id: string, cursor: string, number: number, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string, before: unknown, after: unknown } }> } };

export type ConsoleEventByIdQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleEventByIdQuery = { node:
    | { id: string, cursor: string, number: number, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string, before: unknown, after: unknown, hash: string, report: { id: string, valid: boolean, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> } | null }
    | Record<PropertyKey, never>
   | null };

export type ConsoleVerifyLogQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleVerifyLogQuery = { verifyLog: { checked: number, endCursor: string, hasNextPage: boolean, head: number, number: number, problem: { message: string, number: number | null, reason: LogMismatch } | null } };

export type ConsoleReportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ValidationReportFilter | null | undefined;
}>;


export type ConsoleReportsQuery = { validationReports: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: RegistryKind, namespace: string, entryId: string | null, version: string | null, valid: boolean, actor: string | null, createdAt: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> } }> } };

export type ConsoleDraftsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleDraftsQuery = { drafts: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node:
        | { __typename: 'AgentVersion', id: string, version: string, publishedAt: string, agent: { slug: string, namespace: string } }
        | { __typename: 'TemplateVersion', id: string, version: string, publishedAt: string, template: { slug: string, namespace: string } }
       }> } };

export type ConsoleHomeQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleHomeQuery = { featuredAgents: { edges: Array<{ node: { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> }, featuredTemplates: { edges: Array<{ node: { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> }, agents: { edges: Array<{ node: { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> }, templates: { edges: Array<{ node: { __typename: 'Template', slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, featured: boolean, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, currentVersion: { version: string } | null } }> }, registryStats: { agents: { total: number }, templates: { total: number }, published: Array<{ days: number, count: number }>, runs: Array<{ days: number, total: number }>, mostUsed: Array<{ runs: number, succeeded: number, entry:
        | { __typename: 'Agent', slug: string, namespace: string, name: string }
        | { __typename: 'Template', slug: string, namespace: string, name: string }
       }> } };

export type ConsoleViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleViewerQuery = { viewer: { id: string, role: RegistryRole | null, namespace: string } | null };

export type ConsoleRunRowFragment = { id: string, namespace: string, status: RunStatus, environment: string | null, createdBy: string, createdAt: string, startedAt: string | null, finishedAt: string | null, retries: number, template: { templateId: string, namespace: string, name: string } | null, templateVersion: { version: string } | null };

export type ConsoleStepFragment = { id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, error: { code: string, message: string } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { version: string } | null };

export type ConsoleRunsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RunFilter | null | undefined;
}>;


export type ConsoleRunsQuery = { runs: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, namespace: string, status: RunStatus, environment: string | null, createdBy: string, createdAt: string, startedAt: string | null, finishedAt: string | null, retries: number, template: { templateId: string, namespace: string, name: string } | null, templateVersion: { version: string } | null } }> } };

export type ConsoleRunQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleRunQuery = { run: { variables: unknown, outputs: unknown, resourceProfile: unknown, retryReason: string | null, cancelReason: string | null, id: string, namespace: string, status: RunStatus, environment: string | null, createdBy: string, createdAt: string, startedAt: string | null, finishedAt: string | null, retries: number, usage: { inputTokens: number, outputTokens: number } | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, error: { code: string, message: string } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { version: string } | null }>, template: { templateId: string, namespace: string, name: string } | null, templateVersion: { version: string } | null } | null };

export type ConsoleWatchRunSubscriptionVariables = Exact<{
  id: string;
}>;


export type ConsoleWatchRunSubscription = { run: { variables: unknown, outputs: unknown, resourceProfile: unknown, retryReason: string | null, cancelReason: string | null, id: string, namespace: string, status: RunStatus, environment: string | null, createdBy: string, createdAt: string, startedAt: string | null, finishedAt: string | null, retries: number, usage: { inputTokens: number, outputTokens: number } | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, error: { code: string, message: string } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { version: string } | null }>, template: { templateId: string, namespace: string, name: string } | null, templateVersion: { version: string } | null } };

export type ConsoleRunUpgradeQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleRunUpgradeQuery = { run: { id: string, upgrade: { fromVersion: string | null, toVersion: string | null, isUpToDate: boolean, level: ChangeLevel | null, conflicts: Array<{ path: string, reason: string, base: unknown, mine: unknown, theirs: unknown }>, parts: Array<{ kind: RegistryKind, namespace: string, entryId: string, change: ChangeKind, level: ChangeLevel | null, before: { version: string } | null, after: { version: string } | null, items: Array<{ kind: LockedItemKind, name: string }>, changes: Array<{ path: string, level: ChangeLevel, reason: string, fingerprint: string }> }>, problems: Array<{ code: ErrorCode, message: string, issues: Array<{ path: string, message: string }>, unresolved: Array<{ chain: Array<string>, reason: string }> }> } | null } | null };

export type ConsoleUpgradeRunMutationVariables = Exact<{
  input: UpgradeRunInput;
}>;


export type ConsoleUpgradeRunMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'UpgradeConflict', code: ErrorCode, message: string }
    | { __typename: 'UpgradeRunPayload', run: { id: string } | null }
    | { __typename: 'VariablesInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

export type ConsoleCancelRunMutationVariables = Exact<{
  input: CancelRunInput;
}>;


export type ConsoleCancelRunMutation = { result:
    | { __typename: 'CancelRunPayload', run: { id: string, status: RunStatus } }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleClaim', code: ErrorCode, message: string }
   };

export type ConsoleRetryRunMutationVariables = Exact<{
  input: RetryRunInput;
}>;


export type ConsoleRetryRunMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RetryRunPayload', run: { id: string, status: RunStatus } }
    | { __typename: 'StaleClaim', code: ErrorCode, message: string }
   };

export type ConsoleInstantiateMutationVariables = Exact<{
  input: InstantiateTemplateInput;
}>;


export type ConsoleInstantiateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'InstantiateTemplatePayload', run: { variables: unknown, resourceProfile: unknown, id: string, namespace: string, status: RunStatus, environment: string | null, createdBy: string, createdAt: string, startedAt: string | null, finishedAt: string | null, retries: number, steps: Array<{ stepId: string, name: string, dependsOn: Array<string>, inputs: unknown, agent: { agentId: string, namespace: string } | null, agentVersion: { version: string, digest: string } | null }>, template: { templateId: string, namespace: string, name: string } | null, templateVersion: { version: string } | null } | null }
    | { __typename: 'LockInvalid', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'VariablesInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

export type ConsoleShareFragment = { namespace: string, mayInstantiate: boolean, sharedAt: string };

export type ConsoleAgentSharesQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
}>;


export type ConsoleAgentSharesQuery = { entry: { shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null } | null };

export type ConsoleTemplateSharesQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
}>;


export type ConsoleTemplateSharesQuery = { entry: { shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null } | null };

export type ConsoleShareAgentMutationVariables = Exact<{
  input: ShareInput;
}>;


export type ConsoleShareAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShareAgentPayload', share: { namespace: string, mayInstantiate: boolean, sharedAt: string } }
   };

export type ConsoleShareTemplateMutationVariables = Exact<{
  input: ShareInput;
}>;


export type ConsoleShareTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShareTemplatePayload', share: { namespace: string, mayInstantiate: boolean, sharedAt: string } }
   };

export type ConsoleShareImpactFragment = { days: number, templates: number, templateVersions: number, runs: number, openRuns: number };

export type ConsoleUnshareAgentMutationVariables = Exact<{
  input: UnshareInput;
}>;


export type ConsoleUnshareAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UnshareAgentPayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number } }
   };

export type ConsoleUnshareTemplateMutationVariables = Exact<{
  input: UnshareInput;
}>;


export type ConsoleUnshareTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UnshareTemplatePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number } }
   };

export type ConsoleDeclineAgentShareMutationVariables = Exact<{
  input: DeclineShareInput;
}>;


export type ConsoleDeclineAgentShareMutation = { result:
    | { __typename: 'DeclineAgentSharePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number } }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ConsoleDeclineTemplateShareMutationVariables = Exact<{
  input: DeclineShareInput;
}>;


export type ConsoleDeclineTemplateShareMutation = { result:
    | { __typename: 'DeclineTemplateSharePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number } }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ConsoleTemplateUsageQueryVariables = Exact<{
  days: number;
  first?: number | null | undefined;
}>;


export type ConsoleTemplateUsageQuery = { templates: { totalCount: number, pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { slug: string, namespace: string, name: string, usage: { runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null, perDay: Array<{ date: string, count: number }> }, engagement: { views: number, pulls: number } } }> } };

export type ConsoleAgentUsageQueryVariables = Exact<{
  days: number;
  first?: number | null | undefined;
}>;


export type ConsoleAgentUsageQuery = { agents: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { slug: string, namespace: string, name: string, usage: { runs: number, steps: number, succeeded: number, failed: number, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null }, engagement: { views: number, pulls: number } } }> } };

export type ConsoleMetersQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleMetersQuery = { namespaceUsage: { namespace: string, totals: Array<{ meter: UsageMeter, total: number }>, quotas: Array<{ quota: UsageQuota, limit: number, used: number, resetsAt: string | null }> } };

export type ConsoleUsageRecordsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: UsageRecordFilter | null | undefined;
}>;


export type ConsoleUsageRecordsQuery = { usageRecords: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { meter: UsageMeter, quantity: number, occurredAt: string } }> } };

export type ConsoleWebhookFragment = { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdBy: string, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } };

export type ConsoleDeliveryFragment = { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, event: { id: string, number: number, entryId: string | null, kind: RegistryKind, namespace: string, version: string | null } | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> };

export type ConsoleWebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleWebhooksQuery = { webhooks: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdBy: string, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } }> } };

export type ConsoleWebhookQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleWebhookQuery = { webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdBy: string, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null };

export type ConsoleDeliveriesQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: WebhookDeliveryStatus | null | undefined;
}>;


export type ConsoleDeliveriesQuery = { webhook: { id: string, deliveries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, event: { id: string, number: number, entryId: string | null, kind: RegistryKind, namespace: string, version: string | null } | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> } }> } } | null };

export type ConsoleCreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type ConsoleCreateWebhookMutation = { result:
    | { __typename: 'CreateWebhookPayload', secret: string | null, webhook: { id: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
   };

export type ConsoleUpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type ConsoleUpdateWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UpdateWebhookPayload', webhook: { id: string } | null }
   };

export type ConsoleRotateWebhookMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type ConsoleRotateWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RotateWebhookSecretPayload', secret: string | null }
   };

export type ConsoleTestWebhookMutationVariables = Exact<{
  input: TestWebhookInput;
}>;


export type ConsoleTestWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'TestWebhookPayload', delivery: { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, event: { id: string, number: number, entryId: string | null, kind: RegistryKind, namespace: string, version: string | null } | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> } | null }
   };

export type ConsoleReplayWebhookMutationVariables = Exact<{
  input: ReplayWebhookInput;
}>;


export type ConsoleReplayWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ReplayWebhookPayload', webhook: { id: string } | null }
   };

export type ConsoleRemoveWebhookMutationVariables = Exact<{
  input: RemoveWebhookInput;
}>;


export type ConsoleRemoveWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveWebhookPayload', webhookId: string }
   };

export type ConsoleIssueFragment = { file: string, path: string, code: string, message: string, severity: IssueSeverity };

type ConsoleProblem_DependencyUnresolved_Fragment = { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> };

type ConsoleProblem_Forbidden_Fragment = { __typename: 'Forbidden', code: ErrorCode, message: string };

type ConsoleProblem_GateNotPassed_Fragment = { __typename: 'GateNotPassed', channel: string, evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> };

type ConsoleProblem_IdempotencyKeyReused_Fragment = { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string };

type ConsoleProblem_IncompatibleChange_Fragment = { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string };

type ConsoleProblem_LockInvalid_Fragment = { __typename: 'LockInvalid', code: ErrorCode, message: string };

type ConsoleProblem_ManifestInvalid_Fragment = { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type ConsoleProblem_NotFound_Fragment = { __typename: 'NotFound', code: ErrorCode, message: string };

type ConsoleProblem_OutputsInvalid_Fragment = { __typename: 'OutputsInvalid', code: ErrorCode, message: string };

type ConsoleProblem_QuotaExceeded_Fragment = { __typename: 'QuotaExceeded', code: ErrorCode, message: string };

type ConsoleProblem_StaleClaim_Fragment = { __typename: 'StaleClaim', code: ErrorCode, message: string };

type ConsoleProblem_StaleVersion_Fragment = { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string };

type ConsoleProblem_UpgradeConflict_Fragment = { __typename: 'UpgradeConflict', code: ErrorCode, message: string };

type ConsoleProblem_VariablesInvalid_Fragment = { __typename: 'VariablesInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type ConsoleProblem_VersionExists_Fragment = { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string };

export type ConsoleProblemFragment =
  | ConsoleProblem_DependencyUnresolved_Fragment
  | ConsoleProblem_Forbidden_Fragment
  | ConsoleProblem_GateNotPassed_Fragment
  | ConsoleProblem_IdempotencyKeyReused_Fragment
  | ConsoleProblem_IncompatibleChange_Fragment
  | ConsoleProblem_LockInvalid_Fragment
  | ConsoleProblem_ManifestInvalid_Fragment
  | ConsoleProblem_NotFound_Fragment
  | ConsoleProblem_OutputsInvalid_Fragment
  | ConsoleProblem_QuotaExceeded_Fragment
  | ConsoleProblem_StaleClaim_Fragment
  | ConsoleProblem_StaleVersion_Fragment
  | ConsoleProblem_UpgradeConflict_Fragment
  | ConsoleProblem_VariablesInvalid_Fragment
  | ConsoleProblem_VersionExists_Fragment
;

export type ConsoleVisibilityChangeFragment = { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> };

export type ConsoleImpactCountsFragment = { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number };

export type ConsoleImpactFragment = { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> };

type ConsolePublished_PublishAgentPayload_Fragment = { created: boolean, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null };

type ConsolePublished_PublishTemplatePayload_Fragment = { created: boolean, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null };

export type ConsolePublishedFragment =
  | ConsolePublished_PublishAgentPayload_Fragment
  | ConsolePublished_PublishTemplatePayload_Fragment
;

export type ConsoleValidateAgentMutationVariables = Exact<{
  input: ValidateAgentInput;
}>;


export type ConsoleValidateAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'ValidatePayload', valid: boolean, digest: string | null, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

export type ConsoleValidateTemplateMutationVariables = Exact<{
  input: ValidateTemplateInput;
}>;


export type ConsoleValidateTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'ValidatePayload', valid: boolean, digest: string | null, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

export type ConsolePublishAgentMutationVariables = Exact<{
  input: PublishAgentInput;
}>;


export type ConsolePublishAgentMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishAgentPayload', created: boolean, version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string }
   };

export type ConsolePublishTemplateMutationVariables = Exact<{
  input: PublishTemplateInput;
}>;


export type ConsolePublishTemplateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishTemplatePayload', created: boolean, version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string }
   };

export type ConsolePromoteAgentMutationVariables = Exact<{
  input: PromoteInput;
}>;


export type ConsolePromoteAgentMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishAgentPayload', created: boolean, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string }
   };

export type ConsolePromoteTemplateMutationVariables = Exact<{
  input: PromoteInput;
}>;


export type ConsolePromoteTemplateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishTemplatePayload', created: boolean, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'QuotaExceeded', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string }
   };

export type ConsoleRollbackAgentMutationVariables = Exact<{
  input: RollbackInput;
}>;


export type ConsoleRollbackAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RollbackAgentPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, version: { version: string } | null, previousVersion: { version: string } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleRollbackTemplateMutationVariables = Exact<{
  input: RollbackInput;
}>;


export type ConsoleRollbackTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RollbackTemplatePayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, version: { version: string } | null, previousVersion: { version: string } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleAgentStatusMutationVariables = Exact<{
  input: SetStatusInput;
}>;


export type ConsoleAgentStatusMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentStatusPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, entry: { status: EntryStatus } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
   };

export type ConsoleTemplateStatusMutationVariables = Exact<{
  input: SetStatusInput;
}>;


export type ConsoleTemplateStatusMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateStatusPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, entry: { status: EntryStatus } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
   };

export type ConsoleRateMutationVariables = Exact<{
  input: RateTemplateInput;
}>;


export type ConsoleRateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RateTemplatePayload', rating: { average: number | null, count: number, mine: number | null } }
   };

export type ConsoleArchiveAgentMutationVariables = Exact<{
  input: ArchiveVersionInput;
}>;


export type ConsoleArchiveAgentMutation = { result:
    | { __typename: 'ArchiveAgentVersionPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleUnarchiveAgentMutationVariables = Exact<{
  input: UnarchiveVersionInput;
}>;


export type ConsoleUnarchiveAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UnarchiveAgentVersionPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
   };

export type ConsoleDiscardAgentDraftMutationVariables = Exact<{
  input: DiscardDraftInput;
}>;


export type ConsoleDiscardAgentDraftMutation = { result:
    | { __typename: 'DiscardAgentDraftPayload', version: string }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ConsoleRemoveAgentMutationVariables = Exact<{
  input: RemoveEntryInput;
}>;


export type ConsoleRemoveAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveAgentPayload', versionCount: number, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleArchiveTemplateMutationVariables = Exact<{
  input: ArchiveVersionInput;
}>;


export type ConsoleArchiveTemplateMutation = { result:
    | { __typename: 'ArchiveTemplateVersionPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleUnarchiveTemplateMutationVariables = Exact<{
  input: UnarchiveVersionInput;
}>;


export type ConsoleUnarchiveTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UnarchiveTemplateVersionPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
   };

export type ConsoleDiscardTemplateDraftMutationVariables = Exact<{
  input: DiscardDraftInput;
}>;


export type ConsoleDiscardTemplateDraftMutation = { result:
    | { __typename: 'DiscardTemplateDraftPayload', version: string }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ConsoleRemoveTemplateMutationVariables = Exact<{
  input: RemoveEntryInput;
}>;


export type ConsoleRemoveTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveTemplatePayload', versionCount: number, impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleAgentVisibilityMutationVariables = Exact<{
  input: SetVisibilityInput;
}>;


export type ConsoleAgentVisibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentVisibilityPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleTemplateVisibilityMutationVariables = Exact<{
  input: SetVisibilityInput;
}>;


export type ConsoleTemplateVisibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateVisibilityPayload', impact: { days: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ effect: ImpactEffect, kind: RegistryKind, namespace: string, entryId: string, version: string, range: string, before: string, after: string | null }> } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ConsoleReportCommentMutationVariables = Exact<{
  input: ReportCommentInput;
}>;


export type ConsoleReportCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ReportCommentPayload', created: boolean }
   };

export type ConsoleHideCommentMutationVariables = Exact<{
  input: HideCommentInput;
}>;


export type ConsoleHideCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'HideCommentPayload', event: { id: string } | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ConsoleShowCommentMutationVariables = Exact<{
  input: HideCommentInput;
}>;


export type ConsoleShowCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShowCommentPayload', event: { id: string } | null }
   };

export type ConsoleAgentFeaturedMutationVariables = Exact<{
  input: SetFeaturedInput;
}>;


export type ConsoleAgentFeaturedMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentFeaturedPayload', event: { id: string } | null }
   };

export type ConsoleTemplateFeaturedMutationVariables = Exact<{
  input: SetFeaturedInput;
}>;


export type ConsoleTemplateFeaturedMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateFeaturedPayload', event: { id: string } | null }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ConsoleChannelNameFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleChannelName on Channel {
  name
  version {
    version
  }
}
    `, {"fragmentName":"ConsoleChannelName"}) as unknown as TypedDocumentString<ConsoleChannelNameFragment, unknown>;
export const ConsoleChannelFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleChannel on Channel {
  name
  movedAt
  version {
    version
  }
  previousVersion {
    version
  }
  gate {
    requireTests
    windowHours
    minRuns
    minSuccessRate
    maxP95DurationMs
    maxTokensPerRun
    onRegression
  }
}
    `, {"fragmentName":"ConsoleChannel"}) as unknown as TypedDocumentString<ConsoleChannelFragment, unknown>;
export const ConsoleChannelEventsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleChannelEvents on RegistryEventConnection {
  edges {
    node {
      id
      number
      action
      actor
      reason
      occurredAt
      before
      after
    }
  }
}
    `, {"fragmentName":"ConsoleChannelEvents"}) as unknown as TypedDocumentString<ConsoleChannelEventsFragment, unknown>;
export const EntryCardFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}
    `, {"fragmentName":"EntryCard"}) as unknown as TypedDocumentString<EntryCardFragment, unknown>;
export const VersionHeadFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
    `, {"fragmentName":"VersionHead"}) as unknown as TypedDocumentString<VersionHeadFragment, unknown>;
export const ConsoleFilesFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleFiles on RegistryVersion {
  files {
    path
    size
    sha256
  }
}
    `, {"fragmentName":"ConsoleFiles"}) as unknown as TypedDocumentString<ConsoleFilesFragment, unknown>;
export const LimitsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Limits on ResourceProfile {
  cpu
  memoryMb
  gpu
  apiCalls
  estimatedTimeMs
  timeoutSeconds
}
    `, {"fragmentName":"Limits"}) as unknown as TypedDocumentString<LimitsFragment, unknown>;
export const AgentOverviewFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment AgentOverview on AgentVersion {
  ...VersionHead
  ...ConsoleFiles
  model
  skills {
    skillId
    name
    description
    tags
  }
  mcpServers {
    name
    transport
    command
    args
    url
    env
  }
  prompts {
    path
    content
  }
  resourceProfile {
    ...Limits
  }
}
    fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment ConsoleFiles on RegistryVersion {
  files {
    path
    size
    sha256
  }
}
fragment Limits on ResourceProfile {
  cpu
  memoryMb
  gpu
  apiCalls
  estimatedTimeMs
  timeoutSeconds
}`, {"fragmentName":"AgentOverview"}) as unknown as TypedDocumentString<AgentOverviewFragment, unknown>;
export const TemplateOverviewFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment TemplateOverview on TemplateVersion {
  ...VersionHead
  ...ConsoleFiles
  variables
  expectedOutputs
  rollbackAdvice
  resourceProfile {
    ...Limits
  }
  environments {
    name
    variables
  }
  supportedAgents {
    agentId
    range
    agent {
      namespace
    }
    resolvedVersion {
      version
    }
  }
  dependencies {
    templateId
    range
    template {
      namespace
    }
    resolvedVersion {
      version
    }
  }
  defaultPlan {
    steps {
      stepId
      name
      agent
      template {
        templateId
        environment
      }
      dependsOn
      inputs
      outputs
    }
  }
}
    fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment ConsoleFiles on RegistryVersion {
  files {
    path
    size
    sha256
  }
}
fragment Limits on ResourceProfile {
  cpu
  memoryMb
  gpu
  apiCalls
  estimatedTimeMs
  timeoutSeconds
}`, {"fragmentName":"TemplateOverview"}) as unknown as TypedDocumentString<TemplateOverviewFragment, unknown>;
export const DiffFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment DiffFields on VersionDiff {
  truncated
  classifiedTruncated
  compatible
  level
  suggestedVersion
  classified {
    level
    change
    path
    before
    after
    reason
  }
  files {
    change
    path
    before {
      size
      sha256
    }
    after {
      size
      sha256
    }
  }
  from {
    ...VersionHead
    manifest
  }
  to {
    ...VersionHead
    manifest
  }
}
    fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`, {"fragmentName":"DiffFields"}) as unknown as TypedDocumentString<DiffFieldsFragment, unknown>;
export const CurrentContentFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment CurrentContent on RegistryVersion {
  version
  manifest
  files {
    path
    size
  }
}
    `, {"fragmentName":"CurrentContent"}) as unknown as TypedDocumentString<CurrentContentFragment, unknown>;
export const ConsoleEventFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleEvent on RegistryEvent {
  id
  cursor
  number
  type
  action
  kind
  entryId
  namespace
  version
  actor
  reason
  correlationId
  occurredAt
  before
  after
}
    `, {"fragmentName":"ConsoleEvent"}) as unknown as TypedDocumentString<ConsoleEventFragment, unknown>;
export const ConsoleEventDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleEventDetails on RegistryEvent {
  hash
  report {
    id
    valid
    issues {
      file
      path
      code
      message
      severity
    }
  }
}
    `, {"fragmentName":"ConsoleEventDetails"}) as unknown as TypedDocumentString<ConsoleEventDetailsFragment, unknown>;
export const ConsoleRunRowFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleRunRow on Run {
  id
  namespace
  status
  environment
  createdBy
  createdAt
  startedAt
  finishedAt
  retries
  template {
    templateId
    namespace
    name
  }
  templateVersion {
    version
  }
}
    `, {"fragmentName":"ConsoleRunRow"}) as unknown as TypedDocumentString<ConsoleRunRowFragment, unknown>;
export const ConsoleStepFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleStep on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  error {
    code
    message
  }
  agent {
    agentId
    namespace
  }
  agentVersion {
    version
  }
}
    `, {"fragmentName":"ConsoleStep"}) as unknown as TypedDocumentString<ConsoleStepFragment, unknown>;
export const ConsoleShareFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleShare on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
    `, {"fragmentName":"ConsoleShare"}) as unknown as TypedDocumentString<ConsoleShareFragment, unknown>;
export const ConsoleShareImpactFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleShareImpact on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
    `, {"fragmentName":"ConsoleShareImpact"}) as unknown as TypedDocumentString<ConsoleShareImpactFragment, unknown>;
export const ConsoleWebhookFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleWebhook on Webhook {
  id
  namespace
  url
  description
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdBy
  createdAt
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
}
    `, {"fragmentName":"ConsoleWebhook"}) as unknown as TypedDocumentString<ConsoleWebhookFragment, unknown>;
export const ConsoleDeliveryFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleDelivery on WebhookDelivery {
  id
  messageId
  type
  status
  nextAttemptAt
  createdAt
  finishedAt
  event {
    id
    number
    entryId
    kind
    namespace
    version
  }
  attempts {
    at
    durationMs
    statusCode
    error
  }
}
    `, {"fragmentName":"ConsoleDelivery"}) as unknown as TypedDocumentString<ConsoleDeliveryFragment, unknown>;
export const ConsoleIssueFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
    `, {"fragmentName":"ConsoleIssue"}) as unknown as TypedDocumentString<ConsoleIssueFragment, unknown>;
export const ConsoleProblemFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}`, {"fragmentName":"ConsoleProblem"}) as unknown as TypedDocumentString<ConsoleProblemFragment, unknown>;
export const ConsoleImpactCountsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
    `, {"fragmentName":"ConsoleImpactCounts"}) as unknown as TypedDocumentString<ConsoleImpactCountsFragment, unknown>;
export const ConsoleImpactFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}
    fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}`, {"fragmentName":"ConsoleImpact"}) as unknown as TypedDocumentString<ConsoleImpactFragment, unknown>;
export const ConsoleVisibilityChangeFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
    `, {"fragmentName":"ConsoleVisibilityChange"}) as unknown as TypedDocumentString<ConsoleVisibilityChangeFragment, unknown>;
export const ConsolePublishedFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConsolePublished on PublishPayload {
  created
  impact {
    ...ConsoleImpact
  }
  warnings {
    ...ConsoleIssue
  }
  visibilityChange {
    ...ConsoleVisibilityChange
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`, {"fragmentName":"ConsolePublished"}) as unknown as TypedDocumentString<ConsolePublishedFragment, unknown>;
export const ConsoleAgentChannelsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgentChannels($id: String!, $namespace: String!, $first: Int) {
  entry: agent(agentId: $id, namespace: $namespace) {
    channels {
      ...ConsoleChannel
    }
    versions(first: $first) {
      edges {
        node {
          version
          status
        }
      }
    }
  }
  registryEvents(
    last: 100
    filter: {kind: AGENT, entryId: $id, namespace: $namespace, actions: [CHANNEL_SET, CHANNEL_REMOVED, CHANNEL_REGRESSED]}
  ) {
    ...ConsoleChannelEvents
  }
}
    fragment ConsoleChannel on Channel {
  name
  movedAt
  version {
    version
  }
  previousVersion {
    version
  }
  gate {
    requireTests
    windowHours
    minRuns
    minSuccessRate
    maxP95DurationMs
    maxTokensPerRun
    onRegression
  }
}
fragment ConsoleChannelEvents on RegistryEventConnection {
  edges {
    node {
      id
      number
      action
      actor
      reason
      occurredAt
      before
      after
    }
  }
}`) as unknown as TypedDocumentString<ConsoleAgentChannelsQuery, ConsoleAgentChannelsQueryVariables>;
export const ConsoleTemplateChannelsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplateChannels($id: String!, $namespace: String!, $first: Int) {
  entry: template(templateId: $id, namespace: $namespace) {
    channels {
      ...ConsoleChannel
    }
    versions(first: $first) {
      edges {
        node {
          version
          status
        }
      }
    }
  }
  registryEvents(
    last: 100
    filter: {kind: TEMPLATE, entryId: $id, namespace: $namespace, actions: [CHANNEL_SET, CHANNEL_REMOVED, CHANNEL_REGRESSED]}
  ) {
    ...ConsoleChannelEvents
  }
}
    fragment ConsoleChannel on Channel {
  name
  movedAt
  version {
    version
  }
  previousVersion {
    version
  }
  gate {
    requireTests
    windowHours
    minRuns
    minSuccessRate
    maxP95DurationMs
    maxTokensPerRun
    onRegression
  }
}
fragment ConsoleChannelEvents on RegistryEventConnection {
  edges {
    node {
      id
      number
      action
      actor
      reason
      occurredAt
      before
      after
    }
  }
}`) as unknown as TypedDocumentString<ConsoleTemplateChannelsQuery, ConsoleTemplateChannelsQueryVariables>;
export const ConsoleRangeDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleRange($id: String!, $namespace: String, $range: String!) {
  entry: template(templateId: $id, namespace: $namespace) {
    lock(version: $range) {
      lock
      unresolved {
        kind
        entryId
        range
        reason
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleRangeQuery, ConsoleRangeQueryVariables>;
export const ConsoleSetAgentChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleSetAgentChannel($input: SetChannelInput!) {
  result: setAgentChannel(input: $input) {
    __typename
    ... on SetAgentChannelPayload {
      impact {
        ...ConsoleImpact
      }
      previousVersion {
        version
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleSetAgentChannelMutation, ConsoleSetAgentChannelMutationVariables>;
export const ConsoleSetTemplateChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleSetTemplateChannel($input: SetChannelInput!) {
  result: setTemplateChannel(input: $input) {
    __typename
    ... on SetTemplateChannelPayload {
      impact {
        ...ConsoleImpact
      }
      previousVersion {
        version
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleSetTemplateChannelMutation, ConsoleSetTemplateChannelMutationVariables>;
export const ConsoleRemoveAgentChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRemoveAgentChannel($input: RemoveChannelInput!) {
  result: removeAgentChannel(input: $input) {
    __typename
    ... on RemoveAgentChannelPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRemoveAgentChannelMutation, ConsoleRemoveAgentChannelMutationVariables>;
export const ConsoleRemoveTemplateChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRemoveTemplateChannel($input: RemoveChannelInput!) {
  result: removeTemplateChannel(input: $input) {
    __typename
    ... on RemoveTemplateChannelPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRemoveTemplateChannelMutation, ConsoleRemoveTemplateChannelMutationVariables>;
export const ConsoleRedeemLinkDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRedeemLink($input: RedeemConsoleLinkInput!) {
  result: redeemConsoleLink(input: $input) {
    __typename
    ... on RedeemConsoleLinkPayload {
      token
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleRedeemLinkMutation, ConsoleRedeemLinkMutationVariables>;
export const ConsoleAgentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgents($first: Int, $after: String, $filter: RegistryFilter, $orderBy: RegistryOrder) {
  list: agents(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ConsoleAgentsQuery, ConsoleAgentsQueryVariables>;
export const ConsoleTemplatesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplates($first: Int, $after: String, $filter: RegistryFilter, $orderBy: RegistryOrder) {
  list: templates(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ConsoleTemplatesQuery, ConsoleTemplatesQueryVariables>;
export const ConsoleSearchDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleSearch($query: String!, $kinds: [RegistryKind!], $filter: RegistryFilter, $first: Int, $after: String) {
  search(
    query: $query
    kinds: $kinds
    filter: $filter
    first: $first
    after: $after
  ) {
    totalCount
    totalCountIsExact
    facets {
      kinds {
        value
        count
      }
      tags {
        value
        count
      }
      categories {
        value
        count
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      highlight
      node {
        ... on RegistryEntry {
          ...EntryCard
        }
        ... on Agent {
          currentVersion {
            version
          }
        }
        ... on Template {
          currentVersion {
            version
          }
        }
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ConsoleSearchQuery, ConsoleSearchQueryVariables>;
export const ConsoleFacetsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleFacets($query: String!, $kinds: [RegistryKind!], $filter: RegistryFilter) {
  search(query: $query, kinds: $kinds, filter: $filter, first: 1) {
    totalCount
    totalCountIsExact
    facets {
      kinds {
        value
        count
      }
      tags {
        value
        count
      }
      categories {
        value
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleFacetsQuery, ConsoleFacetsQueryVariables>;
export const ConsoleAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgent($id: String!, $namespace: String, $version: String!, $exact: Boolean!) {
  entry: agent(agentId: $id, namespace: $namespace) {
    ...EntryCard
    channels {
      ...ConsoleChannelName
    }
    sharedWithMe {
      mayInstantiate
    }
    statusMessage
    owner
    repository
    usage(days: 30) {
      days
      runs
      steps
      succeeded
      failed
      successRate
      p50Seconds
      p95Seconds
      tokens {
        inputTokens
        outputTokens
      }
      lastUsedAt
      perDay {
        date
        count
      }
      acrossNamespaces {
        runs
        succeeded
        failed
        successRate
      }
    }
    engagement(days: 30) {
      views
      pulls
      instantiations
      includesOthers
    }
    currentVersion {
      version
    }
    current: currentVersion @skip(if: $exact) {
      ...AgentOverview
    }
    exact: version(version: $version) @include(if: $exact) {
      ...AgentOverview
    }
  }
}
    fragment ConsoleChannelName on Channel {
  name
  version {
    version
  }
}
fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment ConsoleFiles on RegistryVersion {
  files {
    path
    size
    sha256
  }
}
fragment Limits on ResourceProfile {
  cpu
  memoryMb
  gpu
  apiCalls
  estimatedTimeMs
  timeoutSeconds
}
fragment AgentOverview on AgentVersion {
  ...VersionHead
  ...ConsoleFiles
  model
  skills {
    skillId
    name
    description
    tags
  }
  mcpServers {
    name
    transport
    command
    args
    url
    env
  }
  prompts {
    path
    content
  }
  resourceProfile {
    ...Limits
  }
}`) as unknown as TypedDocumentString<ConsoleAgentQuery, ConsoleAgentQueryVariables>;
export const ConsoleTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplate($id: String!, $namespace: String, $version: String!, $exact: Boolean!) {
  entry: template(templateId: $id, namespace: $namespace) {
    ...EntryCard
    channels {
      ...ConsoleChannelName
    }
    sharedWithMe {
      mayInstantiate
    }
    statusMessage
    owner
    repository
    rating {
      average
      count
      mine
      distribution {
        stars
        count
      }
    }
    usage(days: 30) {
      days
      runs
      succeeded
      failed
      successRate
      p50Seconds
      p95Seconds
      tokens {
        inputTokens
        outputTokens
      }
      lastUsedAt
      perDay {
        date
        count
      }
      acrossNamespaces {
        runs
        succeeded
        failed
        successRate
      }
    }
    engagement(days: 30) {
      views
      pulls
      instantiations
      includesOthers
    }
    currentVersion {
      version
    }
    current: currentVersion @skip(if: $exact) {
      ...TemplateOverview
    }
    exact: version(version: $version) @include(if: $exact) {
      ...TemplateOverview
    }
  }
}
    fragment ConsoleChannelName on Channel {
  name
  version {
    version
  }
}
fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment ConsoleFiles on RegistryVersion {
  files {
    path
    size
    sha256
  }
}
fragment Limits on ResourceProfile {
  cpu
  memoryMb
  gpu
  apiCalls
  estimatedTimeMs
  timeoutSeconds
}
fragment TemplateOverview on TemplateVersion {
  ...VersionHead
  ...ConsoleFiles
  variables
  expectedOutputs
  rollbackAdvice
  resourceProfile {
    ...Limits
  }
  environments {
    name
    variables
  }
  supportedAgents {
    agentId
    range
    agent {
      namespace
    }
    resolvedVersion {
      version
    }
  }
  dependencies {
    templateId
    range
    template {
      namespace
    }
    resolvedVersion {
      version
    }
  }
  defaultPlan {
    steps {
      stepId
      name
      agent
      template {
        templateId
        environment
      }
      dependsOn
      inputs
      outputs
    }
  }
}`) as unknown as TypedDocumentString<ConsoleTemplateQuery, ConsoleTemplateQueryVariables>;
export const ConsoleAgentVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgentVersions($id: String!, $namespace: String, $first: Int, $after: String) {
  entry: agent(agentId: $id, namespace: $namespace) {
    channels {
      ...ConsoleChannelName
    }
    currentVersion {
      version
    }
    versions(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...VersionHead
        }
      }
    }
  }
}
    fragment ConsoleChannelName on Channel {
  name
  version {
    version
  }
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<ConsoleAgentVersionsQuery, ConsoleAgentVersionsQueryVariables>;
export const ConsoleTemplateVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplateVersions($id: String!, $namespace: String, $first: Int, $after: String) {
  entry: template(templateId: $id, namespace: $namespace) {
    channels {
      ...ConsoleChannelName
    }
    currentVersion {
      version
    }
    versions(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...VersionHead
        }
      }
    }
  }
}
    fragment ConsoleChannelName on Channel {
  name
  version {
    version
  }
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<ConsoleTemplateVersionsQuery, ConsoleTemplateVersionsQueryVariables>;
export const ConsoleUsedByDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleUsedBy($id: String!, $namespace: String, $first: Int, $after: String) {
  entry: agent(agentId: $id, namespace: $namespace) {
    templates(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...EntryCard
          currentVersion {
            version
            supportedAgents {
              agentId
              range
            }
          }
        }
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ConsoleUsedByQuery, ConsoleUsedByQueryVariables>;
export const ConsoleAgentDiffDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgentDiff($id: String!, $namespace: String, $from: String!, $to: String!) {
  entry: agent(agentId: $id, namespace: $namespace) {
    ...EntryCard
    version(version: $to) {
      diff(against: $from) {
        ...DiffFields
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment DiffFields on VersionDiff {
  truncated
  classifiedTruncated
  compatible
  level
  suggestedVersion
  classified {
    level
    change
    path
    before
    after
    reason
  }
  files {
    change
    path
    before {
      size
      sha256
    }
    after {
      size
      sha256
    }
  }
  from {
    ...VersionHead
    manifest
  }
  to {
    ...VersionHead
    manifest
  }
}`) as unknown as TypedDocumentString<ConsoleAgentDiffQuery, ConsoleAgentDiffQueryVariables>;
export const ConsoleTemplateDiffDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplateDiff($id: String!, $namespace: String, $from: String!, $to: String!) {
  entry: template(templateId: $id, namespace: $namespace) {
    ...EntryCard
    version(version: $to) {
      diff(against: $from) {
        ...DiffFields
      }
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}
fragment VersionHead on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
fragment DiffFields on VersionDiff {
  truncated
  classifiedTruncated
  compatible
  level
  suggestedVersion
  classified {
    level
    change
    path
    before
    after
    reason
  }
  files {
    change
    path
    before {
      size
      sha256
    }
    after {
      size
      sha256
    }
  }
  from {
    ...VersionHead
    manifest
  }
  to {
    ...VersionHead
    manifest
  }
}`) as unknown as TypedDocumentString<ConsoleTemplateDiffQuery, ConsoleTemplateDiffQueryVariables>;
export const ConsoleLocateDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleLocate($id: String!, $isAgent: Boolean!) {
  agent(agentId: $id) @include(if: $isAgent) {
    namespace
  }
  template(templateId: $id) @skip(if: $isAgent) {
    namespace
  }
}
    `) as unknown as TypedDocumentString<ConsoleLocateQuery, ConsoleLocateQueryVariables>;
export const ConsoleCurrentDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleCurrent($id: String!, $namespace: String, $isAgent: Boolean!) {
  agent(agentId: $id, namespace: $namespace) @include(if: $isAgent) {
    currentVersion {
      ...CurrentContent
    }
  }
  template(templateId: $id, namespace: $namespace) @skip(if: $isAgent) {
    currentVersion {
      ...CurrentContent
    }
  }
}
    fragment CurrentContent on RegistryVersion {
  version
  manifest
  files {
    path
    size
  }
}`) as unknown as TypedDocumentString<ConsoleCurrentQuery, ConsoleCurrentQueryVariables>;
export const ConsoleUsesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleUses($id: String!, $namespace: String) {
  entry: template(templateId: $id, namespace: $namespace) {
    currentVersion {
      version
      supportedAgents {
        agentId
        range
        agent {
          namespace
        }
        resolvedVersion {
          version
        }
      }
      dependencies {
        templateId
        range
        template {
          namespace
        }
        resolvedVersion {
          version
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleUsesQuery, ConsoleUsesQueryVariables>;
export const ConsoleCommentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleComments($id: String!, $namespace: String, $first: Int, $after: String) {
  template(templateId: $id, namespace: $namespace) {
    ratings(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          stars
          comment
          version
          author
          ratedAt
          isHidden
          hiddenReason
          reports {
            reason
            reportedAt
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleCommentsQuery, ConsoleCommentsQueryVariables>;
export const ConsoleEventsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleEvents($first: Int, $after: String, $last: Int, $before: String, $filter: RegistryEventFilter) {
  registryEvents(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        ...ConsoleEvent
      }
    }
  }
}
    fragment ConsoleEvent on RegistryEvent {
  id
  cursor
  number
  type
  action
  kind
  entryId
  namespace
  version
  actor
  reason
  correlationId
  occurredAt
  before
  after
}`) as unknown as TypedDocumentString<ConsoleEventsQuery, ConsoleEventsQueryVariables>;
export const ConsoleEventByIdDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleEventById($id: ID!) {
  node(id: $id) {
    ... on RegistryEvent {
      ...ConsoleEvent
      ...ConsoleEventDetails
    }
  }
}
    fragment ConsoleEvent on RegistryEvent {
  id
  cursor
  number
  type
  action
  kind
  entryId
  namespace
  version
  actor
  reason
  correlationId
  occurredAt
  before
  after
}
fragment ConsoleEventDetails on RegistryEvent {
  hash
  report {
    id
    valid
    issues {
      file
      path
      code
      message
      severity
    }
  }
}`) as unknown as TypedDocumentString<ConsoleEventByIdQuery, ConsoleEventByIdQueryVariables>;
export const ConsoleVerifyLogDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleVerifyLog($first: Int, $after: String) {
  verifyLog(first: $first, after: $after) {
    checked
    endCursor
    hasNextPage
    head
    number
    problem {
      message
      number
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleVerifyLogQuery, ConsoleVerifyLogQueryVariables>;
export const ConsoleReportsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleReports($first: Int, $after: String, $filter: ValidationReportFilter) {
  validationReports(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        kind
        namespace
        entryId
        version
        valid
        actor
        createdAt
        issues {
          file
          path
          code
          message
          severity
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleReportsQuery, ConsoleReportsQueryVariables>;
export const ConsoleDraftsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleDrafts($first: Int, $after: String) {
  drafts(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        __typename
        id
        version
        publishedAt
        ... on AgentVersion {
          agent {
            slug
            namespace
          }
        }
        ... on TemplateVersion {
          template {
            slug
            namespace
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleDraftsQuery, ConsoleDraftsQueryVariables>;
export const ConsoleHomeDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleHome {
  featuredAgents: agents(first: 6, filter: {featured: true}) {
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
  featuredTemplates: templates(first: 6, filter: {featured: true}) {
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
  agents(first: 6, orderBy: {field: UPDATED_AT, direction: DESC}) {
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
  templates(first: 6, orderBy: {field: UPDATED_AT, direction: DESC}) {
    edges {
      node {
        ...EntryCard
        currentVersion {
          version
        }
      }
    }
  }
  registryStats {
    agents {
      total
    }
    templates {
      total
    }
    published {
      days
      count
    }
    runs {
      days
      total
    }
    mostUsed {
      entry {
        __typename
        slug
        namespace
        name
      }
      runs
      succeeded
    }
  }
}
    fragment EntryCard on RegistryEntry {
  __typename
  slug
  namespace
  name
  description
  status
  visibility
  featured
  category
  tags
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ConsoleHomeQuery, ConsoleHomeQueryVariables>;
export const ConsoleViewerDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleViewer {
  viewer {
    id
    role
    namespace
  }
}
    `) as unknown as TypedDocumentString<ConsoleViewerQuery, ConsoleViewerQueryVariables>;
export const ConsoleRunsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleRuns($first: Int, $after: String, $filter: RunFilter) {
  runs(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ConsoleRunRow
      }
    }
  }
}
    fragment ConsoleRunRow on Run {
  id
  namespace
  status
  environment
  createdBy
  createdAt
  startedAt
  finishedAt
  retries
  template {
    templateId
    namespace
    name
  }
  templateVersion {
    version
  }
}`) as unknown as TypedDocumentString<ConsoleRunsQuery, ConsoleRunsQueryVariables>;
export const ConsoleRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleRun($id: ID!) {
  run(id: $id) {
    ...ConsoleRunRow
    variables
    outputs
    resourceProfile
    usage {
      inputTokens
      outputTokens
    }
    retryReason
    cancelReason
    steps {
      ...ConsoleStep
    }
  }
}
    fragment ConsoleRunRow on Run {
  id
  namespace
  status
  environment
  createdBy
  createdAt
  startedAt
  finishedAt
  retries
  template {
    templateId
    namespace
    name
  }
  templateVersion {
    version
  }
}
fragment ConsoleStep on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  error {
    code
    message
  }
  agent {
    agentId
    namespace
  }
  agentVersion {
    version
  }
}`) as unknown as TypedDocumentString<ConsoleRunQuery, ConsoleRunQueryVariables>;
export const ConsoleWatchRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription ConsoleWatchRun($id: ID!) {
  run(id: $id) {
    ...ConsoleRunRow
    variables
    outputs
    resourceProfile
    usage {
      inputTokens
      outputTokens
    }
    retryReason
    cancelReason
    steps {
      ...ConsoleStep
    }
  }
}
    fragment ConsoleRunRow on Run {
  id
  namespace
  status
  environment
  createdBy
  createdAt
  startedAt
  finishedAt
  retries
  template {
    templateId
    namespace
    name
  }
  templateVersion {
    version
  }
}
fragment ConsoleStep on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  error {
    code
    message
  }
  agent {
    agentId
    namespace
  }
  agentVersion {
    version
  }
}`) as unknown as TypedDocumentString<ConsoleWatchRunSubscription, ConsoleWatchRunSubscriptionVariables>;
export const ConsoleRunUpgradeDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleRunUpgrade($id: ID!) {
  run(id: $id) {
    id
    upgrade {
      fromVersion
      toVersion
      isUpToDate
      level
      conflicts {
        path
        reason
        base
        mine
        theirs
      }
      parts {
        kind
        namespace
        entryId
        change
        level
        before {
          version
        }
        after {
          version
        }
        items {
          kind
          name
        }
        changes {
          path
          level
          reason
          fingerprint
        }
      }
      problems {
        code
        message
        issues {
          path
          message
        }
        unresolved {
          chain
          reason
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleRunUpgradeQuery, ConsoleRunUpgradeQueryVariables>;
export const ConsoleUpgradeRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUpgradeRun($input: UpgradeRunInput!) {
  result: upgradeRun(input: $input) {
    __typename
    ... on UpgradeRunPayload {
      run {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleUpgradeRunMutation, ConsoleUpgradeRunMutationVariables>;
export const ConsoleCancelRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleCancelRun($input: CancelRunInput!) {
  result: cancelRun(input: $input) {
    __typename
    ... on CancelRunPayload {
      run {
        id
        status
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleCancelRunMutation, ConsoleCancelRunMutationVariables>;
export const ConsoleRetryRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRetryRun($input: RetryRunInput!) {
  result: retryRun(input: $input) {
    __typename
    ... on RetryRunPayload {
      run {
        id
        status
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleRetryRunMutation, ConsoleRetryRunMutationVariables>;
export const ConsoleInstantiateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleInstantiate($input: InstantiateTemplateInput!) {
  result: instantiateTemplate(input: $input) {
    __typename
    ... on InstantiateTemplatePayload {
      run {
        ...ConsoleRunRow
        variables
        resourceProfile
        steps {
          stepId
          name
          dependsOn
          inputs
          agent {
            agentId
            namespace
          }
          agentVersion {
            version
            digest
          }
        }
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleRunRow on Run {
  id
  namespace
  status
  environment
  createdBy
  createdAt
  startedAt
  finishedAt
  retries
  template {
    templateId
    namespace
    name
  }
  templateVersion {
    version
  }
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleInstantiateMutation, ConsoleInstantiateMutationVariables>;
export const ConsoleAgentSharesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgentShares($id: String!, $namespace: String) {
  entry: agent(agentId: $id, namespace: $namespace) {
    shares {
      ...ConsoleShare
    }
  }
}
    fragment ConsoleShare on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}`) as unknown as TypedDocumentString<ConsoleAgentSharesQuery, ConsoleAgentSharesQueryVariables>;
export const ConsoleTemplateSharesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplateShares($id: String!, $namespace: String) {
  entry: template(templateId: $id, namespace: $namespace) {
    shares {
      ...ConsoleShare
    }
  }
}
    fragment ConsoleShare on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}`) as unknown as TypedDocumentString<ConsoleTemplateSharesQuery, ConsoleTemplateSharesQueryVariables>;
export const ConsoleShareAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleShareAgent($input: ShareInput!) {
  result: shareAgent(input: $input) {
    __typename
    ... on ShareAgentPayload {
      share {
        ...ConsoleShare
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShare on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleShareAgentMutation, ConsoleShareAgentMutationVariables>;
export const ConsoleShareTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleShareTemplate($input: ShareInput!) {
  result: shareTemplate(input: $input) {
    __typename
    ... on ShareTemplatePayload {
      share {
        ...ConsoleShare
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShare on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleShareTemplateMutation, ConsoleShareTemplateMutationVariables>;
export const ConsoleUnshareAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUnshareAgent($input: UnshareInput!) {
  result: unshareAgent(input: $input) {
    __typename
    ... on UnshareAgentPayload {
      impact {
        ...ConsoleShareImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShareImpact on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleUnshareAgentMutation, ConsoleUnshareAgentMutationVariables>;
export const ConsoleUnshareTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUnshareTemplate($input: UnshareInput!) {
  result: unshareTemplate(input: $input) {
    __typename
    ... on UnshareTemplatePayload {
      impact {
        ...ConsoleShareImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShareImpact on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleUnshareTemplateMutation, ConsoleUnshareTemplateMutationVariables>;
export const ConsoleDeclineAgentShareDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleDeclineAgentShare($input: DeclineShareInput!) {
  result: declineAgentShare(input: $input) {
    __typename
    ... on DeclineAgentSharePayload {
      impact {
        ...ConsoleShareImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShareImpact on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleDeclineAgentShareMutation, ConsoleDeclineAgentShareMutationVariables>;
export const ConsoleDeclineTemplateShareDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleDeclineTemplateShare($input: DeclineShareInput!) {
  result: declineTemplateShare(input: $input) {
    __typename
    ... on DeclineTemplateSharePayload {
      impact {
        ...ConsoleShareImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleShareImpact on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleDeclineTemplateShareMutation, ConsoleDeclineTemplateShareMutationVariables>;
export const ConsoleTemplateUsageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleTemplateUsage($days: Int!, $first: Int) {
  templates(first: $first, orderBy: {field: POPULAR, direction: DESC}) {
    totalCount
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        slug
        namespace
        name
        usage(days: $days) {
          runs
          succeeded
          failed
          successRate
          p50Seconds
          p95Seconds
          tokens {
            inputTokens
            outputTokens
          }
          lastUsedAt
          perDay {
            date
            count
          }
        }
        engagement(days: $days) {
          views
          pulls
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleTemplateUsageQuery, ConsoleTemplateUsageQueryVariables>;
export const ConsoleAgentUsageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleAgentUsage($days: Int!, $first: Int) {
  agents(first: $first, orderBy: {field: POPULAR, direction: DESC}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        slug
        namespace
        name
        usage(days: $days) {
          runs
          steps
          succeeded
          failed
          p50Seconds
          p95Seconds
          tokens {
            inputTokens
            outputTokens
          }
          lastUsedAt
        }
        engagement(days: $days) {
          views
          pulls
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleAgentUsageQuery, ConsoleAgentUsageQueryVariables>;
export const ConsoleMetersDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleMeters {
  namespaceUsage {
    namespace
    totals {
      meter
      total
    }
    quotas {
      quota
      limit
      used
      resetsAt
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleMetersQuery, ConsoleMetersQueryVariables>;
export const ConsoleUsageRecordsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleUsageRecords($first: Int, $after: String, $filter: UsageRecordFilter) {
  usageRecords(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        meter
        quantity
        occurredAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConsoleUsageRecordsQuery, ConsoleUsageRecordsQueryVariables>;
export const ConsoleWebhooksDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleWebhooks($first: Int, $after: String) {
  webhooks(first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ConsoleWebhook
      }
    }
  }
}
    fragment ConsoleWebhook on Webhook {
  id
  namespace
  url
  description
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdBy
  createdAt
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
}`) as unknown as TypedDocumentString<ConsoleWebhooksQuery, ConsoleWebhooksQueryVariables>;
export const ConsoleWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleWebhook($id: ID!) {
  webhook(id: $id) {
    ...ConsoleWebhook
  }
}
    fragment ConsoleWebhook on Webhook {
  id
  namespace
  url
  description
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdBy
  createdAt
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
}`) as unknown as TypedDocumentString<ConsoleWebhookQuery, ConsoleWebhookQueryVariables>;
export const ConsoleDeliveriesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ConsoleDeliveries($id: ID!, $first: Int, $after: String, $status: WebhookDeliveryStatus) {
  webhook(id: $id) {
    id
    deliveries(first: $first, after: $after, status: $status) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...ConsoleDelivery
        }
      }
    }
  }
}
    fragment ConsoleDelivery on WebhookDelivery {
  id
  messageId
  type
  status
  nextAttemptAt
  createdAt
  finishedAt
  event {
    id
    number
    entryId
    kind
    namespace
    version
  }
  attempts {
    at
    durationMs
    statusCode
    error
  }
}`) as unknown as TypedDocumentString<ConsoleDeliveriesQuery, ConsoleDeliveriesQueryVariables>;
export const ConsoleCreateWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleCreateWebhook($input: CreateWebhookInput!) {
  result: createWebhook(input: $input) {
    __typename
    ... on CreateWebhookPayload {
      secret
      webhook {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleCreateWebhookMutation, ConsoleCreateWebhookMutationVariables>;
export const ConsoleUpdateWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUpdateWebhook($input: UpdateWebhookInput!) {
  result: updateWebhook(input: $input) {
    __typename
    ... on UpdateWebhookPayload {
      webhook {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleUpdateWebhookMutation, ConsoleUpdateWebhookMutationVariables>;
export const ConsoleRotateWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRotateWebhook($input: RotateWebhookSecretInput!) {
  result: rotateWebhookSecret(input: $input) {
    __typename
    ... on RotateWebhookSecretPayload {
      secret
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleRotateWebhookMutation, ConsoleRotateWebhookMutationVariables>;
export const ConsoleTestWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleTestWebhook($input: TestWebhookInput!) {
  result: testWebhook(input: $input) {
    __typename
    ... on TestWebhookPayload {
      delivery {
        ...ConsoleDelivery
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleDelivery on WebhookDelivery {
  id
  messageId
  type
  status
  nextAttemptAt
  createdAt
  finishedAt
  event {
    id
    number
    entryId
    kind
    namespace
    version
  }
  attempts {
    at
    durationMs
    statusCode
    error
  }
}
fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleTestWebhookMutation, ConsoleTestWebhookMutationVariables>;
export const ConsoleReplayWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleReplayWebhook($input: ReplayWebhookInput!) {
  result: replayWebhook(input: $input) {
    __typename
    ... on ReplayWebhookPayload {
      webhook {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleReplayWebhookMutation, ConsoleReplayWebhookMutationVariables>;
export const ConsoleRemoveWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRemoveWebhook($input: RemoveWebhookInput!) {
  result: removeWebhook(input: $input) {
    __typename
    ... on RemoveWebhookPayload {
      webhookId
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleRemoveWebhookMutation, ConsoleRemoveWebhookMutationVariables>;
export const ConsoleValidateAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleValidateAgent($input: ValidateAgentInput!) {
  result: validateAgent(input: $input) {
    __typename
    ... on ValidatePayload {
      valid
      digest
      issues {
        ...ConsoleIssue
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleValidateAgentMutation, ConsoleValidateAgentMutationVariables>;
export const ConsoleValidateTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleValidateTemplate($input: ValidateTemplateInput!) {
  result: validateTemplate(input: $input) {
    __typename
    ... on ValidatePayload {
      valid
      digest
      issues {
        ...ConsoleIssue
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleValidateTemplateMutation, ConsoleValidateTemplateMutationVariables>;
export const ConsolePublishAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsolePublishAgent($input: PublishAgentInput!) {
  result: publishAgent(input: $input) {
    __typename
    ... on PublishAgentPayload {
      ...ConsolePublished
      version {
        version
        status
        digest
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment ConsolePublished on PublishPayload {
  created
  impact {
    ...ConsoleImpact
  }
  warnings {
    ...ConsoleIssue
  }
  visibilityChange {
    ...ConsoleVisibilityChange
  }
}`) as unknown as TypedDocumentString<ConsolePublishAgentMutation, ConsolePublishAgentMutationVariables>;
export const ConsolePublishTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsolePublishTemplate($input: PublishTemplateInput!) {
  result: publishTemplate(input: $input) {
    __typename
    ... on PublishTemplatePayload {
      ...ConsolePublished
      version {
        version
        status
        digest
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment ConsolePublished on PublishPayload {
  created
  impact {
    ...ConsoleImpact
  }
  warnings {
    ...ConsoleIssue
  }
  visibilityChange {
    ...ConsoleVisibilityChange
  }
}`) as unknown as TypedDocumentString<ConsolePublishTemplateMutation, ConsolePublishTemplateMutationVariables>;
export const ConsolePromoteAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsolePromoteAgent($input: PromoteInput!) {
  result: promoteAgent(input: $input) {
    __typename
    ... on PublishAgentPayload {
      ...ConsolePublished
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment ConsolePublished on PublishPayload {
  created
  impact {
    ...ConsoleImpact
  }
  warnings {
    ...ConsoleIssue
  }
  visibilityChange {
    ...ConsoleVisibilityChange
  }
}`) as unknown as TypedDocumentString<ConsolePromoteAgentMutation, ConsolePromoteAgentMutationVariables>;
export const ConsolePromoteTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsolePromoteTemplate($input: PromoteInput!) {
  result: promoteTemplate(input: $input) {
    __typename
    ... on PublishTemplatePayload {
      ...ConsolePublished
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment ConsolePublished on PublishPayload {
  created
  impact {
    ...ConsoleImpact
  }
  warnings {
    ...ConsoleIssue
  }
  visibilityChange {
    ...ConsoleVisibilityChange
  }
}`) as unknown as TypedDocumentString<ConsolePromoteTemplateMutation, ConsolePromoteTemplateMutationVariables>;
export const ConsoleRollbackAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRollbackAgent($input: RollbackInput!) {
  result: rollbackAgent(input: $input) {
    __typename
    ... on RollbackAgentPayload {
      impact {
        ...ConsoleImpact
      }
      version {
        version
      }
      previousVersion {
        version
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRollbackAgentMutation, ConsoleRollbackAgentMutationVariables>;
export const ConsoleRollbackTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRollbackTemplate($input: RollbackInput!) {
  result: rollbackTemplate(input: $input) {
    __typename
    ... on RollbackTemplatePayload {
      impact {
        ...ConsoleImpact
      }
      version {
        version
      }
      previousVersion {
        version
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRollbackTemplateMutation, ConsoleRollbackTemplateMutationVariables>;
export const ConsoleAgentStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleAgentStatus($input: SetStatusInput!) {
  result: setAgentStatus(input: $input) {
    __typename
    ... on SetAgentStatusPayload {
      impact {
        ...ConsoleImpact
      }
      entry: agent {
        status
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleAgentStatusMutation, ConsoleAgentStatusMutationVariables>;
export const ConsoleTemplateStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleTemplateStatus($input: SetStatusInput!) {
  result: setTemplateStatus(input: $input) {
    __typename
    ... on SetTemplateStatusPayload {
      impact {
        ...ConsoleImpact
      }
      entry: template {
        status
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleTemplateStatusMutation, ConsoleTemplateStatusMutationVariables>;
export const ConsoleRateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRate($input: RateTemplateInput!) {
  result: rateTemplate(input: $input) {
    __typename
    ... on RateTemplatePayload {
      rating {
        average
        count
        mine
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleRateMutation, ConsoleRateMutationVariables>;
export const ConsoleArchiveAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleArchiveAgent($input: ArchiveVersionInput!) {
  result: archiveAgentVersion(input: $input) {
    __typename
    ... on ArchiveAgentVersionPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleArchiveAgentMutation, ConsoleArchiveAgentMutationVariables>;
export const ConsoleUnarchiveAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUnarchiveAgent($input: UnarchiveVersionInput!) {
  result: unarchiveAgentVersion(input: $input) {
    __typename
    ... on UnarchiveAgentVersionPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleUnarchiveAgentMutation, ConsoleUnarchiveAgentMutationVariables>;
export const ConsoleDiscardAgentDraftDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleDiscardAgentDraft($input: DiscardDraftInput!) {
  result: discardAgentDraft(input: $input) {
    __typename
    ... on DiscardAgentDraftPayload {
      version
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleDiscardAgentDraftMutation, ConsoleDiscardAgentDraftMutationVariables>;
export const ConsoleRemoveAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRemoveAgent($input: RemoveEntryInput!) {
  result: removeAgent(input: $input) {
    __typename
    ... on RemoveAgentPayload {
      versionCount
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRemoveAgentMutation, ConsoleRemoveAgentMutationVariables>;
export const ConsoleArchiveTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleArchiveTemplate($input: ArchiveVersionInput!) {
  result: archiveTemplateVersion(input: $input) {
    __typename
    ... on ArchiveTemplateVersionPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleArchiveTemplateMutation, ConsoleArchiveTemplateMutationVariables>;
export const ConsoleUnarchiveTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleUnarchiveTemplate($input: UnarchiveVersionInput!) {
  result: unarchiveTemplateVersion(input: $input) {
    __typename
    ... on UnarchiveTemplateVersionPayload {
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleUnarchiveTemplateMutation, ConsoleUnarchiveTemplateMutationVariables>;
export const ConsoleDiscardTemplateDraftDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleDiscardTemplateDraft($input: DiscardDraftInput!) {
  result: discardTemplateDraft(input: $input) {
    __typename
    ... on DiscardTemplateDraftPayload {
      version
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleDiscardTemplateDraftMutation, ConsoleDiscardTemplateDraftMutationVariables>;
export const ConsoleRemoveTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleRemoveTemplate($input: RemoveEntryInput!) {
  result: removeTemplate(input: $input) {
    __typename
    ... on RemoveTemplatePayload {
      versionCount
      impact {
        ...ConsoleImpact
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleRemoveTemplateMutation, ConsoleRemoveTemplateMutationVariables>;
export const ConsoleAgentVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleAgentVisibility($input: SetVisibilityInput!) {
  result: setAgentVisibility(input: $input) {
    __typename
    ... on SetAgentVisibilityPayload {
      impact {
        ...ConsoleImpact
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleAgentVisibilityMutation, ConsoleAgentVisibilityMutationVariables>;
export const ConsoleTemplateVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleTemplateVisibility($input: SetVisibilityInput!) {
  result: setTemplateVisibility(input: $input) {
    __typename
    ... on SetTemplateVisibilityPayload {
      impact {
        ...ConsoleImpact
      }
      visibilityChange {
        ...ConsoleVisibilityChange
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}
fragment ConsoleVisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment ConsoleImpactCounts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment ConsoleImpact on Impact {
  days
  unresolved {
    ...ConsoleImpactCounts
  }
  changed {
    ...ConsoleImpactCounts
  }
  namespaces {
    namespace
    unresolved {
      ...ConsoleImpactCounts
    }
    changed {
      ...ConsoleImpactCounts
    }
  }
  dependents {
    effect
    kind
    namespace
    entryId
    version
    range
    before
    after
  }
  dependentTotal
  truncated
}`) as unknown as TypedDocumentString<ConsoleTemplateVisibilityMutation, ConsoleTemplateVisibilityMutationVariables>;
export const ConsoleReportCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleReportComment($input: ReportCommentInput!) {
  result: reportComment(input: $input) {
    __typename
    ... on ReportCommentPayload {
      created
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleReportCommentMutation, ConsoleReportCommentMutationVariables>;
export const ConsoleHideCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleHideComment($input: HideCommentInput!) {
  result: hideComment(input: $input) {
    __typename
    ... on HideCommentPayload {
      event {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleHideCommentMutation, ConsoleHideCommentMutationVariables>;
export const ConsoleShowCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleShowComment($input: HideCommentInput!) {
  result: showComment(input: $input) {
    __typename
    ... on ShowCommentPayload {
      event {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleShowCommentMutation, ConsoleShowCommentMutationVariables>;
export const ConsoleAgentFeaturedDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleAgentFeatured($input: SetFeaturedInput!) {
  result: setAgentFeatured(input: $input) {
    __typename
    ... on SetAgentFeaturedPayload {
      event {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleAgentFeaturedMutation, ConsoleAgentFeaturedMutationVariables>;
export const ConsoleTemplateFeaturedDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ConsoleTemplateFeatured($input: SetFeaturedInput!) {
  result: setTemplateFeatured(input: $input) {
    __typename
    ... on SetTemplateFeaturedPayload {
      event {
        id
      }
    }
    ...ConsoleProblem
  }
}
    fragment ConsoleIssue on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConsoleProblem on Error {
  __typename
  code
  message
  ... on ManifestInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VariablesInvalid {
    issues {
      ...ConsoleIssue
    }
  }
  ... on VersionExists {
    publishedVersion: version
  }
  ... on StaleVersion {
    expected
    actual
  }
  ... on DependencyUnresolved {
    unresolved {
      kind
      entryId
      range
      reason
    }
  }
  ... on IncompatibleChange {
    changes
  }
  ... on GateNotPassed {
    channel
    failures {
      rule
      required
      actual
    }
    evidence
  }
}`) as unknown as TypedDocumentString<ConsoleTemplateFeaturedMutation, ConsoleTemplateFeaturedMutationVariables>;