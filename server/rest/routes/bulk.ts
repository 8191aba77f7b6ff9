import type { WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

const route = (path: string, id: string, summary: string): WriteRoute => {
  const name = `${id[0]?.toUpperCase()}${id.slice(1)}`;
  return {
    method: 'POST',
    pattern: `/api/bulk/${path}`,
    id,
    tag: 'Administration',
    summary: `${summary} For admins.`,
    result: 'The effect on each item, or, in the mode EACH, why it was refused.',
    document: `mutation ${name}($input: ${name}Input!) { ${id}(input: $input) { __typename ... on BulkPayload { changedCount unchangedCount refusedCount items { kind entryId version result { ... on BulkItemPayload { changed entry { ...AgentMatch ...TemplateMatch } ${select.visibilityChange} ${select.impact} event { ...RegistryEvent } } ${select.errors('StaleVersion', 'IncompatibleChange')} } } } ${select.errors('StaleVersion', 'IncompatibleChange')} } } ${select.event} ${select.matches}`,
  };
};

/** What changes many entries in one call. */
export const bulkRoutes: WriteRoute[] = [
  route('status', 'bulkSetStatus', 'Change the status of up to 500 entries.'),
  route('tags', 'bulkTag', 'Add and remove tags of up to 500 entries.'),
  route('archive', 'bulkArchive', 'Archive up to 500 versions.'),
  route('visibility', 'bulkSetVisibility', 'Change the visibility of up to 500 entries.'),
];
