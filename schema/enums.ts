import type {
  ChangeConcern as Concern,
  EventAction,
  ChangeLevel as Level,
  MergeSide as MergeSideName,
  Meter,
  CompatibilityPolicy as Policy,
  Quota,
  ResultCode,
  UsageSource as Source,
} from '../packages/manifest/index.ts';
import type { ImpactEffect as Effect } from '../src/db/impact.ts';
import { builder } from './builder.ts';

export const RegistryKind = builder.enumType('RegistryKind', {
  description: 'The two kinds of entries.',
  values: {
    AGENT: { description: 'An agent: a prompt, a model, skills, MCP servers and limits.' },
    TEMPLATE: { description: 'A template: a plan of steps that agents carry out.' },
  } as const,
});

export const EntryStatus = builder.enumType('EntryStatus', {
  description: 'Whether an entry can be used.',
  values: {
    ACTIVE: { description: 'Ready for use.' },
    DEPRECATED: { description: 'Still works, but not recommended for new use.' },
    DISABLED: {
      description:
        'Visible only in its own namespace. It cannot be instantiated, and steps that use it cannot be claimed.',
    },
  } as const,
});

export const VersionStatus = builder.enumType('VersionStatus', {
  description: 'Stage of a version.',
  values: {
    DRAFT: { description: 'Replaceable until it is promoted. Visible only to publishers of its namespace.' },
    ACTIVE: { description: 'Published. Its content never changes.' },
    ARCHIVED: {
      description: 'Readable, but never selected by a version range or a channel. Runs only from a lock.',
    },
  } as const,
});

export const Visibility = builder.enumType('Visibility', {
  description: 'Who can see an entry or a version.',
  values: {
    PRIVATE: { description: 'Only users of its namespace.' },
    PUBLIC: {
      description:
        'Everyone, without a token. A public version is visible while its entry is public, a public entry while its current version is public.',
    },
  } as const,
});

export const ListingField = builder.enumType('ListingField', {
  description: 'A value of an entry that can be set apart from its versions.',
  values: {
    TAGS: { description: 'The tags.' },
    CATEGORY: { description: 'The category.' },
    DESCRIPTION: { description: 'The description.' },
  } as const,
});

export const BulkMode = builder.enumType('BulkMode', {
  description: 'What a bulk mutation does when an item is refused.',
  values: {
    ALL: { description: 'All or nothing: one refused item refuses the call, and nothing changes.' },
    EACH: { description: 'Each item by itself: the others are changed.' },
  } as const,
});

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Direction of an order.',
  values: {
    ASC: { description: 'Ascending: A before Z, older before newer.' },
    DESC: { description: 'Descending: Z before A, newer before older.' },
  } as const,
});

export const RegistryOrderField = builder.enumType('RegistryOrderField', {
  description: 'Field by which a list of entries is ordered.',
  values: {
    NAME: { description: 'Display name, ignoring case.' },
    CREATED_AT: { description: 'When the first version was uploaded.' },
    UPDATED_AT: { description: 'When the entry was last changed.' },
    RATING: {
      description:
        'Ratings of templates, as if five more people had given 3.5 stars, so that one vote does not win. Agents are not rated.',
    },
    POPULAR: {
      description:
        'Use in runs over the last months; recent use counts more. The use of a public entry counts once three namespaces have used it.',
    },
    TRENDING: { description: 'Use in runs over the last days, counted like POPULAR.' },
  } as const,
});

export const RegistryEventAction = builder.enumType('RegistryEventAction', {
  description: 'What was done to an entry.',
  values: {
    PUBLISHED: { description: 'A version was published.' },
    DRAFTED: { description: 'A draft was uploaded or replaced.' },
    PROMOTED: { description: 'A draft was published, or a version was made current.' },
    ROLLED_BACK: { description: 'An older version was made current.' },
    DEPRECATED: { description: 'The entry was marked as not recommended for new use.' },
    DISABLED: { description: 'The entry was disabled.' },
    ENABLED: { description: 'The entry was made active again.' },
    ARCHIVED: { description: 'A version was archived.' },
    REMOVED: { description: 'The entry was removed, with all its versions.' },
    RATED: { description: 'The template was rated.' },
    COMMENT_HIDDEN: { description: 'A comment on the template was hidden.' },
    COMMENT_SHOWN: { description: 'A hidden comment on the template was shown again.' },
    FEATURED: { description: 'The entry was featured.' },
    UNFEATURED: { description: 'The entry is no longer featured.' },
    SHARED: { description: 'The entry was shared with a namespace, or what the share allows was changed.' },
    UNSHARED: { description: 'The entry is no longer shared with a namespace.' },
    SHARE_DECLINED: { description: 'A namespace declined that the entry is shared with it.' },
    INSTANTIATED: { description: 'A run of the template was created.' },
    VALIDATION_FAILED: { description: 'A definition failed validation.' },
    COMPATIBILITY_CHANGED: { description: 'The compatibility policy of the entry was changed.' },
    DISCARDED: { description: 'A draft was discarded.' },
    LISTING_CHANGED: { description: 'Tags, category or description were changed apart from the versions.' },
    CHANNEL_SET: { description: 'A channel was created, or pointed to another version.' },
    CHANNEL_REMOVED: { description: 'A channel was removed.' },
    CHANNEL_REGRESSED: { description: 'The runs of the version in a channel fell short of the gate of the channel.' },
    UNARCHIVED: { description: 'A version was taken out of the archive.' },
    VISIBILITY_CHANGED: { description: 'The entry became public or private, or versions of it became public.' },
  } satisfies Record<EventAction, { description: string }>,
});

export const RegressionChoice = builder.enumType('RegressionChoice', {
  description: 'What happens when the runs of the version in a channel fall short of the gate.',
  values: {
    PROPOSE: { description: 'The event log has it, with the evidence. The channel stays.' },
    ROLL_BACK: { description: 'In addition, the channel goes back to the version that it pointed to before.' },
  } as const,
});

export const GateRule = builder.enumType('GateRule', {
  description: 'A rule of a gate.',
  values: {
    REQUIRE_TESTS: { description: 'The template has tests, and all of them pass.' },
    MIN_RUNS: { description: 'Enough runs ended in the window.' },
    MIN_SUCCESS_RATE: { description: 'Enough of these runs succeeded.' },
    MAX_P95_DURATION: { description: '95 % of these runs were fast enough.' },
    MAX_TOKENS_PER_RUN: { description: 'These runs used few enough tokens, as their mean.' },
  } as const,
});

export const RunStatus = builder.enumType('RunStatus', {
  description: 'State of a run.',
  values: {
    QUEUED: { description: 'No step has started.' },
    RUNNING: { description: 'At least one step has started, and not all have finished.' },
    SUCCEEDED: { description: 'All steps succeeded.' },
    FAILED: { description: 'A step failed, and no other step can run.' },
    CANCELLED: { description: 'A step or the whole run was cancelled.' },
  } as const,
});

export const StepStatus = builder.enumType('StepStatus', {
  description: 'State of a step.',
  values: {
    QUEUED: { description: 'Waiting for the steps that it depends on, for a worker, or for its next attempt.' },
    RUNNING: { description: 'A worker is executing it.' },
    SUCCEEDED: { description: 'Finished successfully.' },
    FAILED: { description: 'Its last attempt failed.' },
    CANCELLED: { description: 'Cancelled before it finished.' },
    SKIPPED: { description: 'Never started, because a step that it depends on failed or was cancelled.' },
  } as const,
});

export const RetryFrom = builder.enumType('RetryFrom', {
  description: 'Where the retry of a failed run starts.',
  values: {
    FAILED: { description: 'With the steps that failed, and the steps that were skipped because of them.' },
    START: { description: 'With all steps, as if the run had just been created.' },
  } as const,
});

export const MergeSide = builder.enumType('MergeSide', {
  description: 'Whose value a conflict is resolved with.',
  values: {
    MINE: { description: 'The value of the run.' },
    THEIRS: { description: 'The value of the other template version.' },
  } satisfies Record<MergeSideName, { description: string }>,
});

export const LockedItemKind = builder.enumType('LockedItemKind', {
  description: 'A kind of content in a lock.',
  values: {
    PROMPT: { description: 'A file under `prompts/`.' },
    FILE: { description: 'Another file, or the manifest.' },
    MCP_SERVER: { description: 'An MCP server of an agent.' },
  } as const,
});

export const FileEncoding = builder.enumType('FileEncoding', {
  description: 'Encoding of the content of a file.',
  values: {
    UTF8: { description: 'Plain text.' },
    BASE64: { description: 'Base64, for binary files.' },
  } as const,
});

export const IssueSeverity = builder.enumType('IssueSeverity', {
  description: 'Whether an issue prevents publishing.',
  values: {
    ERROR: { value: 'error', description: 'The definition cannot be published.' },
    WARNING: { value: 'warning', description: 'The definition can be published.' },
  } as const,
});

export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'How one value or file differs between two versions.',
  values: {
    ADDED: { description: 'Only in the version after the change.' },
    REMOVED: { description: 'Only in the version before the change.' },
    CHANGED: { description: 'In both versions, with different content.' },
  } as const,
});

export const ImpactEffect = builder.enumType('ImpactEffect', {
  description: 'Effect of a change on what refers to the changed entry.',
  values: {
    UNRESOLVED: { description: 'It no longer resolves.' },
    CHANGED: { description: 'It resolves to another version.' },
  } as const satisfies Record<Effect, object>,
});

export const ChangeLevel = builder.enumType('ChangeLevel', {
  description: 'Effect of a change on users of the earlier version.',
  values: {
    SAFE: { description: 'They can go on as before.' },
    RISKY: { description: 'Nothing is refused, but results, cost or needs may differ.' },
    BREAKING: { description: 'Something that worked is refused or missing.' },
  } as const satisfies Record<Level, object>,
});

export const CompatibilityPolicy = builder.enumType('CompatibilityPolicy', {
  description: 'What happens to a version whose number promises less than its changes.',
  values: {
    STRICT: { description: 'It is refused.' },
    WARN: { description: 'It is published, with a warning for each breaking change.' },
    NONE: { description: 'It is published. Changes are not compared.' },
  } as const satisfies Record<Policy, object>,
});

export const ChangeConcern = builder.enumType('ChangeConcern', {
  description: 'Part of a definition that a change concerns.',
  values: {
    VARIABLES: { description: 'Variables of a template.' },
    OUTPUTS: { description: 'Outputs of a run or a step.' },
    STEPS: { description: 'Steps of the plan.' },
    ENVIRONMENTS: { description: 'Environments of a template.' },
    SKILLS: { description: 'Skills of an agent.' },
    TOOLS: { description: 'Tools that an agent has through its MCP servers.' },
    MCP_SERVERS: { description: 'MCP servers of an agent.' },
    ENV: { description: 'Environment variables of an agent.' },
    SECRETS: { description: 'Secrets that an agent needs.' },
    LIMITS: { description: 'Resources and limits.' },
    MODEL: { description: 'Model of an agent.' },
    PROMPTS: { description: 'Prompts.' },
    FILES: { description: 'Other files.' },
    SUPPORTED_AGENTS: { description: 'Agents that a template supports.' },
    DEPENDENCIES: { description: 'Agents or templates that it depends on.' },
    VISIBILITY: { description: 'Who can read the entry.' },
    LISTING: { description: 'Data for the catalog.' },
  } as const satisfies Record<Concern, object>,
});

export const RegistryRole = builder.enumType('RegistryRole', {
  description:
    'What a user may do in the registry: VIEWER, then PUBLISHER, then ADMIN. Each role includes the previous one.',
  values: {
    VIEWER: { value: 'viewer', description: 'Reads the private entries of the namespace, validates and rates.' },
    PUBLISHER: { value: 'publisher', description: 'Publishes, promotes, instantiates and reports runs.' },
    ADMIN: { value: 'admin', description: 'Rolls back, changes status and visibility, and verifies the registry.' },
  } as const,
});

export const ErrorCode = builder.enumType('ErrorCode', {
  description: 'Code of an error that the caller can act on.',
  values: {
    MANIFEST_INVALID: { description: 'The definition is invalid.' },
    VARIABLES_INVALID: { description: "The variables do not match the template's schema." },
    VERSION_EXISTS: { description: 'The version is already published with other content.' },
    STALE_VERSION: { description: 'The current version is not the expected one.' },
    NOT_FOUND: { description: 'Not found, or the caller does not have access to it.' },
    FORBIDDEN: { description: "The caller's role or namespace does not allow this." },
    UPGRADE_CONFLICT: { description: 'The author of a run and its template changed the same.' },
    LOCK_INVALID: { description: 'The lock was changed, or a part of it cannot be used.' },
    DEPENDENCY_UNRESOLVED: { description: 'A referenced agent or template has no version that satisfies the range.' },
    INCOMPATIBLE_CHANGE: { description: 'The change would break users of the current state.' },
    GATE_NOT_PASSED: { description: 'The version does not show what the gate of the channel asks for.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was already used with another payload.' },
    QUOTA_EXCEEDED: { description: 'The namespace has used up a quota.' },
    STALE_CLAIM: { description: 'The step is claimed by another worker, has finished, or cannot start yet.' },
    OUTPUTS_INVALID: { description: 'The outputs of a step do not match its plan, or cannot be stored.' },
  } satisfies Record<ResultCode, { description: string }>,
});

export const UsageMeter = builder.enumType('UsageMeter', {
  description: 'What is metered.',
  values: {
    RUNS: { description: 'Runs created. A retry is the same run.' },
    STEP_SECONDS: { description: 'Seconds from the start of a step to its end, to the millisecond.' },
    VERSIONS: { description: 'Versions stored now, drafts and archived ones too.' },
    ACTIVE_PRIVATE_VERSIONS: {
      description: 'Versions that are published, not archived, and readable only by their own namespace.',
    },
    STORED_BYTES: { description: 'Bytes of the files of all stored versions.' },
    EVENTS_DELIVERED: { description: 'Events delivered to subscriptions.' },
  } satisfies Record<Meter, object>,
});

export const UsageSource = builder.enumType('UsageSource', {
  description: 'What caused a usage record.',
  values: {
    RUN: { description: 'A run that was created.' },
    STEP: { description: 'A step that ended.' },
    VERSION: { description: 'A version that was uploaded, promoted, archived, made public or discarded.' },
    ENTRY: { description: 'An entry that was removed, or whose visibility changed.' },
    DELIVERY: { description: 'A batch of delivered events.' },
    MIGRATION: { description: 'What was stored before usage was recorded.' },
  } satisfies Record<Source, object>,
});

export const UsageQuota = builder.enumType('UsageQuota', {
  description: 'What the operator of the registry can limit in a namespace.',
  values: {
    VERSIONS: { description: 'Stored versions, drafts and archived ones too.' },
    STORED_BYTES: { description: 'Bytes of the files of all stored versions.' },
    RUNS_PER_DAY: { description: 'Runs created in a day, from midnight in UTC.' },
  } satisfies Record<Quota, object>,
});

export const WebhookStatus = builder.enumType('WebhookStatus', {
  description: 'Whether a webhook delivers.',
  values: {
    ACTIVE: { description: 'Delivers every event that matches its filter.' },
    PAUSED: { description: 'Paused by an admin. Set it to ACTIVE to continue with the next event.' },
    DISABLED: {
      description:
        'Disabled by the registry, because no delivery succeeded for three days or the receiver responded with 410. Set it to ACTIVE to continue.',
    },
  } as const,
});

export const WebhookDeliveryStatus = builder.enumType('WebhookDeliveryStatus', {
  description: 'State of a delivery.',
  values: {
    PENDING: { description: 'Waiting for its first or next attempt.' },
    DELIVERED: { description: 'The receiver responded with a 2xx status.' },
    DEAD: { description: 'All attempts failed. Replay it to try again.' },
  } as const,
});
