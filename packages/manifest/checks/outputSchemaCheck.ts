import { checkDefaults } from '../jsonSchema/defaultCheck.ts';
import { checkWork } from '../jsonSchema/schemaWork.ts';
import { isUsableSchema } from '../jsonSchema/variablesSchema.ts';
import type { IssueLocation, Issues, Relocate } from '../values/issue.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';

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
