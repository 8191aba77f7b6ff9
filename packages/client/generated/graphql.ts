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

/** Versions to archive. */
export type BulkArchiveInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The versions, 1 to 500, each once. */
  items: Array<BulkVersionInput>;
  /** What happens when an item is refused. Defaults to ALL. */
  mode?: BulkMode | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. */
  reason: string;
};

/** An entry to change. */
export type BulkEntryInput = {
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** Fail if the entry was changed since: its `updatedAt` as you read it. */
  expectedUpdatedAt?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** Kind of the entry. */
  kind: RegistryKind;
};

/** What a bulk mutation does when an item is refused. */
export type BulkMode =
  /** All or nothing: one refused item refuses the call, and nothing changes. */
  | 'ALL'
  /** Each item by itself: the others are changed. */
  | 'EACH';

/** Entries and their new status. */
export type BulkSetStatusInput = {
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The entries, 1 to 500, each once. */
  items: Array<BulkEntryInput>;
  /** Reason for the status, up to 500 characters. Shown to users of the entries. */
  message?: string | null | undefined;
  /** What happens when an item is refused. Defaults to ALL. */
  mode?: BulkMode | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** New status. */
  status: EntryStatus;
};

/** Entries and their new visibility. */
export type BulkSetVisibilityInput = {
  /** Make every published version public. Defaults to false. Only with PUBLIC. */
  allVersions?: boolean | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The entries, 1 to 500, each once. */
  items: Array<BulkEntryInput>;
  /** What happens when an item is refused. Defaults to ALL. */
  mode?: BulkMode | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. Visible to all readers of a public entry. */
  reason?: string | null | undefined;
  /** New visibility. */
  visibility: Visibility;
};

/** Entries and the tags that they get or lose. */
export type BulkTagInput = {
  /** Tags to add, up to 20. */
  add?: Array<string> | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** The entries, 1 to 500, each once. */
  items: Array<BulkEntryInput>;
  /** What happens when an item is refused. Defaults to ALL. */
  mode?: BulkMode | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
  /** Tags to remove, up to 100. */
  remove?: Array<string> | null | undefined;
};

/** A version to change. */
export type BulkVersionInput = {
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** Fail if the entry was changed since: its `updatedAt` as you read it. */
  expectedUpdatedAt?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** Kind of the entry. */
  kind: RegistryKind;
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

/** Part of a definition that a change concerns. */
export type ChangeConcern =
  /** Agents or templates that it depends on. */
  | 'DEPENDENCIES'
  /** Environment variables of an agent. */
  | 'ENV'
  /** Environments of a template. */
  | 'ENVIRONMENTS'
  /** Other files. */
  | 'FILES'
  /** Resources and limits. */
  | 'LIMITS'
  /** Data for the catalog. */
  | 'LISTING'
  /** MCP servers of an agent. */
  | 'MCP_SERVERS'
  /** Model of an agent. */
  | 'MODEL'
  /** Outputs of a run or a step. */
  | 'OUTPUTS'
  /** Prompts. */
  | 'PROMPTS'
  /** Secrets that an agent needs. */
  | 'SECRETS'
  /** Skills of an agent. */
  | 'SKILLS'
  /** Steps of the plan. */
  | 'STEPS'
  /** Agents that a template supports. */
  | 'SUPPORTED_AGENTS'
  /** Tools that an agent has through its MCP servers. */
  | 'TOOLS'
  /** Variables of a template. */
  | 'VARIABLES'
  /** Who can read the entry. */
  | 'VISIBILITY';

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

/** What an import did with a channel. */
export type ChannelImportOutcome =
  /** Channels of the entry were changed here later, so the channel stays as it is. */
  | 'NEWER_HERE'
  /** The channel was removed. */
  | 'REMOVED'
  /** The channel was created or moved, or its gate changed. */
  | 'SET'
  /** The channel was here like this. */
  | 'UNCHANGED'
  /** The version that the channel points to is not published here. */
  | 'VERSION_MISSING';

/** The worker that claims, and the number of steps. */
export type ClaimStepsInput = {
  /** Only steps of these agents. Defaults to all agents. */
  agentIds?: Array<string> | null | undefined;
  /** Maximum number of steps, 1 to 20. Defaults to 1. */
  first?: number | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Lease in seconds, 5 to 3600. Defaults to 60. Reporting the step as RUNNING renews it. */
  leaseSeconds?: number | null | undefined;
  /** Name of the worker: 1 to 100 characters from A-Z a-z 0-9 _ . : - @ */
  worker: string;
};

/** What happens to a version whose number promises less than its changes. */
export type CompatibilityPolicy =
  /** It is published. Changes are not compared. */
  | 'NONE'
  /** It is refused. */
  | 'STRICT'
  /** It is published, with a warning for each breaking change. */
  | 'WARN';

/** The decision of a conflict. */
export type ConflictResolution = {
  /** `path` of the conflict, such as `variables.depth`. */
  path: string;
  /** Whose value is taken. */
  take: MergeSide;
};

/** The link to make. */
export type CreateConsoleLinkInput = {
  /** How long the link is valid, 1 to 120 seconds. Defaults to 120. */
  expiresInSeconds?: number | null | undefined;
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

/** What an import did with an entry. */
export type EntryImportOutcome =
  /** The entry was created. */
  | 'IMPORTED'
  /** The entry was changed here later, so its state stays. New versions were imported. */
  | 'NEWER_HERE'
  /** Nothing changed. */
  | 'UNCHANGED'
  /** The entry or its versions changed. */
  | 'UPDATED';

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

/** Versions of one entry to import, and its state. */
export type ImportVersionsInput = {
  /** Import active versions whose dependencies do not resolve here, with a warning, instead of refusing them. Defaults to false. */
  allowUnresolved?: boolean | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** State of the entry. */
  entry: ImportedEntryInput;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Kind of the entry. */
  kind: RegistryKind;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** The versions, up to 50. */
  versions: Array<ImportedVersionInput>;
};

/** A channel as it is in the registry that it comes from. */
export type ImportedChannelInput = {
  /** Its gate, which an import does not ask. Omit it for none. */
  gate?: ChannelGateInput | null | undefined;
  /** When it was pointed to this version. */
  movedAt: string;
  /** Name of the channel, such as stable: 2 to 64 lower-case letters, digits and hyphens, starting with a letter. */
  name: string;
  /** Version number that it pointed to before. */
  previousVersion?: string | null | undefined;
  /** Version number that it points to. */
  version: string;
};

/** The state of an entry in the registry that it comes from. */
export type ImportedEntryInput = {
  /** Whether these are all channels, so that others are removed. Defaults to false. */
  allChannels?: boolean | null | undefined;
  /** Channels of the entry, up to 20. They are set unless channels of the entry were changed here later. Omit them to keep the channels. */
  channels?: Array<ImportedChannelInput> | null | undefined;
  /** What happens to versions whose number promises less than their changes. */
  compatibility: CompatibilityPolicy;
  /** When the entry was created. */
  createdAt: string;
  /** When a channel of the entry, or whether it is featured, was last changed. */
  curatedAt?: string | null | undefined;
  /** Version number of the current version. Null if there is none. */
  currentVersion?: string | null | undefined;
  /** Whether the entry is featured. Set as the channels are. Omit it to keep it as it is. */
  featured?: boolean | null | undefined;
  /** What is listed apart from the current version. Omit it to keep the listing. */
  listing?: ImportedListingInput | null | undefined;
  /** The entry of the same kind to use instead: its id (in your own namespace, else in `default`), or `namespace/id`. */
  replacedBy?: string | null | undefined;
  /** Status of the entry. */
  status: EntryStatus;
  /** Reason for the status, up to 500 characters. */
  statusMessage?: string | null | undefined;
  /** When the entry was last changed. The state is set unless the entry was changed here later. */
  updatedAt: string;
  /** Visibility of the entry. */
  visibility: Visibility;
};

/** What is listed apart from the current version. Values that are omitted come from that version. */
export type ImportedListingInput = {
  /** Category of the entry. Empty for none. */
  category?: string | null | undefined;
  /** What the entry does, up to 2,000 characters. */
  description?: string | null | undefined;
  /** Tags of the entry, up to 20. */
  tags?: Array<string> | null | undefined;
};

/** A version as it is in the registry that it comes from. */
export type ImportedVersionInput = {
  /** Git commit that contains the definition: 7 to 64 hexadecimal digits. */
  commitSha?: string | null | undefined;
  /** Digest of the version: 64 hexadecimal digits. The files must have it. */
  digest: string;
  /** How the digest was computed: 1 or 2. */
  digestRule: number;
  /** All files of the version, including the manifest. Needed unless the version is already here. */
  files?: Array<BundleFileInput> | null | undefined;
  /** When the version was published. */
  publishedAt: string;
  /** Id of the user who published the version: a UUID. */
  publishedBy?: string | null | undefined;
  /** Stage of the version. */
  status: VersionStatus;
  /** Exact version number, such as 1.2.0. */
  version: string;
  /** Visibility of the version. */
  visibility: Visibility;
};

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

/** A value of an entry that can be set apart from its versions. */
export type ListingField =
  /** The category. */
  | 'CATEGORY'
  /** The description. */
  | 'DESCRIPTION'
  /** The tags. */
  | 'TAGS';

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

/** The new state of a step, or the cancellation of a run. */
export type ReportRunInput = {
  /** Claim token. Omit it for a step that is not claimed. */
  claim?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Why the attempt failed. Only with FAILED. */
  error?: StepErrorInput | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** New lease in seconds from now, 5 to 3600. Only with RUNNING and a claim. Defaults to 60. */
  leaseSeconds?: number | null | undefined;
  /** Outputs by name, as the plan declares them. Only with SUCCEEDED. */
  outputs?: unknown;
  /** Whether the step is tried again while attempts are left. Only with FAILED. Defaults to true. */
  retry?: boolean | null | undefined;
  /** Id of the run. */
  runId: string;
  /** RUNNING (starts the step or renews the lease), SUCCEEDED, FAILED or CANCELLED. */
  status: StepStatus;
  /** The `stepId` of the step in the plan, or its global `id`. Omit it to cancel the whole run. */
  stepId?: string | null | undefined;
  /** Tokens that this attempt used, which are added to those of the attempts before it. Only with SUCCEEDED, FAILED or CANCELLED, for a step. */
  usage?: TokenUsageInput | null | undefined;
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

/** The entry and its new compatibility policy. */
export type SetCompatibilityInput = {
  /** New policy. */
  compatibility: CompatibilityPolicy;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
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

/** Why an attempt failed. */
export type StepErrorInput = {
  /** Machine-readable code: a letter, then up to 63 characters from A-Z a-z 0-9 _ . : - */
  code: string;
  /** Human-readable message. Anything that looks like a secret is replaced with `(hidden)`. */
  message: string;
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

/** The files to check. */
export type SweepArtifactsInput = {
  /** `endCursor` of the previous call. */
  after?: string | null | undefined;
  /** Dry run: only count what would be removed. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Only files that were uploaded more than this many hours ago. At least 24, which is the default. */
  olderThanHours?: number | null | undefined;
};

/** The webhook to test. */
export type TestWebhookInput = {
  /** Id of the webhook. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
};

/** Tokens that the models of an attempt used. */
export type TokenUsageInput = {
  /** Tokens that the models read, 0 to 1,000,000,000. */
  inputTokens: number;
  /** Tokens that the models wrote, 0 to 1,000,000,000. */
  outputTokens: number;
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

/** How an entry is listed, apart from its versions. What is omitted stays as it is. */
export type UpdateListingInput = {
  /** New category, up to 40 characters. An empty string for none. */
  category?: string | null | undefined;
  /** New description, up to 2,000 characters. */
  description?: string | null | undefined;
  /** Dry run: do everything, then roll it back. Defaults to false. */
  dryRun?: boolean | null | undefined;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null | undefined;
  /** Fail if the entry was changed since: its `updatedAt` as you read it. */
  expectedUpdatedAt?: string | null | undefined;
  /** The agentId or templateId. */
  id: string;
  /** A key of 8 to 128 characters from A-Z a-z 0-9 _ . : -. A retry with the same key takes effect once and gets the same answer. */
  idempotencyKey?: string | null | undefined;
  /** Namespace of the entry. Must be your own namespace, which is the default. */
  namespace?: string | null | undefined;
  /** Reason for the change, up to 2,000 characters. Recorded in the event log. */
  reason?: string | null | undefined;
  /** Values that come from the current version again. */
  reset?: Array<ListingField> | null | undefined;
  /** New tags, up to 20 of up to 40 characters each. An empty list for none. */
  tags?: Array<string> | null | undefined;
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

/** What caused a usage record. */
export type UsageSource =
  /** A batch of delivered events. */
  | 'DELIVERY'
  /** An entry that was removed, or whose visibility changed. */
  | 'ENTRY'
  /** What was stored before usage was recorded. */
  | 'MIGRATION'
  /** A run that was created. */
  | 'RUN'
  /** A step that ended. */
  | 'STEP'
  /** A version that was uploaded, promoted, archived, made public or discarded. */
  | 'VERSION';

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

/** What an import did with a version. */
export type VersionImportOutcome =
  /** The version number is taken by other content here, which stays as it is. */
  | 'CONFLICT'
  /** The version is not here, and its files were not sent. */
  | 'FILES_REQUIRED'
  /** The version was created, or replaced a draft. */
  | 'IMPORTED'
  /** The version was here with the same content. */
  | 'UNCHANGED'
  /** The version was here; its status or visibility changed. */
  | 'UPDATED';

/** Why a version does not match its files or the log. */
export type VersionMismatch =
  /** The files are not a valid definition. */
  | 'DEFINITION_REFUSED'
  /** The digest of the files differs from the digest in the database. */
  | 'DIGEST_MISMATCH'
  /** The stored file list is invalid. */
  | 'FILES_UNREADABLE'
  /** A file has a different digest or size than when it was published. */
  | 'FILE_ALTERED'
  /** A file is missing in file storage. */
  | 'FILE_MISSING'
  /** The event log has another id, status, digest, commit, publisher or time for this version. */
  | 'LOG_MISMATCH'
  /** The manifest in the database differs from the one in the files. */
  | 'MANIFEST_MISMATCH'
  /** The MCP servers in the database differ from those in the files. */
  | 'MCP_SERVERS_MISMATCH'
  /** The files contain another id or version number. */
  | 'NAME_MISMATCH'
  /** No event records this version. */
  | 'NOT_IN_LOG';

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

export type ArchiveAgentVersionMutationVariables = Exact<{
  input: ArchiveVersionInput;
}>;


export type ArchiveAgentVersionMutation = { result:
    | { __typename: 'ArchiveAgentVersionPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ArchiveTemplateVersionMutationVariables = Exact<{
  input: ArchiveVersionInput;
}>;


export type ArchiveTemplateVersionMutation = { result:
    | { __typename: 'ArchiveTemplateVersionPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type UnarchiveAgentVersionMutationVariables = Exact<{
  input: UnarchiveVersionInput;
}>;


export type UnarchiveAgentVersionMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UnarchiveAgentVersionPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
   };

export type UnarchiveTemplateVersionMutationVariables = Exact<{
  input: UnarchiveVersionInput;
}>;


export type UnarchiveTemplateVersionMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UnarchiveTemplateVersionPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
   };

export type BulkSetStatusMutationVariables = Exact<{
  input: BulkSetStatusInput;
}>;


export type BulkSetStatusMutation = { result:
    | { __typename: 'BulkPayload', changedCount: number, unchangedCount: number, refusedCount: number, items: Array<{ kind: RegistryKind, entryId: string, version: string | null, result:
          | { __typename: 'BulkItemPayload', changed: boolean, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
          | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
          | { __typename: 'NotFound', code: ErrorCode, message: string }
          | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
         }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type BulkTagMutationVariables = Exact<{
  input: BulkTagInput;
}>;


export type BulkTagMutation = { result:
    | { __typename: 'BulkPayload', changedCount: number, unchangedCount: number, refusedCount: number, items: Array<{ kind: RegistryKind, entryId: string, version: string | null, result:
          | { __typename: 'BulkItemPayload', changed: boolean, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
          | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
          | { __typename: 'NotFound', code: ErrorCode, message: string }
          | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
         }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type BulkArchiveMutationVariables = Exact<{
  input: BulkArchiveInput;
}>;


export type BulkArchiveMutation = { result:
    | { __typename: 'BulkPayload', changedCount: number, unchangedCount: number, refusedCount: number, items: Array<{ kind: RegistryKind, entryId: string, version: string | null, result:
          | { __typename: 'BulkItemPayload', changed: boolean, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
          | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
          | { __typename: 'NotFound', code: ErrorCode, message: string }
          | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
         }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type BulkSetVisibilityMutationVariables = Exact<{
  input: BulkSetVisibilityInput;
}>;


export type BulkSetVisibilityMutation = { result:
    | { __typename: 'BulkPayload', changedCount: number, unchangedCount: number, refusedCount: number, items: Array<{ kind: RegistryKind, entryId: string, version: string | null, result:
          | { __typename: 'BulkItemPayload', changed: boolean, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
          | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
          | { __typename: 'NotFound', code: ErrorCode, message: string }
          | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
         }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type BulkItemsFragment = { changedCount: number, unchangedCount: number, refusedCount: number, items: Array<{ kind: RegistryKind, entryId: string, version: string | null, result:
      | { __typename: 'BulkItemPayload', changed: boolean, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
      | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
      | { __typename: 'NotFound', code: ErrorCode, message: string }
      | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
     }> };

export type CancelRunMutationVariables = Exact<{
  input: CancelRunInput;
}>;


export type CancelRunMutation = { result:
    | { __typename: 'CancelRunPayload', run: { id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null }>, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleClaim', worker: string | null, code: ErrorCode, message: string, stepStatus: StepStatus }
   };

export type ChannelFieldsFragment = { name: string, movedAt: string, version:
    | { version: string, status: VersionStatus, digest: string }
    | { version: string, status: VersionStatus, digest: string }
   | null, previousVersion:
    | { version: string }
    | { version: string }
   | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null };

export type AgentChannelsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
}>;


export type AgentChannelsQuery = { entry: { slug: string, namespace: string, channels: Array<{ name: string, movedAt: string, version:
        | { version: string, status: VersionStatus, digest: string }
        | { version: string, status: VersionStatus, digest: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null };

export type TemplateChannelsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
}>;


export type TemplateChannelsQuery = { entry: { slug: string, namespace: string, channels: Array<{ name: string, movedAt: string, version:
        | { version: string, status: VersionStatus, digest: string }
        | { version: string, status: VersionStatus, digest: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null };

export type SetAgentChannelMutationVariables = Exact<{
  input: SetChannelInput;
}>;


export type SetAgentChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'GateNotPassed', evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentChannelPayload', channel: { name: string, movedAt: string, version:
          | { version: string, status: VersionStatus, digest: string }
          | { version: string, status: VersionStatus, digest: string }
         | null, previousVersion:
          | { version: string }
          | { version: string }
         | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }, previousVersion: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type SetTemplateChannelMutationVariables = Exact<{
  input: SetChannelInput;
}>;


export type SetTemplateChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'GateNotPassed', evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateChannelPayload', channel: { name: string, movedAt: string, version:
          | { version: string, status: VersionStatus, digest: string }
          | { version: string, status: VersionStatus, digest: string }
         | null, previousVersion:
          | { version: string }
          | { version: string }
         | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }, previousVersion: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type RemoveAgentChannelMutationVariables = Exact<{
  input: RemoveChannelInput;
}>;


export type RemoveAgentChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveAgentChannelPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type RemoveTemplateChannelMutationVariables = Exact<{
  input: RemoveChannelInput;
}>;


export type RemoveTemplateChannelMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveTemplateChannelPayload', version: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ClaimStepsMutationVariables = Exact<{
  input: ClaimStepsInput;
}>;


export type ClaimStepsMutation = { result:
    | { __typename: 'ClaimStepsPayload', claims: Array<{ token: string, claimedUntil: string, inputs: unknown, outputs: unknown, run: { id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null }, step: { id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null } }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
   };

export type CommentFieldsFragment = { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reportCount: number, reports: Array<{ reason: string, reportedAt: string }> };

export type CommentsQueryVariables = Exact<{
  templateId: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CommentsQuery = { template: { ratings: { edges: Array<{ node: { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reportCount: number, reports: Array<{ reason: string, reportedAt: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ReportCommentMutationVariables = Exact<{
  input: ReportCommentInput;
}>;


export type ReportCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ReportCommentPayload', created: boolean, comment: { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reportCount: number, reports: Array<{ reason: string, reportedAt: string }> } | null }
   };

export type HideCommentMutationVariables = Exact<{
  input: HideCommentInput;
}>;


export type HideCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'HideCommentPayload', comment: { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reportCount: number, reports: Array<{ reason: string, reportedAt: string }> } | null, event: { cursor: string } | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ShowCommentMutationVariables = Exact<{
  input: HideCommentInput;
}>;


export type ShowCommentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShowCommentPayload', comment: { id: string, stars: number, comment: string, version: string | null, author: string, ratedAt: string, isHidden: boolean, hiddenReason: string | null, reportCount: number, reports: Array<{ reason: string, reportedAt: string }> } | null, event: { cursor: string } | null }
   };

export type CreateConsoleLinkMutationVariables = Exact<{
  input: CreateConsoleLinkInput;
}>;


export type CreateConsoleLinkMutation = { result:
    | { __typename: 'CreateConsoleLinkPayload', linkCode: string, expiresAt: string }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
   };

export type RedeemConsoleLinkMutationVariables = Exact<{
  input: RedeemConsoleLinkInput;
}>;


export type RedeemConsoleLinkMutation = { result:
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RedeemConsoleLinkPayload', token: string }
   };

export type DiscardAgentDraftMutationVariables = Exact<{
  input: DiscardDraftInput;
}>;


export type DiscardAgentDraftMutation = { result:
    | { __typename: 'DiscardAgentDraftPayload', version: string, digest: string, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type DiscardTemplateDraftMutationVariables = Exact<{
  input: DiscardDraftInput;
}>;


export type DiscardTemplateDraftMutation = { result:
    | { __typename: 'DiscardTemplateDraftPayload', version: string, digest: string, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type DraftsQueryVariables = Exact<{
  kind?: RegistryKind | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DraftsQuery = { drafts: { edges: Array<{ node:
        | { __typename: 'AgentVersion', version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, agent: { slug: string, namespace: string } }
        | { __typename: 'TemplateVersion', version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, template: { slug: string, namespace: string } }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type EngagementFieldsFragment = { days: number, views: number, pulls: number, instantiations: number, includesOthers: boolean };

export type AcrossNamespacesFragment = { runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, tokens: { inputTokens: number, outputTokens: number } | null };

export type EntryUsageQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  days?: number | null | undefined;
}>;


export type EntryUsageQuery = { agent: { slug: string, namespace: string, usage: { days: number, runs: number, steps: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null, acrossNamespaces: { runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, tokens: { inputTokens: number, outputTokens: number } | null } | null }, engagement: { days: number, views: number, pulls: number, instantiations: number, includesOthers: boolean } } | null, template: { slug: string, namespace: string, usage: { days: number, runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, lastUsedAt: string | null, tokens: { inputTokens: number, outputTokens: number } | null, acrossNamespaces: { runs: number, succeeded: number, failed: number, successRate: number | null, p50Seconds: number | null, p95Seconds: number | null, tokens: { inputTokens: number, outputTokens: number } | null } | null }, engagement: { days: number, views: number, pulls: number, instantiations: number, includesOthers: boolean } } | null };

type ExportedEntry_Agent_Fragment = { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, channels: Array<{ name: string, movedAt: string, version:
      | { version: string }
      | { version: string }
     | null, previousVersion:
      | { version: string }
      | { version: string }
     | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> };

type ExportedEntry_Template_Fragment = { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, channels: Array<{ name: string, movedAt: string, version:
      | { version: string }
      | { version: string }
     | null, previousVersion:
      | { version: string }
      | { version: string }
     | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> };

export type ExportedEntryFragment =
  | ExportedEntry_Agent_Fragment
  | ExportedEntry_Template_Fragment
;

type ExportedVersion_AgentVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number, commitSha: string | null, publishedAt: string, publishedBy: string | null, files: Array<{ path: string, size: number, sha256: string }> };

type ExportedVersion_TemplateVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number, commitSha: string | null, publishedAt: string, publishedBy: string | null, files: Array<{ path: string, size: number, sha256: string }> };

export type ExportedVersionFragment =
  | ExportedVersion_AgentVersion_Fragment
  | ExportedVersion_TemplateVersion_Fragment
;

export type ExportAgentsQueryVariables = Exact<{
  filter?: RegistryFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ExportAgentsQuery = { entries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, replacedBy:
          | { namespace: string, slug: string }
          | { namespace: string, slug: string }
         | null, channels: Array<{ name: string, movedAt: string, version:
            | { version: string }
            | { version: string }
           | null, previousVersion:
            | { version: string }
            | { version: string }
           | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } }> } };

export type ExportTemplatesQueryVariables = Exact<{
  filter?: RegistryFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ExportTemplatesQuery = { entries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, replacedBy:
          | { namespace: string, slug: string }
          | { namespace: string, slug: string }
         | null, channels: Array<{ name: string, movedAt: string, version:
            | { version: string }
            | { version: string }
           | null, previousVersion:
            | { version: string }
            | { version: string }
           | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } }> } };

export type ExportAgentQueryVariables = Exact<{
  id: string;
  namespace: string;
}>;


export type ExportAgentQuery = { entry: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null };

export type ExportTemplateQueryVariables = Exact<{
  id: string;
  namespace: string;
}>;


export type ExportTemplateQuery = { entry: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null };

export type ExportAgentVersionsQueryVariables = Exact<{
  id: string;
  namespace: string;
  after?: string | null | undefined;
}>;


export type ExportAgentVersionsQuery = { entry: { versions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number, commitSha: string | null, publishedAt: string, publishedBy: string | null, files: Array<{ path: string, size: number, sha256: string }> } }> } } | null };

export type ExportTemplateVersionsQueryVariables = Exact<{
  id: string;
  namespace: string;
  after?: string | null | undefined;
}>;


export type ExportTemplateVersionsQuery = { entry: { versions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number, commitSha: string | null, publishedAt: string, publishedBy: string | null, files: Array<{ path: string, size: number, sha256: string }> } }> } } | null };

export type ChangesSinceQueryVariables = Exact<{
  after: string;
  filter?: RegistryEventFilter | null | undefined;
}>;


export type ChangesSinceQuery = { registryEvents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { cursor: string, kind: RegistryKind, namespace: string, entryId: string | null, version: string | null, action: RegistryEventAction } }> } };

export type IssueFieldsFragment = { file: string, path: string, code: string, message: string, severity: IssueSeverity };

export type ConflictFieldsFragment = { path: string, reason: string, base: unknown, mine: unknown, theirs: unknown };

type Problem_DependencyUnresolved_Fragment = { code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> };

type Problem_Forbidden_Fragment = { code: ErrorCode, message: string };

type Problem_GateNotPassed_Fragment = { evidence: unknown, code: ErrorCode, message: string, failures: Array<{ rule: GateRule, required: number, actual: number | null }> };

type Problem_IdempotencyKeyReused_Fragment = { code: ErrorCode, message: string };

type Problem_IncompatibleChange_Fragment = { changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> };

type Problem_LockInvalid_Fragment = { code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type Problem_ManifestInvalid_Fragment = { code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type Problem_NotFound_Fragment = { code: ErrorCode, message: string };

type Problem_OutputsInvalid_Fragment = { code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type Problem_QuotaExceeded_Fragment = { quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string };

type Problem_StaleClaim_Fragment = { worker: string | null, code: ErrorCode, message: string, stepStatus: StepStatus };

type Problem_StaleVersion_Fragment = { expected: string, actual: string | null, code: ErrorCode, message: string };

type Problem_UpgradeConflict_Fragment = { code: ErrorCode, message: string, conflicts: Array<{ path: string, reason: string, base: unknown, mine: unknown, theirs: unknown }> };

type Problem_VariablesInvalid_Fragment = { code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> };

type Problem_VersionExists_Fragment = { code: ErrorCode, message: string, publishedVersion: string, publishedDigest: string };

export type ProblemFragment =
  | Problem_DependencyUnresolved_Fragment
  | Problem_Forbidden_Fragment
  | Problem_GateNotPassed_Fragment
  | Problem_IdempotencyKeyReused_Fragment
  | Problem_IncompatibleChange_Fragment
  | Problem_LockInvalid_Fragment
  | Problem_ManifestInvalid_Fragment
  | Problem_NotFound_Fragment
  | Problem_OutputsInvalid_Fragment
  | Problem_QuotaExceeded_Fragment
  | Problem_StaleClaim_Fragment
  | Problem_StaleVersion_Fragment
  | Problem_UpgradeConflict_Fragment
  | Problem_VariablesInvalid_Fragment
  | Problem_VersionExists_Fragment
;

type VersionSummary_AgentVersion_Fragment = { version: string, status: VersionStatus, digest: string };

type VersionSummary_TemplateVersion_Fragment = { version: string, status: VersionStatus, digest: string };

export type VersionSummaryFragment =
  | VersionSummary_AgentVersion_Fragment
  | VersionSummary_TemplateVersion_Fragment
;

export type CountsFragment = { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number };

export type ImpactFragment = { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> };

export type ImportVersionsMutationVariables = Exact<{
  input: ImportVersionsInput;
}>;


export type ImportVersionsMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'ImportVersionsPayload', outcome: EntryImportOutcome, warnings: Array<string>, listingChanged: boolean, featuredChanged: boolean, channels: Array<{ name: string, outcome: ChannelImportOutcome }>, versions: Array<{ version: string, outcome: VersionImportOutcome, digest: string | null }>, event: { cursor: string } | null }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
   };

type HereEntry_Agent_Fragment = { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, channels: Array<{ name: string, movedAt: string, version:
      | { version: string }
      | { version: string }
     | null, previousVersion:
      | { version: string }
      | { version: string }
     | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> };

type HereEntry_Template_Fragment = { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, channels: Array<{ name: string, movedAt: string, version:
      | { version: string }
      | { version: string }
     | null, previousVersion:
      | { version: string }
      | { version: string }
     | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> };

export type HereEntryFragment =
  | HereEntry_Agent_Fragment
  | HereEntry_Template_Fragment
;

type HereVersion_AgentVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number };

type HereVersion_TemplateVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number };

export type HereVersionFragment =
  | HereVersion_AgentVersion_Fragment
  | HereVersion_TemplateVersion_Fragment
;

export type EntryHereQueryVariables = Exact<{
  id: string;
  namespace: string;
  after?: string | null | undefined;
}>;


export type EntryHereQuery = { agent: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, versions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number } }> }, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null, template: { slug: string, namespace: string, createdAt: string, updatedAt: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, compatibility: CompatibilityPolicy, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, featured: boolean, curatedAt: string | null, currentVersion: { version: string } | null, versions: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, digestRule: number } }> }, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, channels: Array<{ name: string, movedAt: string, version:
        | { version: string }
        | { version: string }
       | null, previousVersion:
        | { version: string }
        | { version: string }
       | null, gate: { requireTests: boolean, windowHours: number, minRuns: number | null, minSuccessRate: number | null, maxP95DurationMs: number | null, maxTokensPerRun: number | null, onRegression: RegressionChoice } | null }> } | null };

export type InstantiateTemplateMutationVariables = Exact<{
  input: InstantiateTemplateInput;
}>;


export type InstantiateTemplateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'InstantiateTemplatePayload', warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, run: { id: string, status: RunStatus, environment: string | null, variables: unknown, resourceProfile: unknown, lock: unknown, lockDigest: string | null, createdAt: string, template: { templateId: string } | null, templateVersion: { version: string } | null, steps: Array<{ id: string, stepId: string, name: string, dependsOn: Array<string>, status: StepStatus, inputs: unknown, agent: { agentId: string } | null, agentVersion: { version: string } | null }> } | null }
    | { __typename: 'LockInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'VariablesInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

type EntryLine_Agent_Fragment = { slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, category: string | null, tags: Array<string>, updatedAt: string };

type EntryLine_Template_Fragment = { slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, category: string | null, tags: Array<string>, updatedAt: string };

export type EntryLineFragment =
  | EntryLine_Agent_Fragment
  | EntryLine_Template_Fragment
;

export type AgentsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RegistryFilter | null | undefined;
  orderBy?: RegistryOrder | null | undefined;
}>;


export type AgentsQuery = { list: { totalCount: number, edges: Array<{ node: { slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, category: string | null, tags: Array<string>, updatedAt: string, currentVersion: { version: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TemplatesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RegistryFilter | null | undefined;
  orderBy?: RegistryOrder | null | undefined;
}>;


export type TemplatesQuery = { list: { totalCount: number, edges: Array<{ node: { slug: string, namespace: string, name: string, description: string, status: EntryStatus, visibility: Visibility, category: string | null, tags: Array<string>, updatedAt: string, currentVersion: { version: string } | null, rating: { average: number | null, count: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PromoteAgentMutationVariables = Exact<{
  input: PromoteInput;
}>;


export type PromoteAgentMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishAgentPayload', created: boolean, agent: { currentVersion: { version: string } | null } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string, publishedDigest: string }
   };

export type PromoteTemplateMutationVariables = Exact<{
  input: PromoteInput;
}>;


export type PromoteTemplateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishTemplatePayload', created: boolean, template: { currentVersion: { version: string } | null } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string, publishedDigest: string }
   };

type Outcome_PublishAgentPayload_Fragment = { created: boolean, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null };

type Outcome_PublishTemplatePayload_Fragment = { created: boolean, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null };

export type OutcomeFragment =
  | Outcome_PublishAgentPayload_Fragment
  | Outcome_PublishTemplatePayload_Fragment
;

export type PublishAgentMutationVariables = Exact<{
  input: PublishAgentInput;
}>;


export type PublishAgentMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishAgentPayload', created: boolean, version: { version: string, status: VersionStatus, digest: string } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string, publishedDigest: string }
   };

export type PublishTemplateMutationVariables = Exact<{
  input: PublishTemplateInput;
}>;


export type PublishTemplateMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'ManifestInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'PublishTemplatePayload', created: boolean, version: { version: string, status: VersionStatus, digest: string } | null, warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'VersionExists', code: ErrorCode, message: string, publishedVersion: string, publishedDigest: string }
   };

type Content_AgentVersion_Fragment = { version: string, digest: string, digestRule: number, manifest: unknown, files: Array<{ path: string, size: number, sha256: string }> };

type Content_TemplateVersion_Fragment = { version: string, digest: string, digestRule: number, manifest: unknown, files: Array<{ path: string, size: number, sha256: string }> };

export type ContentFragment =
  | Content_AgentVersion_Fragment
  | Content_TemplateVersion_Fragment
;

export type PublishedByIdQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
}>;


export type PublishedByIdQuery = { agent: { current: { version: string, digest: string, digestRule: number, manifest: unknown, files: Array<{ path: string, size: number, sha256: string }> } | null, same: { status: VersionStatus, digest: string, digestRule: number } | null } | null, template: { current: { version: string, digest: string, digestRule: number, manifest: unknown, files: Array<{ path: string, size: number, sha256: string }> } | null, same: { status: VersionStatus, digest: string, digestRule: number } | null } | null };

export type RateTemplateMutationVariables = Exact<{
  input: RateTemplateInput;
}>;


export type RateTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RateTemplatePayload', template: { templateId: string, namespace: string } | null, rating: { average: number | null, count: number, mine: number | null }, event: { cursor: string } | null }
   };

export type EventFieldsFragment = { cursor: string, number: number, id: string, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string };

export type RegistryEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
}>;


export type RegistryEventsSubscription = { registryEvents: { cursor: string, number: number, id: string, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string } };

export type RegistryEventsAfterQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number | null | undefined;
  filter?: RegistryEventFilter | null | undefined;
}>;


export type RegistryEventsAfterQuery = { registryEvents: { edges: Array<{ node: { cursor: string, number: number, id: string, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string } }>, pageInfo: { hasNextPage: boolean } } };

export type LatestEventQueryVariables = Exact<{ [key: string]: never; }>;


export type LatestEventQuery = { registryEvents: { edges: Array<{ cursor: string }>, pageInfo: { hasNextPage: boolean } } };

export type RemoveAgentMutationVariables = Exact<{
  input: RemoveEntryInput;
}>;


export type RemoveAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveAgentPayload', namespace: string, versionCount: number, id: string, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type RemoveTemplateMutationVariables = Exact<{
  input: RemoveEntryInput;
}>;


export type RemoveTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveTemplatePayload', namespace: string, versionCount: number, id: string, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type ReportRunMutationVariables = Exact<{
  input: ReportRunInput;
}>;


export type ReportRunMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'OutputsInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'ReportRunPayload', redacted: Array<string>, run: { id: string, status: RunStatus }, step: { id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null } | null }
    | { __typename: 'StaleClaim', worker: string | null, code: ErrorCode, message: string, stepStatus: StepStatus }
   };

export type RetryRunMutationVariables = Exact<{
  input: RetryRunInput;
}>;


export type RetryRunMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RetryRunPayload', run: { id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null }>, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } }
    | { __typename: 'StaleClaim', worker: string | null, code: ErrorCode, message: string, stepStatus: StepStatus }
   };

export type RollbackAgentMutationVariables = Exact<{
  input: RollbackInput;
}>;


export type RollbackAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RollbackAgentPayload', version: { version: string, status: VersionStatus, digest: string } | null, previousVersion: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type RollbackTemplateMutationVariables = Exact<{
  input: RollbackInput;
}>;


export type RollbackTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'IncompatibleChange', changes: Array<string>, requiredVersion: string | null, code: ErrorCode, message: string, breaking: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RollbackTemplatePayload', version: { version: string, status: VersionStatus, digest: string } | null, previousVersion: { version: string, status: VersionStatus, digest: string } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type StepFieldsFragment = { id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null };

export type RunSummaryFragment = { id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null };

export type RunsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RunFilter | null | undefined;
}>;


export type RunsQuery = { runs: { edges: Array<{ node: { id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunQueryVariables = Exact<{
  id: string;
}>;


export type RunQuery = { run: { lock: unknown, variables: unknown, outputs: unknown, id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null }>, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } | null };

export type WatchRunSubscriptionVariables = Exact<{
  id: string;
}>;


export type WatchRunSubscription = { run: { outputs: unknown, id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null }>, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } };

export type SearchQueryVariables = Exact<{
  query: string;
  kinds?: Array<RegistryKind> | RegistryKind | null | undefined;
  filter?: RegistryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountIsExact: boolean, facets: { kinds: Array<{ value: string, count: number }>, tags: Array<{ value: string, count: number }>, categories: Array<{ value: string, count: number }> }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ score: number, highlight: string, node:
        | { __typename: 'Agent', slug: string, namespace: string, name: string, description: string, category: string | null, tags: Array<string>, currentVersion: { version: string } | null }
        | { __typename: 'Template', slug: string, namespace: string, name: string, description: string, category: string | null, tags: Array<string>, currentVersion: { version: string } | null }
       }> } };

export type SetAgentCompatibilityMutationVariables = Exact<{
  input: SetCompatibilityInput;
}>;


export type SetAgentCompatibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentCompatibilityPayload', agent: { agentId: string, compatibility: CompatibilityPolicy } | null, event: { cursor: string } | null }
   };

export type SetTemplateCompatibilityMutationVariables = Exact<{
  input: SetCompatibilityInput;
}>;


export type SetTemplateCompatibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateCompatibilityPayload', template: { templateId: string, compatibility: CompatibilityPolicy } | null, event: { cursor: string } | null }
   };

export type SetAgentFeaturedMutationVariables = Exact<{
  input: SetFeaturedInput;
}>;


export type SetAgentFeaturedMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentFeaturedPayload', agent: { agentId: string, featured: boolean } | null, event: { cursor: string } | null }
   };

export type SetTemplateFeaturedMutationVariables = Exact<{
  input: SetFeaturedInput;
}>;


export type SetTemplateFeaturedMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateFeaturedPayload', template: { templateId: string, featured: boolean } | null, event: { cursor: string } | null }
   };

export type SetAgentStatusMutationVariables = Exact<{
  input: SetStatusInput;
}>;


export type SetAgentStatusMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentStatusPayload', entry: { slug: string, namespace: string, status: EntryStatus, statusMessage: string | null, replacedBy:
          | { namespace: string, slug: string }
          | { namespace: string, slug: string }
         | null } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
   };

export type SetTemplateStatusMutationVariables = Exact<{
  input: SetStatusInput;
}>;


export type SetTemplateStatusMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateStatusPayload', entry: { slug: string, namespace: string, status: EntryStatus, statusMessage: string | null, replacedBy:
          | { namespace: string, slug: string }
          | { namespace: string, slug: string }
         | null } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
   };

export type SetAgentVisibilityMutationVariables = Exact<{
  input: SetVisibilityInput;
}>;


export type SetAgentVisibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetAgentVisibilityPayload', agent: { agentId: string, visibility: Visibility, currentVersion: { version: string, visibility: Visibility } | null } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type SetTemplateVisibilityMutationVariables = Exact<{
  input: SetVisibilityInput;
}>;


export type SetTemplateVisibilityMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'SetTemplateVisibilityPayload', template: { templateId: string, visibility: Visibility, currentVersion: { version: string, visibility: Visibility } | null } | null, visibilityChange: { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> } | null, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, event: { cursor: string } | null }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
   };

export type VisibilityChangeFragment = { before: Visibility, after: Visibility, readableBefore: boolean, readableAfter: boolean, versionsShown: Array<string>, versionsHidden: Array<string> };

export type ShareAgentMutationVariables = Exact<{
  input: ShareInput;
}>;


export type ShareAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShareAgentPayload', share: { namespace: string, mayInstantiate: boolean, sharedAt: string }, event: { cursor: string } | null }
   };

export type ShareTemplateMutationVariables = Exact<{
  input: ShareInput;
}>;


export type ShareTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ShareTemplatePayload', share: { namespace: string, mayInstantiate: boolean, sharedAt: string }, event: { cursor: string } | null }
   };

export type UnshareAgentMutationVariables = Exact<{
  input: UnshareInput;
}>;


export type UnshareAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UnshareAgentPayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number }, event: { cursor: string } | null }
   };

export type UnshareTemplateMutationVariables = Exact<{
  input: UnshareInput;
}>;


export type UnshareTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UnshareTemplatePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number }, event: { cursor: string } | null }
   };

export type DeclineAgentShareMutationVariables = Exact<{
  input: DeclineShareInput;
}>;


export type DeclineAgentShareMutation = { result:
    | { __typename: 'DeclineAgentSharePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number }, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type DeclineTemplateShareMutationVariables = Exact<{
  input: DeclineShareInput;
}>;


export type DeclineTemplateShareMutation = { result:
    | { __typename: 'DeclineTemplateSharePayload', impact: { days: number, templates: number, templateVersions: number, runs: number, openRuns: number }, event: { cursor: string } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
   };

export type ShareDetailsFragment = { namespace: string, mayInstantiate: boolean, sharedAt: string };

export type ShareImpactDetailsFragment = { days: number, templates: number, templateVersions: number, runs: number, openRuns: number };

type EntryDetails_Agent_Fragment = { slug: string, namespace: string, name: string, description: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null, sharedWithMe: { namespace: string, mayInstantiate: boolean, sharedAt: string } | null };

type EntryDetails_Template_Fragment = { slug: string, namespace: string, name: string, description: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null, shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null, sharedWithMe: { namespace: string, mayInstantiate: boolean, sharedAt: string } | null };

export type EntryDetailsFragment =
  | EntryDetails_Agent_Fragment
  | EntryDetails_Template_Fragment
;

export type AgentVersionDetailsFragment = { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string }>, mcpServers: Array<{ name: string, transport: string }>, files: Array<{ path: string, size: number, sha256: string }> };

export type TemplateTestsFragment = { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } };

export type TemplateVersionDetailsFragment = { variables: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, environments: Array<{ name: string }>, supportedAgents: Array<{ agentId: string, range: string, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, template: { templateId: string } | null }> }, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, files: Array<{ path: string, size: number, sha256: string }> };

export type ShowAgentQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
  exact: boolean;
}>;


export type ShowAgentQuery = { entry: { owner: string | null, repository: string | null, slug: string, namespace: string, name: string, description: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, current?: { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string }>, mcpServers: Array<{ name: string, transport: string }>, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { model: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, skills: Array<{ skillId: string, name: string }>, mcpServers: Array<{ name: string, transport: string }>, files: Array<{ path: string, size: number, sha256: string }> } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null, sharedWithMe: { namespace: string, mayInstantiate: boolean, sharedAt: string } | null } | null };

export type ShowTemplateQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
  exact: boolean;
}>;


export type ShowTemplateQuery = { entry: { owner: string | null, repository: string | null, slug: string, namespace: string, name: string, description: string, status: EntryStatus, statusMessage: string | null, visibility: Visibility, category: string | null, tags: Array<string>, createdAt: string, updatedAt: string, rating: { average: number | null, count: number }, current?: { variables: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, environments: Array<{ name: string }>, supportedAgents: Array<{ agentId: string, range: string, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, template: { templateId: string } | null }> }, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { variables: unknown, version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null, environments: Array<{ name: string }>, supportedAgents: Array<{ agentId: string, range: string, resolvedVersion: { version: string } | null }>, defaultPlan: { steps: Array<{ stepId: string, name: string, agent: string | null, dependsOn: Array<string>, template: { templateId: string } | null }> }, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, files: Array<{ path: string, size: number, sha256: string }> } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null, shares: Array<{ namespace: string, mayInstantiate: boolean, sharedAt: string }> | null, sharedWithMe: { namespace: string, mayInstantiate: boolean, sharedAt: string } | null } | null };

export type RegistryStatsQueryVariables = Exact<{
  days?: number | null | undefined;
  first?: number | null | undefined;
}>;


export type RegistryStatsQuery = { registryStats: { ratings: number, isExact: boolean, agents: { total: number, active: number, deprecated: number, disabled: number, public: number }, templates: { total: number, active: number, deprecated: number, disabled: number, public: number }, agentVersions: { total: number, drafts: number, archived: number }, templateVersions: { total: number, drafts: number, archived: number }, published: Array<{ days: number, count: number }>, runs: Array<{ days: number, total: number, queued: number, running: number, succeeded: number, failed: number, cancelled: number }>, mostUsed: Array<{ runs: number, succeeded: number, failed: number, entry:
        | { __typename: 'Agent', slug: string, namespace: string, name: string }
        | { __typename: 'Template', slug: string, namespace: string, name: string }
       }> } };

export type EntryNumbersFragment = { total: number, active: number, deprecated: number, disabled: number, public: number };

export type VersionNumbersFragment = { total: number, drafts: number, archived: number };

export type SweepArtifactsMutationVariables = Exact<{
  input: SweepArtifactsInput;
}>;


export type SweepArtifactsMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'SweepArtifactsPayload', checked: number, removed: number, bytes: number, endCursor: string | null }
   };

type EntryPlace_Agent_Fragment = { slug: string, status: EntryStatus, currentVersion: { version: string } | null };

type EntryPlace_Template_Fragment = { slug: string, status: EntryStatus, currentVersion: { version: string } | null };

export type EntryPlaceFragment =
  | EntryPlace_Agent_Fragment
  | EntryPlace_Template_Fragment
;

export type AgentsOfNamespaceQueryVariables = Exact<{
  namespace: string;
  after?: string | null | undefined;
}>;


export type AgentsOfNamespaceQuery = { entries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, status: EntryStatus, currentVersion: { version: string } | null } }> } };

export type TemplatesOfNamespaceQueryVariables = Exact<{
  namespace: string;
  after?: string | null | undefined;
}>;


export type TemplatesOfNamespaceQuery = { entries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, status: EntryStatus, currentVersion: { version: string } | null } }> } };

export type TemplateLockQueryVariables = Exact<{
  templateId: string;
  namespace?: string | null | undefined;
  version?: string | null | undefined;
  environment?: string | null | undefined;
}>;


export type TemplateLockQuery = { template: { templateId: string, namespace: string, status: EntryStatus, statusMessage: string | null, lock: { digest: string | null, lock: unknown, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null } | null };

export type UpdateAgentListingMutationVariables = Exact<{
  input: UpdateListingInput;
}>;


export type UpdateAgentListingMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UpdateAgentListingPayload', entry: { slug: string, namespace: string, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, updatedAt: string } | null, event: { cursor: string } | null }
   };

export type UpdateTemplateListingMutationVariables = Exact<{
  input: UpdateListingInput;
}>;


export type UpdateTemplateListingMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'StaleVersion', expected: string, actual: string | null, code: ErrorCode, message: string }
    | { __typename: 'UpdateTemplateListingPayload', entry: { slug: string, namespace: string, tags: Array<string>, category: string | null, description: string, listingOverrides: Array<ListingField>, updatedAt: string } | null, event: { cursor: string } | null }
   };

export type RunUpgradeQueryVariables = Exact<{
  id: string;
  toVersion?: string | null | undefined;
  environment?: string | null | undefined;
}>;


export type RunUpgradeQuery = { run: { id: string, status: RunStatus, template: { templateId: string } | null, upgrade: { fromVersion: string | null, toVersion: string | null, isUpToDate: boolean, isUpgradable: boolean, level: ChangeLevel | null, environment: string | null, variables: unknown, lockDigest: string | null, conflicts: Array<{ path: string, reason: string, base: unknown, mine: unknown, theirs: unknown }>, parts: Array<{ kind: RegistryKind, namespace: string, entryId: string, change: ChangeKind, level: ChangeLevel | null, truncated: boolean, before: { version: string, digest: string } | null, after: { version: string, digest: string } | null, items: Array<{ kind: LockedItemKind, name: string, change: ChangeKind }>, changes: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string }> }>, problems: Array<{ code: ErrorCode, message: string, conflicts: Array<{ path: string }>, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }> } | null } | null };

export type UpgradeRunMutationVariables = Exact<{
  input: UpgradeRunInput;
}>;


export type UpgradeRunMutation = { result:
    | { __typename: 'DependencyUnresolved', code: ErrorCode, message: string, unresolved: Array<{ kind: RegistryKind, entryId: string, range: string, reason: string, chain: Array<string> }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'QuotaExceeded', quota: UsageQuota, limit: number, used: number, resetsAt: string | null, code: ErrorCode, message: string }
    | { __typename: 'UpgradeConflict', code: ErrorCode, message: string, conflicts: Array<{ path: string, reason: string, base: unknown, mine: unknown, theirs: unknown }> }
    | { __typename: 'UpgradeRunPayload', warnings: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, run: { variables: unknown, lock: unknown, id: string, namespace: string, status: RunStatus, environment: string | null, lockDigest: string | null, retries: number, retryReason: string | null, retriedAt: string | null, cancelReason: string | null, cancelledBy: string | null, cancelledAt: string | null, correlationId: string | null, createdAt: string, startedAt: string | null, finishedAt: string | null, upgradedFrom: { id: string } | null, steps: Array<{ id: string, stepId: string, name: string, status: StepStatus, dependsOn: Array<string>, inputs: unknown, outputs: unknown, attempt: number, maxAttempts: number, waitReason: string | null, worker: string | null, claimedUntil: string | null, timeoutSeconds: number | null, timesOutAt: string | null, availableAt: string | null, startedAt: string | null, finishedAt: string | null, error: { code: string, message: string } | null, usage: { inputTokens: number, outputTokens: number } | null, agent: { agentId: string, namespace: string } | null, agentVersion: { id: string, version: string, digest: string, resourceProfile: { cpu: number | null, memoryMb: number | null, gpu: number | null, apiCalls: number | null, estimatedTimeMs: number | null, timeoutSeconds: number | null } | null } | null }>, usage: { inputTokens: number, outputTokens: number } | null, template: { templateId: string } | null, templateVersion: { version: string } | null } | null }
    | { __typename: 'VariablesInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
   };

export type UsageRecordFieldsFragment = { recordId: string, number: number, namespace: string, meter: UsageMeter, quantity: number, total: number, occurredAt: string, sourceType: UsageSource, sourceId: string | null };

export type UsageRecordsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: UsageRecordFilter | null | undefined;
}>;


export type UsageRecordsQuery = { usageRecords: { edges: Array<{ cursor: string, node: { recordId: string, number: number, namespace: string, meter: UsageMeter, quantity: number, total: number, occurredAt: string, sourceType: UsageSource, sourceId: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type NamespaceUsageQueryVariables = Exact<{ [key: string]: never; }>;


export type NamespaceUsageQuery = { namespaceUsage: { namespace: string, totals: Array<{ meter: UsageMeter, total: number }>, quotas: Array<{ quota: UsageQuota, limit: number, used: number, resetsAt: string | null }> } };

export type ValidatedFragment = { valid: boolean, digest: string | null, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, report: { id: string } | null };

export type ValidateAgentMutationVariables = Exact<{
  input: ValidateAgentInput;
}>;


export type ValidateAgentMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'ValidatePayload', valid: boolean, digest: string | null, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, report: { id: string } | null }
   };

export type ValidateTemplateMutationVariables = Exact<{
  input: ValidateTemplateInput;
}>;


export type ValidateTemplateMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'ValidatePayload', valid: boolean, digest: string | null, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }>, impact: { days: number, namespaceTotal: number, dependentTotal: number, truncated: boolean, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, namespaces: Array<{ namespace: string | null, unresolved: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number }, changed: { templates: number, templateVersions: number, agents: number, agentVersions: number, runs: number } }>, dependents: Array<{ kind: RegistryKind, effect: ImpactEffect, namespace: string, entryId: string, version: string, isCurrent: boolean, range: string, before: string, after: string | null }> } | null, tests: { passed: number, failed: number, results: Array<{ file: string, name: string, environment: string | null, passed: boolean, differences: Array<{ path: string, message: string, expected: string | null, actual: string | null }> }>, coverage: { variables: { total: number, covered: number, uncovered: Array<string> }, environments: { total: number, covered: number, uncovered: Array<string> } } } | null, report: { id: string } | null }
   };

export type VerifyLogQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type VerifyLogQuery = { verifyLog: { checked: number, number: number, head: number, endCursor: string, hasNextPage: boolean, problem: { reason: LogMismatch, number: number | null, eventId: string | null, message: string } | null } };

export type VerifyVersionsQueryVariables = Exact<{
  kind: RegistryKind;
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type VerifyVersionsQuery = { verifyVersions: { checked: number, endCursor: string | null, hasNextPage: boolean, problems: Array<{ kind: RegistryKind, namespace: string, entryId: string, version: string, reason: VersionMismatch, file: string | null, message: string }> } };

type VersionFiles_AgentVersion_Fragment = { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> };

type VersionFiles_TemplateVersion_Fragment = { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> };

export type VersionFilesFragment =
  | VersionFiles_AgentVersion_Fragment
  | VersionFiles_TemplateVersion_Fragment
;

export type VersionFilesByIdQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  version: string;
  exact: boolean;
}>;


export type VersionFilesByIdQuery = { agent: { slug: string, namespace: string, status: EntryStatus, statusMessage: string | null, current?: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null } | null, template: { slug: string, namespace: string, status: EntryStatus, statusMessage: string | null, current?: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null, exact?: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null, replacedBy:
      | { namespace: string, slug: string }
      | { namespace: string, slug: string }
     | null } | null };

type Deprecation_Agent_Fragment = { status: EntryStatus, statusMessage: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null };

type Deprecation_Template_Fragment = { status: EntryStatus, statusMessage: string | null, replacedBy:
    | { namespace: string, slug: string }
    | { namespace: string, slug: string }
   | null };

export type DeprecationFragment =
  | Deprecation_Agent_Fragment
  | Deprecation_Template_Fragment
;

export type DiffFragment = { truncated: boolean, level: ChangeLevel | null, compatible: boolean, suggestedVersion: string | null, classifiedTruncated: boolean, changes: Array<{ path: string, change: ChangeKind, before: unknown, after: unknown }>, files: Array<{ path: string, change: ChangeKind, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, classified: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> };

export type ClassifiedFragment = { path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string };

export type DiffByIdQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  from: string;
  to: string;
  agent?: boolean;
  template?: boolean;
}>;


export type DiffByIdQuery = { agent?: { slug: string, namespace: string, from: { version: string } | null, to: { version: string, diff: { truncated: boolean, level: ChangeLevel | null, compatible: boolean, suggestedVersion: string | null, classifiedTruncated: boolean, changes: Array<{ path: string, change: ChangeKind, before: unknown, after: unknown }>, files: Array<{ path: string, change: ChangeKind, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, classified: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> } } | null } | null, template?: { slug: string, namespace: string, from: { version: string } | null, to: { version: string, diff: { truncated: boolean, level: ChangeLevel | null, compatible: boolean, suggestedVersion: string | null, classifiedTruncated: boolean, changes: Array<{ path: string, change: ChangeKind, before: unknown, after: unknown }>, files: Array<{ path: string, change: ChangeKind, before: { size: number, sha256: string } | null, after: { size: number, sha256: string } | null }>, classified: Array<{ path: string, change: ChangeKind, level: ChangeLevel, rule: string, reason: string, concerns: Array<ChangeConcern>, fingerprint: string }> } } | null } | null };

type VersionLine_AgentVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null };

type VersionLine_TemplateVersion_Fragment = { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null };

export type VersionLineFragment =
  | VersionLine_AgentVersion_Fragment
  | VersionLine_TemplateVersion_Fragment
;

export type AgentVersionsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: VersionStatus | null | undefined;
}>;


export type AgentVersionsQuery = { entry: { slug: string, namespace: string, currentVersion: { version: string } | null, versions: { edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type TemplateVersionsQueryVariables = Exact<{
  id: string;
  namespace?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: VersionStatus | null | undefined;
}>;


export type TemplateVersionsQuery = { entry: { slug: string, namespace: string, currentVersion: { version: string } | null, versions: { edges: Array<{ node: { version: string, status: VersionStatus, visibility: Visibility, digest: string, commitSha: string | null, publishedAt: string, publishedBy: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, role: RegistryRole | null, namespace: string } | null };

export type WebhookFieldsFragment = { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } };

export type WebhookDeliveryFieldsFragment = { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> };

export type WebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { edges: Array<{ node: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: WebhookDeliveryStatus | null | undefined;
}>;


export type WebhookQuery = { webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, deliveries: { edges: Array<{ node: { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { result:
    | { __typename: 'CreateWebhookPayload', secret: string | null, webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
   };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'UpdateWebhookPayload', webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null }
   };

export type RemoveWebhookMutationVariables = Exact<{
  input: RemoveWebhookInput;
}>;


export type RemoveWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RemoveWebhookPayload', webhookId: string }
   };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'RotateWebhookSecretPayload', secret: string | null, webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null }
   };

export type TestWebhookMutationVariables = Exact<{
  input: TestWebhookInput;
}>;


export type TestWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'TestWebhookPayload', delivery: { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> } | null }
   };

export type ReplayWebhookMutationVariables = Exact<{
  input: ReplayWebhookInput;
}>;


export type ReplayWebhookMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'ReplayWebhookPayload', webhook: { id: string, namespace: string, url: string, description: string | null, status: WebhookStatus, statusReason: string | null, position: number, failingSince: string | null, deliveredAt: string | null, nextAttemptAt: string, previousSecretUntil: string | null, createdAt: string, filter: { kind: RegistryKind | null, types: Array<string> | null, actions: Array<RegistryEventAction> | null, namespace: string | null, entryId: string | null, tags: Array<string> | null } } | null, delivery: { id: string, messageId: string, type: string, status: WebhookDeliveryStatus, nextAttemptAt: string | null, createdAt: string, finishedAt: string | null, attempts: Array<{ at: string, durationMs: number, statusCode: number | null, error: string | null }> } | null }
   };

export type AgentHeadFragment = { agentId: string, namespace: string, status: EntryStatus, currentVersion: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null };

export type WorkerBeginningQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkerBeginningQuery = { viewer: { id: string, role: RegistryRole | null, namespace: string } | null, registryEvents: { edges: Array<{ node: { cursor: string, number: number, id: string, type: string, action: RegistryEventAction, kind: RegistryKind, entryId: string | null, namespace: string, version: string | null, actor: string | null, reason: string | null, correlationId: string, occurredAt: string } }>, pageInfo: { hasNextPage: boolean } } };

export type WorkerAgentsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type WorkerAgentsQuery = { agents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { agentId: string, namespace: string, status: EntryStatus, currentVersion: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null } }> } };

export type WorkerAgentQueryVariables = Exact<{
  agentId: string;
  namespace?: string | null | undefined;
}>;


export type WorkerAgentQuery = { agent: { agentId: string, namespace: string, status: EntryStatus, currentVersion: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null } | null };

export type WorkerAgentVersionQueryVariables = Exact<{
  agentId: string;
  namespace: string;
  version: string;
}>;


export type WorkerAgentVersionQuery = { agent: { agentId: string, namespace: string, status: EntryStatus, version: { version: string, status: VersionStatus, digest: string, digestRule: number, commitSha: string | null, files: Array<{ path: string, size: number, sha256: string }> } | null } | null };

export type WorkerClaimMutationVariables = Exact<{
  input: ClaimStepsInput;
}>;


export type WorkerClaimMutation = { result:
    | { __typename: 'ClaimStepsPayload', claims: Array<{ token: string, inputs: unknown, outputs: unknown, claimedUntil: string, run: { id: string, namespace: string, environment: string | null, correlationId: string | null, template: { templateId: string } | null }, step: { stepId: string, name: string, attempt: number, timeoutSeconds: number | null, agent: { agentId: string, namespace: string } | null, agentVersion: { version: string, digest: string, digestRule: number } | null } }> }
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
   };

export type WorkerReportMutationVariables = Exact<{
  input: ReportRunInput;
}>;


export type WorkerReportMutation = { result:
    | { __typename: 'Forbidden', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string }
    | { __typename: 'NotFound', code: ErrorCode, message: string }
    | { __typename: 'OutputsInvalid', code: ErrorCode, message: string, issues: Array<{ file: string, path: string, code: string, message: string, severity: IssueSeverity }> }
    | { __typename: 'ReportRunPayload', step: { stepId: string, status: StepStatus, attempt: number } | null }
    | { __typename: 'StaleClaim', worker: string | null, code: ErrorCode, message: string, stepStatus: StepStatus }
   };

export type WorkerRunSubscriptionVariables = Exact<{
  id: string;
}>;


export type WorkerRunSubscription = { run: { status: RunStatus, steps: Array<{ stepId: string, status: StepStatus, attempt: number }> } };

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
export const VisibilityChangeFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
    `, {"fragmentName":"VisibilityChange"}) as unknown as TypedDocumentString<VisibilityChangeFragment, unknown>;
export const CountsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
    `, {"fragmentName":"Counts"}) as unknown as TypedDocumentString<CountsFragment, unknown>;
export const ImpactFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
    fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}`, {"fragmentName":"Impact"}) as unknown as TypedDocumentString<ImpactFragment, unknown>;
export const IssueFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
    `, {"fragmentName":"IssueFields"}) as unknown as TypedDocumentString<IssueFieldsFragment, unknown>;
export const ConflictFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
    `, {"fragmentName":"ConflictFields"}) as unknown as TypedDocumentString<ConflictFieldsFragment, unknown>;
export const ClassifiedFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
    `, {"fragmentName":"Classified"}) as unknown as TypedDocumentString<ClassifiedFragment, unknown>;
export const ProblemFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`, {"fragmentName":"Problem"}) as unknown as TypedDocumentString<ProblemFragment, unknown>;
export const BulkItemsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment BulkItems on BulkPayload {
  changedCount
  unchangedCount
  refusedCount
  items {
    kind
    entryId
    version
    result {
      __typename
      ... on BulkItemPayload {
        changed
        visibilityChange {
          ...VisibilityChange
        }
        impact {
          ...Impact
        }
        event {
          cursor
        }
      }
      ...Problem
    }
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`, {"fragmentName":"BulkItems"}) as unknown as TypedDocumentString<BulkItemsFragment, unknown>;
export const ChannelFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ChannelFields on Channel {
  name
  movedAt
  version {
    version
    status
    digest
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
    `, {"fragmentName":"ChannelFields"}) as unknown as TypedDocumentString<ChannelFieldsFragment, unknown>;
export const CommentFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment CommentFields on RatingComment {
  id
  stars
  comment
  version
  author
  ratedAt
  isHidden
  hiddenReason
  reportCount
  reports {
    reason
    reportedAt
  }
}
    `, {"fragmentName":"CommentFields"}) as unknown as TypedDocumentString<CommentFieldsFragment, unknown>;
export const EngagementFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EngagementFields on Engagement {
  days
  views
  pulls
  instantiations
  includesOthers
}
    `, {"fragmentName":"EngagementFields"}) as unknown as TypedDocumentString<EngagementFieldsFragment, unknown>;
export const AcrossNamespacesFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment AcrossNamespaces on UsageAcrossNamespaces {
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
}
    `, {"fragmentName":"AcrossNamespaces"}) as unknown as TypedDocumentString<AcrossNamespacesFragment, unknown>;
export const ExportedVersionFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ExportedVersion on RegistryVersion {
  version
  status
  visibility
  digest
  digestRule
  commitSha
  publishedAt
  publishedBy
  files {
    path
    size
    sha256
  }
}
    `, {"fragmentName":"ExportedVersion"}) as unknown as TypedDocumentString<ExportedVersionFragment, unknown>;
export const VersionSummaryFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
    `, {"fragmentName":"VersionSummary"}) as unknown as TypedDocumentString<VersionSummaryFragment, unknown>;
export const ExportedEntryFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}
    `, {"fragmentName":"ExportedEntry"}) as unknown as TypedDocumentString<ExportedEntryFragment, unknown>;
export const HereEntryFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment HereEntry on RegistryEntry {
  ...ExportedEntry
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}`, {"fragmentName":"HereEntry"}) as unknown as TypedDocumentString<HereEntryFragment, unknown>;
export const HereVersionFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment HereVersion on RegistryVersion {
  version
  status
  visibility
  digest
  digestRule
}
    `, {"fragmentName":"HereVersion"}) as unknown as TypedDocumentString<HereVersionFragment, unknown>;
export const EntryLineFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EntryLine on RegistryEntry {
  slug
  namespace
  name
  description
  status
  visibility
  category
  tags
  updatedAt
}
    `, {"fragmentName":"EntryLine"}) as unknown as TypedDocumentString<EntryLineFragment, unknown>;
export const OutcomeFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Outcome on PublishPayload {
  created
  warnings {
    ...IssueFields
  }
  visibilityChange {
    ...VisibilityChange
  }
  impact {
    ...Impact
  }
  event {
    cursor
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}`, {"fragmentName":"Outcome"}) as unknown as TypedDocumentString<OutcomeFragment, unknown>;
export const ContentFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Content on RegistryVersion {
  version
  digest
  digestRule
  manifest
  files {
    path
    size
    sha256
  }
}
    `, {"fragmentName":"Content"}) as unknown as TypedDocumentString<ContentFragment, unknown>;
export const EventFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EventFields on RegistryEvent {
  cursor
  number
  id
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
}
    `, {"fragmentName":"EventFields"}) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
export const StepFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
    `, {"fragmentName":"StepFields"}) as unknown as TypedDocumentString<StepFieldsFragment, unknown>;
export const RunSummaryFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}
    `, {"fragmentName":"RunSummary"}) as unknown as TypedDocumentString<RunSummaryFragment, unknown>;
export const ShareImpactDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ShareImpactDetails on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
    `, {"fragmentName":"ShareImpactDetails"}) as unknown as TypedDocumentString<ShareImpactDetailsFragment, unknown>;
export const ShareDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
    `, {"fragmentName":"ShareDetails"}) as unknown as TypedDocumentString<ShareDetailsFragment, unknown>;
export const EntryDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EntryDetails on RegistryEntry {
  slug
  namespace
  name
  description
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
  visibility
  shares {
    ...ShareDetails
  }
  sharedWithMe {
    ...ShareDetails
  }
  category
  tags
  createdAt
  updatedAt
}
    fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}`, {"fragmentName":"EntryDetails"}) as unknown as TypedDocumentString<EntryDetailsFragment, unknown>;
export const VersionLineFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}
    `, {"fragmentName":"VersionLine"}) as unknown as TypedDocumentString<VersionLineFragment, unknown>;
export const AgentVersionDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment AgentVersionDetails on AgentVersion {
  ...VersionLine
  model
  skills {
    skillId
    name
  }
  mcpServers {
    name
    transport
  }
  files {
    path
    size
    sha256
  }
}
    fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`, {"fragmentName":"AgentVersionDetails"}) as unknown as TypedDocumentString<AgentVersionDetailsFragment, unknown>;
export const TemplateTestsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}
    `, {"fragmentName":"TemplateTests"}) as unknown as TypedDocumentString<TemplateTestsFragment, unknown>;
export const TemplateVersionDetailsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment TemplateVersionDetails on TemplateVersion {
  ...VersionLine
  variables
  environments {
    name
  }
  supportedAgents {
    agentId
    range
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
      }
      dependsOn
    }
  }
  tests {
    ...TemplateTests
  }
  files {
    path
    size
    sha256
  }
}
    fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}
fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`, {"fragmentName":"TemplateVersionDetails"}) as unknown as TypedDocumentString<TemplateVersionDetailsFragment, unknown>;
export const EntryNumbersFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EntryNumbers on EntryStats {
  total
  active
  deprecated
  disabled
  public
}
    `, {"fragmentName":"EntryNumbers"}) as unknown as TypedDocumentString<EntryNumbersFragment, unknown>;
export const VersionNumbersFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VersionNumbers on VersionStats {
  total
  drafts
  archived
}
    `, {"fragmentName":"VersionNumbers"}) as unknown as TypedDocumentString<VersionNumbersFragment, unknown>;
export const EntryPlaceFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment EntryPlace on RegistryEntry {
  slug
  status
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
    `, {"fragmentName":"EntryPlace"}) as unknown as TypedDocumentString<EntryPlaceFragment, unknown>;
export const UsageRecordFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment UsageRecordFields on UsageRecord {
  recordId
  number
  namespace
  meter
  quantity
  total
  occurredAt
  sourceType
  sourceId
}
    `, {"fragmentName":"UsageRecordFields"}) as unknown as TypedDocumentString<UsageRecordFieldsFragment, unknown>;
export const ValidatedFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Validated on ValidatePayload {
  valid
  digest
  issues {
    ...IssueFields
  }
  impact {
    ...Impact
  }
  tests {
    ...TemplateTests
  }
  report {
    id
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}`, {"fragmentName":"Validated"}) as unknown as TypedDocumentString<ValidatedFragment, unknown>;
export const DeprecationFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Deprecation on RegistryEntry {
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
}
    `, {"fragmentName":"Deprecation"}) as unknown as TypedDocumentString<DeprecationFragment, unknown>;
export const DiffFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment Diff on VersionDiff {
  changes {
    path
    change
    before
    after
  }
  files {
    path
    change
    before {
      size
      sha256
    }
    after {
      size
      sha256
    }
  }
  truncated
  level
  compatible
  suggestedVersion
  classifiedTruncated
  classified {
    ...Classified
  }
}
    fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`, {"fragmentName":"Diff"}) as unknown as TypedDocumentString<DiffFragment, unknown>;
export const WebhookFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}
    `, {"fragmentName":"WebhookFields"}) as unknown as TypedDocumentString<WebhookFieldsFragment, unknown>;
export const WebhookDeliveryFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment WebhookDeliveryFields on WebhookDelivery {
  id
  messageId
  type
  status
  attempts {
    at
    durationMs
    statusCode
    error
  }
  nextAttemptAt
  createdAt
  finishedAt
}
    `, {"fragmentName":"WebhookDeliveryFields"}) as unknown as TypedDocumentString<WebhookDeliveryFieldsFragment, unknown>;
export const VersionFilesFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}
    `, {"fragmentName":"VersionFiles"}) as unknown as TypedDocumentString<VersionFilesFragment, unknown>;
export const AgentHeadFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment AgentHead on Agent {
  agentId
  namespace
  status
  currentVersion {
    ...VersionFiles
  }
}
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}`, {"fragmentName":"AgentHead"}) as unknown as TypedDocumentString<AgentHeadFragment, unknown>;
export const ArchiveAgentVersionDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ArchiveAgentVersion($input: ArchiveVersionInput!) {
  result: archiveAgentVersion(input: $input) {
    __typename
    ... on ArchiveAgentVersionPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ArchiveAgentVersionMutation, ArchiveAgentVersionMutationVariables>;
export const ArchiveTemplateVersionDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ArchiveTemplateVersion($input: ArchiveVersionInput!) {
  result: archiveTemplateVersion(input: $input) {
    __typename
    ... on ArchiveTemplateVersionPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ArchiveTemplateVersionMutation, ArchiveTemplateVersionMutationVariables>;
export const UnarchiveAgentVersionDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UnarchiveAgentVersion($input: UnarchiveVersionInput!) {
  result: unarchiveAgentVersion(input: $input) {
    __typename
    ... on UnarchiveAgentVersionPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UnarchiveAgentVersionMutation, UnarchiveAgentVersionMutationVariables>;
export const UnarchiveTemplateVersionDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UnarchiveTemplateVersion($input: UnarchiveVersionInput!) {
  result: unarchiveTemplateVersion(input: $input) {
    __typename
    ... on UnarchiveTemplateVersionPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UnarchiveTemplateVersionMutation, UnarchiveTemplateVersionMutationVariables>;
export const BulkSetStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation BulkSetStatus($input: BulkSetStatusInput!) {
  result: bulkSetStatus(input: $input) {
    __typename
    ...BulkItems
    ...Problem
  }
}
    fragment BulkItems on BulkPayload {
  changedCount
  unchangedCount
  refusedCount
  items {
    kind
    entryId
    version
    result {
      __typename
      ... on BulkItemPayload {
        changed
        visibilityChange {
          ...VisibilityChange
        }
        impact {
          ...Impact
        }
        event {
          cursor
        }
      }
      ...Problem
    }
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<BulkSetStatusMutation, BulkSetStatusMutationVariables>;
export const BulkTagDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation BulkTag($input: BulkTagInput!) {
  result: bulkTag(input: $input) {
    __typename
    ...BulkItems
    ...Problem
  }
}
    fragment BulkItems on BulkPayload {
  changedCount
  unchangedCount
  refusedCount
  items {
    kind
    entryId
    version
    result {
      __typename
      ... on BulkItemPayload {
        changed
        visibilityChange {
          ...VisibilityChange
        }
        impact {
          ...Impact
        }
        event {
          cursor
        }
      }
      ...Problem
    }
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<BulkTagMutation, BulkTagMutationVariables>;
export const BulkArchiveDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation BulkArchive($input: BulkArchiveInput!) {
  result: bulkArchive(input: $input) {
    __typename
    ...BulkItems
    ...Problem
  }
}
    fragment BulkItems on BulkPayload {
  changedCount
  unchangedCount
  refusedCount
  items {
    kind
    entryId
    version
    result {
      __typename
      ... on BulkItemPayload {
        changed
        visibilityChange {
          ...VisibilityChange
        }
        impact {
          ...Impact
        }
        event {
          cursor
        }
      }
      ...Problem
    }
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<BulkArchiveMutation, BulkArchiveMutationVariables>;
export const BulkSetVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation BulkSetVisibility($input: BulkSetVisibilityInput!) {
  result: bulkSetVisibility(input: $input) {
    __typename
    ...BulkItems
    ...Problem
  }
}
    fragment BulkItems on BulkPayload {
  changedCount
  unchangedCount
  refusedCount
  items {
    kind
    entryId
    version
    result {
      __typename
      ... on BulkItemPayload {
        changed
        visibilityChange {
          ...VisibilityChange
        }
        impact {
          ...Impact
        }
        event {
          cursor
        }
      }
      ...Problem
    }
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<BulkSetVisibilityMutation, BulkSetVisibilityMutationVariables>;
export const CancelRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CancelRun($input: CancelRunInput!) {
  result: cancelRun(input: $input) {
    __typename
    ... on CancelRunPayload {
      run {
        ...RunSummary
        steps {
          ...StepFields
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<CancelRunMutation, CancelRunMutationVariables>;
export const AgentChannelsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query AgentChannels($id: String!, $namespace: String) {
  entry: agent(agentId: $id, namespace: $namespace) {
    slug
    namespace
    channels {
      ...ChannelFields
    }
  }
}
    fragment ChannelFields on Channel {
  name
  movedAt
  version {
    version
    status
    digest
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
}`) as unknown as TypedDocumentString<AgentChannelsQuery, AgentChannelsQueryVariables>;
export const TemplateChannelsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TemplateChannels($id: String!, $namespace: String) {
  entry: template(templateId: $id, namespace: $namespace) {
    slug
    namespace
    channels {
      ...ChannelFields
    }
  }
}
    fragment ChannelFields on Channel {
  name
  movedAt
  version {
    version
    status
    digest
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
}`) as unknown as TypedDocumentString<TemplateChannelsQuery, TemplateChannelsQueryVariables>;
export const SetAgentChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetAgentChannel($input: SetChannelInput!) {
  result: setAgentChannel(input: $input) {
    __typename
    ... on SetAgentChannelPayload {
      channel {
        ...ChannelFields
      }
      previousVersion {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment ChannelFields on Channel {
  name
  movedAt
  version {
    version
    status
    digest
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
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetAgentChannelMutation, SetAgentChannelMutationVariables>;
export const SetTemplateChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetTemplateChannel($input: SetChannelInput!) {
  result: setTemplateChannel(input: $input) {
    __typename
    ... on SetTemplateChannelPayload {
      channel {
        ...ChannelFields
      }
      previousVersion {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment ChannelFields on Channel {
  name
  movedAt
  version {
    version
    status
    digest
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
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetTemplateChannelMutation, SetTemplateChannelMutationVariables>;
export const RemoveAgentChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveAgentChannel($input: RemoveChannelInput!) {
  result: removeAgentChannel(input: $input) {
    __typename
    ... on RemoveAgentChannelPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RemoveAgentChannelMutation, RemoveAgentChannelMutationVariables>;
export const RemoveTemplateChannelDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveTemplateChannel($input: RemoveChannelInput!) {
  result: removeTemplateChannel(input: $input) {
    __typename
    ... on RemoveTemplateChannelPayload {
      version {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RemoveTemplateChannelMutation, RemoveTemplateChannelMutationVariables>;
export const ClaimStepsDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ClaimSteps($input: ClaimStepsInput!) {
  result: claimSteps(input: $input) {
    __typename
    ... on ClaimStepsPayload {
      claims {
        token
        claimedUntil
        inputs
        outputs
        run {
          ...RunSummary
        }
        step {
          ...StepFields
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ClaimStepsMutation, ClaimStepsMutationVariables>;
export const CommentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Comments($templateId: String!, $namespace: String, $first: Int, $after: String) {
  template(templateId: $templateId, namespace: $namespace) {
    ratings(first: $first, after: $after) {
      edges {
        node {
          ...CommentFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment CommentFields on RatingComment {
  id
  stars
  comment
  version
  author
  ratedAt
  isHidden
  hiddenReason
  reportCount
  reports {
    reason
    reportedAt
  }
}`) as unknown as TypedDocumentString<CommentsQuery, CommentsQueryVariables>;
export const ReportCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ReportComment($input: ReportCommentInput!) {
  result: reportComment(input: $input) {
    __typename
    ... on ReportCommentPayload {
      created
      comment {
        ...CommentFields
      }
    }
    ...Problem
  }
}
    fragment CommentFields on RatingComment {
  id
  stars
  comment
  version
  author
  ratedAt
  isHidden
  hiddenReason
  reportCount
  reports {
    reason
    reportedAt
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ReportCommentMutation, ReportCommentMutationVariables>;
export const HideCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation HideComment($input: HideCommentInput!) {
  result: hideComment(input: $input) {
    __typename
    ... on HideCommentPayload {
      comment {
        ...CommentFields
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment CommentFields on RatingComment {
  id
  stars
  comment
  version
  author
  ratedAt
  isHidden
  hiddenReason
  reportCount
  reports {
    reason
    reportedAt
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<HideCommentMutation, HideCommentMutationVariables>;
export const ShowCommentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ShowComment($input: HideCommentInput!) {
  result: showComment(input: $input) {
    __typename
    ... on ShowCommentPayload {
      comment {
        ...CommentFields
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment CommentFields on RatingComment {
  id
  stars
  comment
  version
  author
  ratedAt
  isHidden
  hiddenReason
  reportCount
  reports {
    reason
    reportedAt
  }
}
fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ShowCommentMutation, ShowCommentMutationVariables>;
export const CreateConsoleLinkDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CreateConsoleLink($input: CreateConsoleLinkInput!) {
  result: createConsoleLink(input: $input) {
    __typename
    ... on CreateConsoleLinkPayload {
      linkCode
      expiresAt
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<CreateConsoleLinkMutation, CreateConsoleLinkMutationVariables>;
export const RedeemConsoleLinkDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RedeemConsoleLink($input: RedeemConsoleLinkInput!) {
  result: redeemConsoleLink(input: $input) {
    __typename
    ... on RedeemConsoleLinkPayload {
      token
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RedeemConsoleLinkMutation, RedeemConsoleLinkMutationVariables>;
export const DiscardAgentDraftDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DiscardAgentDraft($input: DiscardDraftInput!) {
  result: discardAgentDraft(input: $input) {
    __typename
    ... on DiscardAgentDraftPayload {
      version
      digest
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<DiscardAgentDraftMutation, DiscardAgentDraftMutationVariables>;
export const DiscardTemplateDraftDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DiscardTemplateDraft($input: DiscardDraftInput!) {
  result: discardTemplateDraft(input: $input) {
    __typename
    ... on DiscardTemplateDraftPayload {
      version
      digest
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<DiscardTemplateDraftMutation, DiscardTemplateDraftMutationVariables>;
export const DraftsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Drafts($kind: RegistryKind, $first: Int, $after: String) {
  drafts(kind: $kind, first: $first, after: $after) {
    edges {
      node {
        __typename
        ...VersionLine
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
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<DraftsQuery, DraftsQueryVariables>;
export const EntryUsageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query EntryUsage($id: String!, $namespace: String, $days: Int) {
  agent(agentId: $id, namespace: $namespace) {
    slug
    namespace
    usage(days: $days) {
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
      acrossNamespaces {
        ...AcrossNamespaces
      }
    }
    engagement(days: $days) {
      ...EngagementFields
    }
  }
  template(templateId: $id, namespace: $namespace) {
    slug
    namespace
    usage(days: $days) {
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
      acrossNamespaces {
        ...AcrossNamespaces
      }
    }
    engagement(days: $days) {
      ...EngagementFields
    }
  }
}
    fragment EngagementFields on Engagement {
  days
  views
  pulls
  instantiations
  includesOthers
}
fragment AcrossNamespaces on UsageAcrossNamespaces {
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
}`) as unknown as TypedDocumentString<EntryUsageQuery, EntryUsageQueryVariables>;
export const ExportAgentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportAgents($filter: RegistryFilter, $after: String) {
  entries: agents(
    first: 50
    after: $after
    filter: $filter
    orderBy: {field: CREATED_AT, direction: ASC}
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ExportedEntry
        currentVersion {
          version
        }
      }
    }
  }
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}`) as unknown as TypedDocumentString<ExportAgentsQuery, ExportAgentsQueryVariables>;
export const ExportTemplatesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportTemplates($filter: RegistryFilter, $after: String) {
  entries: templates(
    first: 50
    after: $after
    filter: $filter
    orderBy: {field: CREATED_AT, direction: ASC}
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ExportedEntry
        currentVersion {
          version
        }
      }
    }
  }
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}`) as unknown as TypedDocumentString<ExportTemplatesQuery, ExportTemplatesQueryVariables>;
export const ExportAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportAgent($id: String!, $namespace: String!) {
  entry: agent(agentId: $id, namespace: $namespace) {
    ...ExportedEntry
    currentVersion {
      version
    }
  }
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}`) as unknown as TypedDocumentString<ExportAgentQuery, ExportAgentQueryVariables>;
export const ExportTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportTemplate($id: String!, $namespace: String!) {
  entry: template(templateId: $id, namespace: $namespace) {
    ...ExportedEntry
    currentVersion {
      version
    }
  }
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}`) as unknown as TypedDocumentString<ExportTemplateQuery, ExportTemplateQueryVariables>;
export const ExportAgentVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportAgentVersions($id: String!, $namespace: String!, $after: String) {
  entry: agent(agentId: $id, namespace: $namespace) {
    versions(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...ExportedVersion
        }
      }
    }
  }
}
    fragment ExportedVersion on RegistryVersion {
  version
  status
  visibility
  digest
  digestRule
  commitSha
  publishedAt
  publishedBy
  files {
    path
    size
    sha256
  }
}`) as unknown as TypedDocumentString<ExportAgentVersionsQuery, ExportAgentVersionsQueryVariables>;
export const ExportTemplateVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ExportTemplateVersions($id: String!, $namespace: String!, $after: String) {
  entry: template(templateId: $id, namespace: $namespace) {
    versions(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...ExportedVersion
        }
      }
    }
  }
}
    fragment ExportedVersion on RegistryVersion {
  version
  status
  visibility
  digest
  digestRule
  commitSha
  publishedAt
  publishedBy
  files {
    path
    size
    sha256
  }
}`) as unknown as TypedDocumentString<ExportTemplateVersionsQuery, ExportTemplateVersionsQueryVariables>;
export const ChangesSinceDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ChangesSince($after: String!, $filter: RegistryEventFilter) {
  registryEvents(first: 100, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        cursor
        kind
        namespace
        entryId
        version
        action
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChangesSinceQuery, ChangesSinceQueryVariables>;
export const ImportVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ImportVersions($input: ImportVersionsInput!) {
  result: importVersions(input: $input) {
    __typename
    ... on ImportVersionsPayload {
      outcome
      warnings
      listingChanged
      featuredChanged
      channels {
        name
        outcome
      }
      versions {
        version
        outcome
        digest
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ImportVersionsMutation, ImportVersionsMutationVariables>;
export const EntryHereDocument = /* @__PURE__ */ new TypedDocumentString(`
    query EntryHere($id: String!, $namespace: String!, $after: String) {
  agent(agentId: $id, namespace: $namespace) {
    ...HereEntry
    currentVersion {
      version
    }
    versions(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...HereVersion
        }
      }
    }
  }
  template(templateId: $id, namespace: $namespace) {
    ...HereEntry
    currentVersion {
      version
    }
    versions(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...HereVersion
        }
      }
    }
  }
}
    fragment ExportedEntry on RegistryEntry {
  slug
  namespace
  createdAt
  updatedAt
  status
  statusMessage
  visibility
  compatibility
  replacedBy {
    namespace
    slug
  }
  tags
  category
  description
  listingOverrides
  featured
  curatedAt
  channels {
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
}
fragment HereEntry on RegistryEntry {
  ...ExportedEntry
}
fragment HereVersion on RegistryVersion {
  version
  status
  visibility
  digest
  digestRule
}`) as unknown as TypedDocumentString<EntryHereQuery, EntryHereQueryVariables>;
export const InstantiateTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation InstantiateTemplate($input: InstantiateTemplateInput!) {
  result: instantiateTemplate(input: $input) {
    __typename
    ... on InstantiateTemplatePayload {
      warnings {
        ...IssueFields
      }
      run {
        id
        status
        environment
        variables
        resourceProfile
        lock
        lockDigest
        createdAt
        template {
          templateId
        }
        templateVersion {
          version
        }
        steps {
          id
          stepId
          name
          dependsOn
          status
          inputs
          agent {
            agentId
          }
          agentVersion {
            version
          }
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<InstantiateTemplateMutation, InstantiateTemplateMutationVariables>;
export const AgentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Agents($first: Int, $after: String, $filter: RegistryFilter, $orderBy: RegistryOrder) {
  list: agents(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    edges {
      node {
        ...EntryLine
        currentVersion {
          version
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EntryLine on RegistryEntry {
  slug
  namespace
  name
  description
  status
  visibility
  category
  tags
  updatedAt
}`) as unknown as TypedDocumentString<AgentsQuery, AgentsQueryVariables>;
export const TemplatesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Templates($first: Int, $after: String, $filter: RegistryFilter, $orderBy: RegistryOrder) {
  list: templates(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    edges {
      node {
        ...EntryLine
        currentVersion {
          version
        }
        rating {
          average
          count
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EntryLine on RegistryEntry {
  slug
  namespace
  name
  description
  status
  visibility
  category
  tags
  updatedAt
}`) as unknown as TypedDocumentString<TemplatesQuery, TemplatesQueryVariables>;
export const PromoteAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation PromoteAgent($input: PromoteInput!) {
  result: promoteAgent(input: $input) {
    __typename
    ... on PublishAgentPayload {
      ...Outcome
      agent {
        currentVersion {
          version
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Outcome on PublishPayload {
  created
  warnings {
    ...IssueFields
  }
  visibilityChange {
    ...VisibilityChange
  }
  impact {
    ...Impact
  }
  event {
    cursor
  }
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<PromoteAgentMutation, PromoteAgentMutationVariables>;
export const PromoteTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation PromoteTemplate($input: PromoteInput!) {
  result: promoteTemplate(input: $input) {
    __typename
    ... on PublishTemplatePayload {
      ...Outcome
      template {
        currentVersion {
          version
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Outcome on PublishPayload {
  created
  warnings {
    ...IssueFields
  }
  visibilityChange {
    ...VisibilityChange
  }
  impact {
    ...Impact
  }
  event {
    cursor
  }
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<PromoteTemplateMutation, PromoteTemplateMutationVariables>;
export const PublishAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation PublishAgent($input: PublishAgentInput!) {
  result: publishAgent(input: $input) {
    __typename
    ... on PublishAgentPayload {
      ...Outcome
      version {
        ...VersionSummary
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Outcome on PublishPayload {
  created
  warnings {
    ...IssueFields
  }
  visibilityChange {
    ...VisibilityChange
  }
  impact {
    ...Impact
  }
  event {
    cursor
  }
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<PublishAgentMutation, PublishAgentMutationVariables>;
export const PublishTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation PublishTemplate($input: PublishTemplateInput!) {
  result: publishTemplate(input: $input) {
    __typename
    ... on PublishTemplatePayload {
      ...Outcome
      version {
        ...VersionSummary
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Outcome on PublishPayload {
  created
  warnings {
    ...IssueFields
  }
  visibilityChange {
    ...VisibilityChange
  }
  impact {
    ...Impact
  }
  event {
    cursor
  }
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<PublishTemplateMutation, PublishTemplateMutationVariables>;
export const PublishedByIdDocument = /* @__PURE__ */ new TypedDocumentString(`
    query PublishedById($id: String!, $namespace: String, $version: String!) {
  agent(agentId: $id, namespace: $namespace) {
    current: currentVersion {
      ...Content
    }
    same: version(version: $version) {
      status
      digest
      digestRule
    }
  }
  template(templateId: $id, namespace: $namespace) {
    current: currentVersion {
      ...Content
    }
    same: version(version: $version) {
      status
      digest
      digestRule
    }
  }
}
    fragment Content on RegistryVersion {
  version
  digest
  digestRule
  manifest
  files {
    path
    size
    sha256
  }
}`) as unknown as TypedDocumentString<PublishedByIdQuery, PublishedByIdQueryVariables>;
export const RateTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RateTemplate($input: RateTemplateInput!) {
  result: rateTemplate(input: $input) {
    __typename
    ... on RateTemplatePayload {
      template {
        templateId
        namespace
      }
      rating {
        average
        count
        mine
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RateTemplateMutation, RateTemplateMutationVariables>;
export const RegistryEventsDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription RegistryEvents($after: String, $filter: RegistryEventFilter) {
  registryEvents(after: $after, filter: $filter) {
    ...EventFields
  }
}
    fragment EventFields on RegistryEvent {
  cursor
  number
  id
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
}`) as unknown as TypedDocumentString<RegistryEventsSubscription, RegistryEventsSubscriptionVariables>;
export const RegistryEventsAfterDocument = /* @__PURE__ */ new TypedDocumentString(`
    query RegistryEventsAfter($after: String, $first: Int, $filter: RegistryEventFilter) {
  registryEvents(after: $after, first: $first, filter: $filter) {
    edges {
      node {
        ...EventFields
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment EventFields on RegistryEvent {
  cursor
  number
  id
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
}`) as unknown as TypedDocumentString<RegistryEventsAfterQuery, RegistryEventsAfterQueryVariables>;
export const LatestEventDocument = /* @__PURE__ */ new TypedDocumentString(`
    query LatestEvent {
  registryEvents(last: 1) {
    edges {
      cursor
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<LatestEventQuery, LatestEventQueryVariables>;
export const RemoveAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveAgent($input: RemoveEntryInput!) {
  result: removeAgent(input: $input) {
    __typename
    ... on RemoveAgentPayload {
      id: agentId
      namespace
      versionCount
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RemoveAgentMutation, RemoveAgentMutationVariables>;
export const RemoveTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveTemplate($input: RemoveEntryInput!) {
  result: removeTemplate(input: $input) {
    __typename
    ... on RemoveTemplatePayload {
      id: templateId
      namespace
      versionCount
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RemoveTemplateMutation, RemoveTemplateMutationVariables>;
export const ReportRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ReportRun($input: ReportRunInput!) {
  result: reportRun(input: $input) {
    __typename
    ... on ReportRunPayload {
      redacted
      run {
        id
        status
      }
      step {
        ...StepFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ReportRunMutation, ReportRunMutationVariables>;
export const RetryRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RetryRun($input: RetryRunInput!) {
  result: retryRun(input: $input) {
    __typename
    ... on RetryRunPayload {
      run {
        ...RunSummary
        steps {
          ...StepFields
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RetryRunMutation, RetryRunMutationVariables>;
export const RollbackAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RollbackAgent($input: RollbackInput!) {
  result: rollbackAgent(input: $input) {
    __typename
    ... on RollbackAgentPayload {
      version {
        ...VersionSummary
      }
      previousVersion {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RollbackAgentMutation, RollbackAgentMutationVariables>;
export const RollbackTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RollbackTemplate($input: RollbackInput!) {
  result: rollbackTemplate(input: $input) {
    __typename
    ... on RollbackTemplatePayload {
      version {
        ...VersionSummary
      }
      previousVersion {
        ...VersionSummary
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment VersionSummary on RegistryVersion {
  version
  status
  digest
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RollbackTemplateMutation, RollbackTemplateMutationVariables>;
export const RunsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Runs($first: Int, $after: String, $filter: RunFilter) {
  runs(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        ...RunSummary
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}`) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const RunDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Run($id: ID!) {
  run(id: $id) {
    ...RunSummary
    lock
    variables
    outputs
    steps {
      ...StepFields
    }
  }
}
    fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}`) as unknown as TypedDocumentString<RunQuery, RunQueryVariables>;
export const WatchRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription WatchRun($id: ID!) {
  run(id: $id) {
    ...RunSummary
    outputs
    steps {
      ...StepFields
    }
  }
}
    fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}`) as unknown as TypedDocumentString<WatchRunSubscription, WatchRunSubscriptionVariables>;
export const SearchDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Search($query: String!, $kinds: [RegistryKind!], $filter: RegistryFilter, $first: Int, $after: String) {
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
      score
      highlight
      node {
        __typename
        ... on RegistryEntry {
          slug
          namespace
          name
          description
          category
          tags
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
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SetAgentCompatibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetAgentCompatibility($input: SetCompatibilityInput!) {
  result: setAgentCompatibility(input: $input) {
    __typename
    ... on SetAgentCompatibilityPayload {
      agent {
        agentId
        compatibility
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetAgentCompatibilityMutation, SetAgentCompatibilityMutationVariables>;
export const SetTemplateCompatibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetTemplateCompatibility($input: SetCompatibilityInput!) {
  result: setTemplateCompatibility(input: $input) {
    __typename
    ... on SetTemplateCompatibilityPayload {
      template {
        templateId
        compatibility
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetTemplateCompatibilityMutation, SetTemplateCompatibilityMutationVariables>;
export const SetAgentFeaturedDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetAgentFeatured($input: SetFeaturedInput!) {
  result: setAgentFeatured(input: $input) {
    __typename
    ... on SetAgentFeaturedPayload {
      agent {
        agentId
        featured
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetAgentFeaturedMutation, SetAgentFeaturedMutationVariables>;
export const SetTemplateFeaturedDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetTemplateFeatured($input: SetFeaturedInput!) {
  result: setTemplateFeatured(input: $input) {
    __typename
    ... on SetTemplateFeaturedPayload {
      template {
        templateId
        featured
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetTemplateFeaturedMutation, SetTemplateFeaturedMutationVariables>;
export const SetAgentStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetAgentStatus($input: SetStatusInput!) {
  result: setAgentStatus(input: $input) {
    __typename
    ... on SetAgentStatusPayload {
      entry: agent {
        slug
        namespace
        status
        statusMessage
        replacedBy {
          namespace
          slug
        }
      }
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetAgentStatusMutation, SetAgentStatusMutationVariables>;
export const SetTemplateStatusDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetTemplateStatus($input: SetStatusInput!) {
  result: setTemplateStatus(input: $input) {
    __typename
    ... on SetTemplateStatusPayload {
      entry: template {
        slug
        namespace
        status
        statusMessage
        replacedBy {
          namespace
          slug
        }
      }
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetTemplateStatusMutation, SetTemplateStatusMutationVariables>;
export const SetAgentVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetAgentVisibility($input: SetVisibilityInput!) {
  result: setAgentVisibility(input: $input) {
    __typename
    ... on SetAgentVisibilityPayload {
      agent {
        agentId
        visibility
        currentVersion {
          version
          visibility
        }
      }
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetAgentVisibilityMutation, SetAgentVisibilityMutationVariables>;
export const SetTemplateVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetTemplateVisibility($input: SetVisibilityInput!) {
  result: setTemplateVisibility(input: $input) {
    __typename
    ... on SetTemplateVisibilityPayload {
      template {
        templateId
        visibility
        currentVersion {
          version
          visibility
        }
      }
      visibilityChange {
        ...VisibilityChange
      }
      impact {
        ...Impact
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment VisibilityChange on VisibilityChange {
  before
  after
  readableBefore
  readableAfter
  versionsShown
  versionsHidden
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SetTemplateVisibilityMutation, SetTemplateVisibilityMutationVariables>;
export const ShareAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ShareAgent($input: ShareInput!) {
  result: shareAgent(input: $input) {
    __typename
    ... on ShareAgentPayload {
      share {
        ...ShareDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ShareAgentMutation, ShareAgentMutationVariables>;
export const ShareTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ShareTemplate($input: ShareInput!) {
  result: shareTemplate(input: $input) {
    __typename
    ... on ShareTemplatePayload {
      share {
        ...ShareDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ShareTemplateMutation, ShareTemplateMutationVariables>;
export const UnshareAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UnshareAgent($input: UnshareInput!) {
  result: unshareAgent(input: $input) {
    __typename
    ... on UnshareAgentPayload {
      impact {
        ...ShareImpactDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareImpactDetails on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UnshareAgentMutation, UnshareAgentMutationVariables>;
export const UnshareTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UnshareTemplate($input: UnshareInput!) {
  result: unshareTemplate(input: $input) {
    __typename
    ... on UnshareTemplatePayload {
      impact {
        ...ShareImpactDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareImpactDetails on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UnshareTemplateMutation, UnshareTemplateMutationVariables>;
export const DeclineAgentShareDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DeclineAgentShare($input: DeclineShareInput!) {
  result: declineAgentShare(input: $input) {
    __typename
    ... on DeclineAgentSharePayload {
      impact {
        ...ShareImpactDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareImpactDetails on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<DeclineAgentShareMutation, DeclineAgentShareMutationVariables>;
export const DeclineTemplateShareDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DeclineTemplateShare($input: DeclineShareInput!) {
  result: declineTemplateShare(input: $input) {
    __typename
    ... on DeclineTemplateSharePayload {
      impact {
        ...ShareImpactDetails
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment ShareImpactDetails on ShareImpact {
  days
  templates
  templateVersions
  runs
  openRuns
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<DeclineTemplateShareMutation, DeclineTemplateShareMutationVariables>;
export const ShowAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ShowAgent($id: String!, $namespace: String, $version: String!, $exact: Boolean!) {
  entry: agent(agentId: $id, namespace: $namespace) {
    ...EntryDetails
    owner
    repository
    current: currentVersion @skip(if: $exact) {
      ...AgentVersionDetails
    }
    exact: version(version: $version) @include(if: $exact) {
      ...AgentVersionDetails
    }
  }
}
    fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment EntryDetails on RegistryEntry {
  slug
  namespace
  name
  description
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
  visibility
  shares {
    ...ShareDetails
  }
  sharedWithMe {
    ...ShareDetails
  }
  category
  tags
  createdAt
  updatedAt
}
fragment AgentVersionDetails on AgentVersion {
  ...VersionLine
  model
  skills {
    skillId
    name
  }
  mcpServers {
    name
    transport
  }
  files {
    path
    size
    sha256
  }
}
fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<ShowAgentQuery, ShowAgentQueryVariables>;
export const ShowTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ShowTemplate($id: String!, $namespace: String, $version: String!, $exact: Boolean!) {
  entry: template(templateId: $id, namespace: $namespace) {
    ...EntryDetails
    owner
    repository
    rating {
      average
      count
    }
    current: currentVersion @skip(if: $exact) {
      ...TemplateVersionDetails
    }
    exact: version(version: $version) @include(if: $exact) {
      ...TemplateVersionDetails
    }
  }
}
    fragment ShareDetails on EntryShare {
  namespace
  mayInstantiate
  sharedAt
}
fragment EntryDetails on RegistryEntry {
  slug
  namespace
  name
  description
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
  visibility
  shares {
    ...ShareDetails
  }
  sharedWithMe {
    ...ShareDetails
  }
  category
  tags
  createdAt
  updatedAt
}
fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}
fragment TemplateVersionDetails on TemplateVersion {
  ...VersionLine
  variables
  environments {
    name
  }
  supportedAgents {
    agentId
    range
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
      }
      dependsOn
    }
  }
  tests {
    ...TemplateTests
  }
  files {
    path
    size
    sha256
  }
}
fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<ShowTemplateQuery, ShowTemplateQueryVariables>;
export const RegistryStatsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query RegistryStats($days: Int, $first: Int) {
  registryStats {
    agents {
      ...EntryNumbers
    }
    templates {
      ...EntryNumbers
    }
    agentVersions {
      ...VersionNumbers
    }
    templateVersions {
      ...VersionNumbers
    }
    ratings
    published {
      days
      count
    }
    runs {
      days
      total
      queued
      running
      succeeded
      failed
      cancelled
    }
    mostUsed(days: $days, first: $first) {
      entry {
        __typename
        slug
        namespace
        name
      }
      runs
      succeeded
      failed
    }
    isExact
  }
}
    fragment EntryNumbers on EntryStats {
  total
  active
  deprecated
  disabled
  public
}
fragment VersionNumbers on VersionStats {
  total
  drafts
  archived
}`) as unknown as TypedDocumentString<RegistryStatsQuery, RegistryStatsQueryVariables>;
export const SweepArtifactsDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SweepArtifacts($input: SweepArtifactsInput!) {
  result: sweepArtifacts(input: $input) {
    __typename
    ... on SweepArtifactsPayload {
      checked
      removed
      bytes
      endCursor
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<SweepArtifactsMutation, SweepArtifactsMutationVariables>;
export const AgentsOfNamespaceDocument = /* @__PURE__ */ new TypedDocumentString(`
    query AgentsOfNamespace($namespace: String!, $after: String) {
  entries: agents(first: 100, after: $after, filter: {namespace: $namespace}) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...EntryPlace
      }
    }
  }
}
    fragment EntryPlace on RegistryEntry {
  slug
  status
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
}`) as unknown as TypedDocumentString<AgentsOfNamespaceQuery, AgentsOfNamespaceQueryVariables>;
export const TemplatesOfNamespaceDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TemplatesOfNamespace($namespace: String!, $after: String) {
  entries: templates(first: 100, after: $after, filter: {namespace: $namespace}) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...EntryPlace
      }
    }
  }
}
    fragment EntryPlace on RegistryEntry {
  slug
  status
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
}`) as unknown as TypedDocumentString<TemplatesOfNamespaceQuery, TemplatesOfNamespaceQueryVariables>;
export const TemplateLockDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TemplateLock($templateId: String!, $namespace: String, $version: String, $environment: String) {
  template(templateId: $templateId, namespace: $namespace) {
    templateId
    namespace
    ...Deprecation
    lock(version: $version, environment: $environment) {
      digest
      lock
      unresolved {
        kind
        entryId
        range
        reason
        chain
      }
    }
  }
}
    fragment Deprecation on RegistryEntry {
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
}`) as unknown as TypedDocumentString<TemplateLockQuery, TemplateLockQueryVariables>;
export const UpdateAgentListingDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UpdateAgentListing($input: UpdateListingInput!) {
  result: updateAgentListing(input: $input) {
    __typename
    ... on UpdateAgentListingPayload {
      entry: agent {
        slug
        namespace
        tags
        category
        description
        listingOverrides
        updatedAt
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UpdateAgentListingMutation, UpdateAgentListingMutationVariables>;
export const UpdateTemplateListingDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UpdateTemplateListing($input: UpdateListingInput!) {
  result: updateTemplateListing(input: $input) {
    __typename
    ... on UpdateTemplateListingPayload {
      entry: template {
        slug
        namespace
        tags
        category
        description
        listingOverrides
        updatedAt
      }
      event {
        cursor
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UpdateTemplateListingMutation, UpdateTemplateListingMutationVariables>;
export const RunUpgradeDocument = /* @__PURE__ */ new TypedDocumentString(`
    query RunUpgrade($id: ID!, $toVersion: String, $environment: String) {
  run(id: $id) {
    id
    status
    template {
      templateId
    }
    upgrade(toVersion: $toVersion, environment: $environment) {
      fromVersion
      toVersion
      isUpToDate
      isUpgradable
      level
      environment
      variables
      lockDigest
      conflicts {
        ...ConflictFields
      }
      parts {
        kind
        namespace
        entryId
        change
        before {
          version
          digest
        }
        after {
          version
          digest
        }
        items {
          kind
          name
          change
        }
        level
        changes {
          path
          change
          level
          rule
          reason
        }
        truncated
      }
      problems {
        code
        message
        conflicts {
          path
        }
        issues {
          ...IssueFields
        }
        unresolved {
          kind
          entryId
          range
          reason
          chain
        }
      }
    }
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}`) as unknown as TypedDocumentString<RunUpgradeQuery, RunUpgradeQueryVariables>;
export const UpgradeRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UpgradeRun($input: UpgradeRunInput!) {
  result: upgradeRun(input: $input) {
    __typename
    ... on UpgradeRunPayload {
      warnings {
        ...IssueFields
      }
      run {
        ...RunSummary
        variables
        lock
        upgradedFrom {
          id
        }
        steps {
          ...StepFields
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment StepFields on RunStep {
  id
  stepId
  name
  status
  dependsOn
  inputs
  outputs
  attempt
  maxAttempts
  error {
    code
    message
  }
  waitReason
  worker
  claimedUntil
  timeoutSeconds
  timesOutAt
  availableAt
  usage {
    inputTokens
    outputTokens
  }
  startedAt
  finishedAt
  agent {
    agentId
    namespace
  }
  agentVersion {
    id
    version
    digest
    resourceProfile {
      cpu
      memoryMb
      gpu
      apiCalls
      estimatedTimeMs
      timeoutSeconds
    }
  }
}
fragment RunSummary on Run {
  id
  namespace
  status
  environment
  lockDigest
  retries
  retryReason
  retriedAt
  cancelReason
  cancelledBy
  cancelledAt
  usage {
    inputTokens
    outputTokens
  }
  correlationId
  createdAt
  startedAt
  finishedAt
  template {
    templateId
  }
  templateVersion {
    version
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<UpgradeRunMutation, UpgradeRunMutationVariables>;
export const UsageRecordsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query UsageRecords($first: Int, $after: String, $filter: UsageRecordFilter) {
  usageRecords(first: $first, after: $after, filter: $filter) {
    edges {
      cursor
      node {
        ...UsageRecordFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment UsageRecordFields on UsageRecord {
  recordId
  number
  namespace
  meter
  quantity
  total
  occurredAt
  sourceType
  sourceId
}`) as unknown as TypedDocumentString<UsageRecordsQuery, UsageRecordsQueryVariables>;
export const NamespaceUsageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query NamespaceUsage {
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
    `) as unknown as TypedDocumentString<NamespaceUsageQuery, NamespaceUsageQueryVariables>;
export const ValidateAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ValidateAgent($input: ValidateAgentInput!) {
  result: validateAgent(input: $input) {
    __typename
    ...Validated
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}
fragment Validated on ValidatePayload {
  valid
  digest
  issues {
    ...IssueFields
  }
  impact {
    ...Impact
  }
  tests {
    ...TemplateTests
  }
  report {
    id
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ValidateAgentMutation, ValidateAgentMutationVariables>;
export const ValidateTemplateDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ValidateTemplate($input: ValidateTemplateInput!) {
  result: validateTemplate(input: $input) {
    __typename
    ...Validated
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Counts on ImpactCounts {
  templates
  templateVersions
  agents
  agentVersions
  runs
}
fragment Impact on Impact {
  days
  unresolved {
    ...Counts
  }
  changed {
    ...Counts
  }
  namespaces {
    namespace
    unresolved {
      ...Counts
    }
    changed {
      ...Counts
    }
  }
  namespaceTotal
  dependents {
    kind
    effect
    namespace
    entryId
    version
    isCurrent
    range
    before
    after
  }
  dependentTotal
  truncated
}
fragment TemplateTests on TemplateTestReport {
  passed
  failed
  results {
    file
    name
    environment
    passed
    differences {
      path
      message
      expected
      actual
    }
  }
  coverage {
    variables {
      total
      covered
      uncovered
    }
    environments {
      total
      covered
      uncovered
    }
  }
}
fragment Validated on ValidatePayload {
  valid
  digest
  issues {
    ...IssueFields
  }
  impact {
    ...Impact
  }
  tests {
    ...TemplateTests
  }
  report {
    id
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<ValidateTemplateMutation, ValidateTemplateMutationVariables>;
export const VerifyLogDocument = /* @__PURE__ */ new TypedDocumentString(`
    query VerifyLog($after: String, $first: Int) {
  verifyLog(after: $after, first: $first) {
    checked
    number
    head
    endCursor
    hasNextPage
    problem {
      reason
      number
      eventId
      message
    }
  }
}
    `) as unknown as TypedDocumentString<VerifyLogQuery, VerifyLogQueryVariables>;
export const VerifyVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query VerifyVersions($kind: RegistryKind!, $after: String, $first: Int) {
  verifyVersions(kind: $kind, after: $after, first: $first) {
    checked
    endCursor
    hasNextPage
    problems {
      kind
      namespace
      entryId
      version
      reason
      file
      message
    }
  }
}
    `) as unknown as TypedDocumentString<VerifyVersionsQuery, VerifyVersionsQueryVariables>;
export const VersionFilesByIdDocument = /* @__PURE__ */ new TypedDocumentString(`
    query VersionFilesById($id: String!, $namespace: String, $version: String!, $exact: Boolean!) {
  agent(agentId: $id, namespace: $namespace) {
    slug
    namespace
    ...Deprecation
    current: currentVersion @skip(if: $exact) {
      ...VersionFiles
    }
    exact: version(version: $version) @include(if: $exact) {
      ...VersionFiles
    }
  }
  template(templateId: $id, namespace: $namespace) {
    slug
    namespace
    ...Deprecation
    current: currentVersion @skip(if: $exact) {
      ...VersionFiles
    }
    exact: version(version: $version) @include(if: $exact) {
      ...VersionFiles
    }
  }
}
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}
fragment Deprecation on RegistryEntry {
  status
  statusMessage
  replacedBy {
    namespace
    slug
  }
}`) as unknown as TypedDocumentString<VersionFilesByIdQuery, VersionFilesByIdQueryVariables>;
export const DiffByIdDocument = /* @__PURE__ */ new TypedDocumentString(`
    query DiffById($id: String!, $namespace: String, $from: String!, $to: String!, $agent: Boolean! = true, $template: Boolean! = true) {
  agent(agentId: $id, namespace: $namespace) @include(if: $agent) {
    slug
    namespace
    from: version(version: $from) {
      version
    }
    to: version(version: $to) {
      version
      diff(against: $from) {
        ...Diff
      }
    }
  }
  template(templateId: $id, namespace: $namespace) @include(if: $template) {
    slug
    namespace
    from: version(version: $from) {
      version
    }
    to: version(version: $to) {
      version
      diff(against: $from) {
        ...Diff
      }
    }
  }
}
    fragment Diff on VersionDiff {
  changes {
    path
    change
    before
    after
  }
  files {
    path
    change
    before {
      size
      sha256
    }
    after {
      size
      sha256
    }
  }
  truncated
  level
  compatible
  suggestedVersion
  classifiedTruncated
  classified {
    ...Classified
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<DiffByIdQuery, DiffByIdQueryVariables>;
export const AgentVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query AgentVersions($id: String!, $namespace: String, $first: Int, $after: String, $status: VersionStatus) {
  entry: agent(agentId: $id, namespace: $namespace) {
    slug
    namespace
    currentVersion {
      version
    }
    versions(first: $first, after: $after, status: $status) {
      edges {
        node {
          ...VersionLine
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<AgentVersionsQuery, AgentVersionsQueryVariables>;
export const TemplateVersionsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TemplateVersions($id: String!, $namespace: String, $first: Int, $after: String, $status: VersionStatus) {
  entry: template(templateId: $id, namespace: $namespace) {
    slug
    namespace
    currentVersion {
      version
    }
    versions(first: $first, after: $after, status: $status) {
      edges {
        node {
          ...VersionLine
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment VersionLine on RegistryVersion {
  version
  status
  visibility
  digest
  commitSha
  publishedAt
  publishedBy
}`) as unknown as TypedDocumentString<TemplateVersionsQuery, TemplateVersionsQueryVariables>;
export const ViewerDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Viewer {
  viewer {
    id
    role
    namespace
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const WebhooksDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Webhooks($first: Int, $after: String) {
  webhooks(first: $first, after: $after) {
    edges {
      node {
        ...WebhookFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}`) as unknown as TypedDocumentString<WebhooksQuery, WebhooksQueryVariables>;
export const WebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Webhook($id: ID!, $first: Int, $after: String, $status: WebhookDeliveryStatus) {
  webhook(id: $id) {
    ...WebhookFields
    deliveries(first: $first, after: $after, status: $status) {
      edges {
        node {
          ...WebhookDeliveryFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}
fragment WebhookDeliveryFields on WebhookDelivery {
  id
  messageId
  type
  status
  attempts {
    at
    durationMs
    statusCode
    error
  }
  nextAttemptAt
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<WebhookQuery, WebhookQueryVariables>;
export const CreateWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CreateWebhook($input: CreateWebhookInput!) {
  result: createWebhook(input: $input) {
    __typename
    ... on CreateWebhookPayload {
      secret
      webhook {
        ...WebhookFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}`) as unknown as TypedDocumentString<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const UpdateWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UpdateWebhook($input: UpdateWebhookInput!) {
  result: updateWebhook(input: $input) {
    __typename
    ... on UpdateWebhookPayload {
      webhook {
        ...WebhookFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}`) as unknown as TypedDocumentString<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const RemoveWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveWebhook($input: RemoveWebhookInput!) {
  result: removeWebhook(input: $input) {
    __typename
    ... on RemoveWebhookPayload {
      webhookId
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<RemoveWebhookMutation, RemoveWebhookMutationVariables>;
export const RotateWebhookSecretDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
  result: rotateWebhookSecret(input: $input) {
    __typename
    ... on RotateWebhookSecretPayload {
      secret
      webhook {
        ...WebhookFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const TestWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation TestWebhook($input: TestWebhookInput!) {
  result: testWebhook(input: $input) {
    __typename
    ... on TestWebhookPayload {
      delivery {
        ...WebhookDeliveryFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
fragment WebhookDeliveryFields on WebhookDelivery {
  id
  messageId
  type
  status
  attempts {
    at
    durationMs
    statusCode
    error
  }
  nextAttemptAt
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<TestWebhookMutation, TestWebhookMutationVariables>;
export const ReplayWebhookDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ReplayWebhook($input: ReplayWebhookInput!) {
  result: replayWebhook(input: $input) {
    __typename
    ... on ReplayWebhookPayload {
      webhook {
        ...WebhookFields
      }
      delivery {
        ...WebhookDeliveryFields
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}
fragment WebhookFields on Webhook {
  id
  namespace
  url
  description
  filter {
    kind
    types
    actions
    namespace
    entryId
    tags
  }
  status
  statusReason
  position
  failingSince
  deliveredAt
  nextAttemptAt
  previousSecretUntil
  createdAt
}
fragment WebhookDeliveryFields on WebhookDelivery {
  id
  messageId
  type
  status
  attempts {
    at
    durationMs
    statusCode
    error
  }
  nextAttemptAt
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<ReplayWebhookMutation, ReplayWebhookMutationVariables>;
export const WorkerBeginningDocument = /* @__PURE__ */ new TypedDocumentString(`
    query WorkerBeginning {
  viewer {
    id
    role
    namespace
  }
  registryEvents(last: 1) {
    edges {
      node {
        ...EventFields
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment EventFields on RegistryEvent {
  cursor
  number
  id
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
}`) as unknown as TypedDocumentString<WorkerBeginningQuery, WorkerBeginningQueryVariables>;
export const WorkerAgentsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query WorkerAgents($first: Int!, $after: String) {
  agents(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...AgentHead
      }
    }
  }
}
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}
fragment AgentHead on Agent {
  agentId
  namespace
  status
  currentVersion {
    ...VersionFiles
  }
}`) as unknown as TypedDocumentString<WorkerAgentsQuery, WorkerAgentsQueryVariables>;
export const WorkerAgentDocument = /* @__PURE__ */ new TypedDocumentString(`
    query WorkerAgent($agentId: String!, $namespace: String) {
  agent(agentId: $agentId, namespace: $namespace) {
    ...AgentHead
  }
}
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}
fragment AgentHead on Agent {
  agentId
  namespace
  status
  currentVersion {
    ...VersionFiles
  }
}`) as unknown as TypedDocumentString<WorkerAgentQuery, WorkerAgentQueryVariables>;
export const WorkerAgentVersionDocument = /* @__PURE__ */ new TypedDocumentString(`
    query WorkerAgentVersion($agentId: String!, $namespace: String!, $version: String!) {
  agent(agentId: $agentId, namespace: $namespace) {
    agentId
    namespace
    status
    version(version: $version) {
      ...VersionFiles
    }
  }
}
    fragment VersionFiles on RegistryVersion {
  version
  status
  digest
  digestRule
  commitSha
  files {
    path
    size
    sha256
  }
}`) as unknown as TypedDocumentString<WorkerAgentVersionQuery, WorkerAgentVersionQueryVariables>;
export const WorkerClaimDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation WorkerClaim($input: ClaimStepsInput!) {
  result: claimSteps(input: $input) {
    __typename
    ... on ClaimStepsPayload {
      claims {
        token
        inputs
        outputs
        claimedUntil
        run {
          id
          namespace
          environment
          correlationId
          template {
            templateId
          }
        }
        step {
          stepId
          name
          attempt
          timeoutSeconds
          agent {
            agentId
            namespace
          }
          agentVersion {
            version
            digest
            digestRule
          }
        }
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<WorkerClaimMutation, WorkerClaimMutationVariables>;
export const WorkerReportDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation WorkerReport($input: ReportRunInput!) {
  result: reportRun(input: $input) {
    __typename
    ... on ReportRunPayload {
      step {
        stepId
        status
        attempt
      }
    }
    ...Problem
  }
}
    fragment IssueFields on ManifestIssue {
  file
  path
  code
  message
  severity
}
fragment ConflictFields on RunConflict {
  path
  reason
  base
  mine
  theirs
}
fragment Problem on Error {
  code
  message
  ... on ManifestInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VariablesInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on VersionExists {
    publishedVersion: version
    publishedDigest: digest
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
      chain
    }
  }
  ... on LockInvalid {
    issues {
      ...IssueFields
    }
  }
  ... on UpgradeConflict {
    conflicts {
      ...ConflictFields
    }
  }
  ... on IncompatibleChange {
    changes
    requiredVersion
    breaking {
      ...Classified
    }
  }
  ... on GateNotPassed {
    failures {
      rule
      required
      actual
    }
    evidence
  }
  ... on QuotaExceeded {
    quota
    limit
    used
    resetsAt
  }
  ... on StaleClaim {
    stepStatus: status
    worker
  }
  ... on OutputsInvalid {
    issues {
      ...IssueFields
    }
  }
}
fragment Classified on ClassifiedChange {
  path
  change
  level
  rule
  reason
  concerns
  fingerprint
}`) as unknown as TypedDocumentString<WorkerReportMutation, WorkerReportMutationVariables>;
export const WorkerRunDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription WorkerRun($id: ID!) {
  run(id: $id) {
    status
    steps {
      stepId
      status
      attempt
    }
  }
}
    `) as unknown as TypedDocumentString<WorkerRunSubscription, WorkerRunSubscriptionVariables>;