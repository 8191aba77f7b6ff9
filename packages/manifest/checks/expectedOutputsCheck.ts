import type { IssueLocation, Issues } from '../values/issue.ts';
import { entries, items, ownProperty } from '../values/jsonValue.ts';
import { clip } from '../values/path.ts';

const step = '[A-Za-z][A-Za-z0-9_-]{0,63}';
const output = '[A-Za-z_][A-Za-z0-9_-]{0,63}';
const deeper = '(?:\\.[A-Za-z0-9_-]{1,64}){0,20}';
const short = new RegExp(`^(${step})\\.(${output})${deeper}$`);
const long = new RegExp(`^steps\\.(${step})\\.outputs\\.(${output})${deeper}$`);

/** A source without the braces that may surround it. */
const bare = (from: string): string => (from.startsWith('{{') && from.endsWith('}}') ? from.slice(2, -2) : from).trim();

/**
 * `from` of an expected output names the step and the output that it comes from: `write.note`, or
 * `steps.write.outputs.note` as in a placeholder. The step is in the plan and declares the output; those of an included
 * template are checked when its version is known.
 */
export function checkExpectedOutputs(expected: unknown, steps: unknown, place: IssueLocation, issues: Issues): void {
  for (const [name, described] of entries(expected)) {
    const from = ownProperty(described, 'from');
    if (from === undefined) continue;
    const at = { file: place.file, path: [...place.path, name, 'from'] };
    const text = typeof from === 'string' ? bare(from) : '';
    const match = long.exec(text) ?? short.exec(text);
    if (!match) {
      issues.error(at, 'invalid_reference', 'Must name a step and one of its outputs, such as "write.note".');
      continue;
    }
    const [, id, wanted] = match;
    const found = items(steps).find((each) => ownProperty(each, 'id') === id);
    if (!found) issues.error(at, 'unknown_step', `Step "${clip(String(id))}" was not found in the plan.`);
    else if (
      ownProperty(found, 'template') === undefined &&
      ownProperty(ownProperty(found, 'outputs'), String(wanted)) === undefined
    ) {
      issues.error(
        at,
        'unknown_output',
        `The step "${clip(String(id))}" does not declare the output "${clip(String(wanted))}".`,
      );
    }
  }
}
