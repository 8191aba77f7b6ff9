import { eachText } from '../contract/placeholders.ts';
import type { IssueLocation, Issues, Relocate } from '../values/issue.ts';
import { ownProperty } from '../values/jsonValue.ts';
import { clip } from '../values/path.ts';

/** Warns when the estimated time of a run exceeds its timeout: such a run would always be stopped. */
export function checkProfile(profile: unknown, place: IssueLocation, issues: Issues): void {
  const [estimate, timeout] = [ownProperty(profile, 'estimatedTimeMs'), ownProperty(profile, 'timeoutSeconds')];
  if (typeof estimate !== 'number' || typeof timeout !== 'number' || estimate <= timeout * 1000) return;
  const at = { file: place.file, path: [...place.path, 'estimatedTimeMs'] };
  issues.warning(
    at,
    'estimate_exceeds_timeout',
    'Must not exceed timeoutSeconds: a run that takes this long is always stopped. Correct one of the two.',
  );
}

/** Reports strings that are the path of a prompt which is not in the folder. */
export function checkPromptReferences(
  value: unknown,
  files: ReadonlyMap<string, unknown>,
  place: IssueLocation,
  issues: Issues,
  relocate: Relocate,
): void {
  eachText(value, (text, path) => {
    if (!/^prompts\/[^\s{}]+\.md$/.test(text) || files.has(text)) return;
    const at = relocate({ file: place.file, path: [...place.path, ...path] });
    issues.error(at, 'missing_file', `File "${clip(text)}" was not found in this folder.`);
  });
}
