import type { IssueLocation, Issues, Relocate } from '../contract/issue.ts';
import type { Path } from '../contract/path.ts';
import { checkWork } from '../jsonSchema/schemaWork.ts';
import { isUsableSchema } from '../jsonSchema/variablesSchema.ts';
import { entries, isRecord, items, ownProperty } from '../read/jsonValue.ts';
import { checkDefaults } from './defaultCheck.ts';

/**
 * Checks the JSON Schemas of step outputs: defaults match them, and checking a value is bounded. An output that
 * is described in another way is not checked.
 *
 * @param list where the steps are
 */
export function checkOutputSchemas(steps: unknown, list: IssueLocation, issues: Issues, relocate: Relocate): void {
  for (const [index, step] of items(steps).slice(0, 400).entries()) {
    for (const [name, schema] of entries(ownProperty(step, 'outputs'))) {
      if (!isRecord(schema) || !isUsableSchema(schema)) continue;
      const place = relocate({ file: list.file, path: [...list.path, index, 'outputs', name] });
      const before = issues.count;
      checkWork(schema, (path: Path, message) =>
        issues.error({ file: place.file, path: [...place.path, ...path] }, 'schema_too_complex', message),
      );
      if (issues.count === before) checkDefaults(schema, place, issues);
    }
  }
}
