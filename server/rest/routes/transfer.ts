import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

/** What moves entries between registries. */
export const transferRoutes: WriteRoute[] = [
  {
    method: 'POST',
    pattern: '/api/import',
    id: 'importVersions',
    tag: 'Administration',
    summary: 'Import versions of an entry from another registry, with their dates, authors and digests. For admins.',
    result: 'What was done with the entry and with each version.',
    document: `mutation ImportVersions($input: ImportVersionsInput!) { importVersions(input: $input) { __typename ... on ImportVersionsPayload { outcome versions { version outcome digest } warnings event { ...RegistryEvent } } ${select.errors('ManifestInvalid', 'DependencyUnresolved', 'QuotaExceeded')} } } ${select.event}`,
  },
];
