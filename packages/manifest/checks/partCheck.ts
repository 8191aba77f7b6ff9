import type { IssueLocation, Issues, Relocate } from '../contract/issue.ts';
import { clip } from '../contract/path.ts';
import { own } from '../read/jsonValue.ts';
import { eachText } from '../read/placeholders.ts';

/** A run that is expected to take longer than it may is stopped every time. */
export function checkProfile(profile: unknown, place: IssueLocation, issues: Issues): void {
  const [estimate, timeout] = [own(profile, 'estimatedTimeMs'), own(profile, 'timeoutSeconds')];
  if (typeof estimate !== 'number' || typeof timeout !== 'number' || estimate <= timeout * 1000) return;
  const at = { file: place.file, path: [...place.path, 'estimatedTimeMs'] };
  issues.warning(
    at,
    'estimate_exceeds_timeout',
    'Must not exceed timeoutSeconds: a run that takes this long is always stopped. Correct one of the two.',
  );
}

/** A text that is nothing but the path of a prompt names a file that is there. */
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
