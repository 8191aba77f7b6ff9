import { isAbsolute, join, relative } from 'node:path';
import { manifestFile } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { inLineOrder, placeIssues } from './place.ts';

/**
 * The issues of a definition as annotations of GitHub Actions
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands), with paths below `root`.
 */
export function annotations(
  { kind, folder, issues, files }: Pick<Collected, 'kind' | 'folder' | 'issues' | 'files'>,
  root: string,
): string[] {
  return inLineOrder(placeIssues(issues, files)).map(({ severity, file, position, code, message }) => {
    const place = position ? `,line=${position.line},col=${position.column}` : '';
    const path = escapeProperty(pathBelow(root, join(folder, file || manifestFile[kind])));
    return `::${severity} file=${path}${place},title=${escapeProperty(code)}::${escapeData(message)}`;
  });
}

function pathBelow(root: string, path: string): string {
  const inside = relative(root, path);
  const isOutside = inside.startsWith('..') || isAbsolute(inside);
  return (isOutside ? path : inside).replaceAll('\\', '/');
}

/** As actions/toolkit does it (packages/core/src/command.ts). */
export const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

export const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
