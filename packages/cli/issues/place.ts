import { type BundleFile, type Issue, locate, manifestFile, type TextPosition } from '../../manifest/index.ts';

/** An issue with its position in the file, 1-based; null when it concerns the whole file. */
export interface PlacedIssue extends Issue {
  position: TextPosition | null;
}

/** Finds the line and column of each issue in the files it is about. */
export const placeIssues = (issues: readonly Issue[], files: readonly BundleFile[]): PlacedIssue[] =>
  issues.map((issue) => {
    const text = textOf(issue.file, files);
    return { ...fromMessage(issue), ...(text === null || namesPlace(issue) ? {} : { position: inJson(text, issue) }) };
  });

/** Issues by file, line and column; those of a whole file come first in it, those without a file last. */
export const inLineOrder = (placed: readonly PlacedIssue[]): PlacedIssue[] =>
  [...placed].sort(
    (a, b) =>
      Number(a.file === '') - Number(b.file === '') ||
      Number(isManifest(b)) - Number(isManifest(a)) ||
      (a.file < b.file ? -1 : Number(a.file > b.file)) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );

const isManifest = ({ file }: Issue): boolean => Object.values<string>(manifestFile).includes(file);

/** A position at the start of a message: `Line 3, column 7: expected a value.` */
const spoken = /^Line (\d+)(?:, column (\d+))?: (.)/su;

const namesPlace = ({ message }: Issue): boolean => spoken.test(message);

function fromMessage(issue: Issue): PlacedIssue {
  const match = spoken.exec(issue.message);
  if (!match) return { ...issue, position: null };
  const [head, line, column, first = ''] = match;
  const message = first.toUpperCase() + issue.message.slice(head.length);
  return { ...issue, message, position: { line: Number(line), column: Number(column ?? 1) } };
}

function inJson(text: string, { file, path, code }: Issue): TextPosition | null {
  if (!file.endsWith('.json')) return null;
  return locate(text, path, code === 'unknown_key' ? 'key' : 'value');
}

/** The text of a file; null when it is missing. */
export function textOf(path: string, files: readonly BundleFile[]): string | null {
  const file = files.find((each) => each.path === path);
  return file ? new TextDecoder().decode(file.bytes) : null;
}
