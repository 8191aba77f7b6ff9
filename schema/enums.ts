import type { EventAction } from '../src/db/event.ts';
import { builder } from './builder.ts';

export const RegistryKind = builder.enumType('RegistryKind', {
  description: 'What an entry is.',
  values: {
    AGENT: { description: 'An agent: a prompt, a model, skills, MCP servers and limits.' },
    TEMPLATE: { description: 'A template: a plan of steps that agents carry out.' },
  } as const,
});

export const EntryStatus = builder.enumType('EntryStatus', {
  description: 'Whether an entry may be used.',
  values: {
    ACTIVE: { description: 'In use.' },
    DEPRECATED: { description: 'Still works, but not recommended for new use.' },
    DISABLED: {
      description: 'Visible to its own namespace only. It cannot be instantiated, and its steps cannot be claimed.',
    },
  } as const,
});

export const VersionStatus = builder.enumType('VersionStatus', {
  description: 'How far a version is in its life.',
  values: {
    DRAFT: { description: 'Replaceable until it is promoted. Visible only to publishers of its namespace.' },
    ACTIVE: { description: 'Published: its content never changes.' },
    ARCHIVED: { description: 'Readable, but never selected by a version range.' },
  } as const,
});

export const Visibility = builder.enumType('Visibility', {
  description: 'Who can see an entry, or a version of it.',
  values: {
    PRIVATE: { description: 'Only the users of its namespace.' },
    PUBLIC: {
      description:
        'Everyone, without a token: a version in a public entry, an entry while its current version is public.',
    },
  } as const,
});

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of an order.',
  values: {
    ASC: { description: 'Ascending: A before Z, older before newer.' },
    DESC: { description: 'Descending: Z before A, newer before older.' },
  } as const,
});

export const RegistryOrderField = builder.enumType('RegistryOrderField', {
  description: 'What a list of entries is ordered by.',
  values: {
    NAME: { description: 'Display name, without regard to case.' },
    CREATED_AT: { description: 'Time of the first version.' },
    UPDATED_AT: { description: 'Time of the last change.' },
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
    DISABLED: { description: 'The entry was switched off.' },
    ENABLED: { description: 'The entry was made active again.' },
    ARCHIVED: { description: 'A version was archived.' },
    REMOVED: { description: 'The entry was removed.' },
    RATED: { description: 'The template was rated.' },
    INSTANTIATED: { description: 'A run of the template was created.' },
    VALIDATION_FAILED: { description: 'A definition was refused.' },
    VISIBILITY_CHANGED: { description: 'The entry, or versions of it, became public, or the entry private.' },
  } satisfies Record<EventAction, { description: string }>,
});

export const RunStatus = builder.enumType('RunStatus', {
  description: 'How far a run is.',
  values: {
    QUEUED: { description: 'No step has begun.' },
    RUNNING: { description: 'At least one step has begun, and not all have ended.' },
    SUCCEEDED: { description: 'All steps succeeded.' },
    FAILED: { description: 'A step failed, and nothing is left to do.' },
    CANCELLED: { description: 'A step or the whole run was cancelled.' },
  } as const,
});

export const StepStatus = builder.enumType('StepStatus', {
  description: 'How far a step is.',
  values: {
    QUEUED: { description: 'Waiting for the steps it depends on, for a worker, or for its next attempt.' },
    RUNNING: { description: 'An attempt has begun.' },
    SUCCEEDED: { description: 'Done, with its outputs.' },
    FAILED: { description: 'Its last attempt failed.' },
    CANCELLED: { description: 'Cancelled before it was done.' },
    SKIPPED: { description: 'Not begun, because a step it depends on failed or was cancelled.' },
  } as const,
});

export const RetryFrom = builder.enumType('RetryFrom', {
  description: 'Where a run that failed begins again.',
  values: {
    FAILED: { description: 'With the steps that failed, and those that were skipped because of them.' },
    START: { description: 'With all steps, as if the run had just been created.' },
  } as const,
});

export const FileEncoding = builder.enumType('FileEncoding', {
  description: 'How the content of a file is written.',
  values: {
    UTF8: { description: 'As text.' },
    BASE64: { description: 'As base64, for files that are not text.' },
  } as const,
});

export const IssueSeverity = builder.enumType('IssueSeverity', {
  description: 'Whether an issue stands in the way of publishing.',
  values: {
    ERROR: { value: 'error', description: 'The definition is refused.' },
    WARNING: { value: 'warning', description: 'The definition is accepted.' },
  } as const,
});

export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'How two versions differ in one place.',
  values: {
    ADDED: { description: 'Only in the newer of the two.' },
    REMOVED: { description: 'Only in the older of the two.' },
    CHANGED: { description: 'In both, with other content.' },
  } as const,
});

export const RegistryRole = builder.enumType('RegistryRole', {
  description: 'What a user may do in the registry. Each role includes the ones before it.',
  values: {
    VIEWER: { value: 'viewer', description: 'Reads the private entries of the namespace, validates and rates.' },
    PUBLISHER: { value: 'publisher', description: 'Publishes, promotes, instantiates and reports runs.' },
    ADMIN: { value: 'admin', description: 'Rolls back, deprecates, disables, archives and removes.' },
  } as const,
});

export const ErrorCode = builder.enumType('ErrorCode', {
  description: 'The code of an error that a caller can act on.',
  values: {
    MANIFEST_INVALID: { description: 'The definition breaks its contract.' },
    VARIABLES_INVALID: { description: 'The variables do not match the template’s schema.' },
    VERSION_EXISTS: { description: 'The version is already published with other content.' },
    STALE_VERSION: { description: 'The current version is not the expected one.' },
    NOT_FOUND: { description: 'It does not exist, or the caller may not see it.' },
    FORBIDDEN: { description: 'The caller’s role or namespace does not allow it.' },
    DEPENDENCY_UNRESOLVED: { description: 'A referenced agent or template has no version that satisfies the range.' },
    INCOMPATIBLE_CHANGE: { description: 'The change would break those who rely on the current state.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used for another payload.' },
    STALE_CLAIM: { description: 'The step is not the reporter’s, has ended, or cannot begin yet.' },
    OUTPUTS_INVALID: { description: 'The outputs of a step are not what its plan declares.' },
  } as const,
});
