import { builder } from './builder.ts';

export const RegistryKind = builder.enumType('RegistryKind', { values: ['AGENT', 'TEMPLATE'] as const });

export const EntryStatus = builder.enumType('EntryStatus', {
  values: {
    ACTIVE: {},
    DEPRECATED: { description: 'Still works; do not start with it.' },
    DISABLED: { description: 'Switched off: only its own namespace sees it.' },
  } as const,
});

export const VersionStatus = builder.enumType('VersionStatus', {
  values: {
    DRAFT: { description: 'May be replaced until it is promoted; for publishers of its namespace only.' },
    ACTIVE: { description: 'Published.' },
    ARCHIVED: { description: 'Readable, but no range leads to it.' },
  } as const,
});

export const Visibility = builder.enumType('Visibility', { values: ['PRIVATE', 'PUBLIC'] as const });

export const OrderDirection = builder.enumType('OrderDirection', { values: ['ASC', 'DESC'] as const });

export const RegistryOrderField = builder.enumType('RegistryOrderField', {
  values: ['NAME', 'CREATED_AT', 'UPDATED_AT'] as const,
});

export const RegistryEventAction = builder.enumType('RegistryEventAction', {
  values: [
    'PUBLISHED',
    'DRAFTED',
    'PROMOTED',
    'ROLLED_BACK',
    'DEPRECATED',
    'DISABLED',
    'ENABLED',
    'ARCHIVED',
    'REMOVED',
    'RATED',
    'INSTANTIATED',
    'VALIDATION_FAILED',
  ] as const,
});

export const RunStatus = builder.enumType('RunStatus', {
  values: ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const,
});

export const StepStatus = builder.enumType('StepStatus', {
  values: ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED'] as const,
});

export const FileEncoding = builder.enumType('FileEncoding', { values: ['UTF8', 'BASE64'] as const });

export const IssueSeverity = builder.enumType('IssueSeverity', {
  values: { ERROR: { value: 'error' }, WARNING: { value: 'warning' } } as const,
});

export const ChangeKind = builder.enumType('ChangeKind', { values: ['ADDED', 'REMOVED', 'CHANGED'] as const });

export const RegistryRole = builder.enumType('RegistryRole', {
  values: { VIEWER: { value: 'viewer' }, PUBLISHER: { value: 'publisher' }, ADMIN: { value: 'admin' } } as const,
});

export const ErrorCode = builder.enumType('ErrorCode', {
  values: [
    'MANIFEST_INVALID',
    'VARIABLES_INVALID',
    'VERSION_EXISTS',
    'STALE_VERSION',
    'NOT_FOUND',
    'FORBIDDEN',
    'DEPENDENCY_UNRESOLVED',
    'INCOMPATIBLE_CHANGE',
    'IDEMPOTENCY_KEY_REUSED',
    'STALE_CLAIM',
    'OUTPUTS_INVALID',
  ] as const,
});
