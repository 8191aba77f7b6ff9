import { join, relative } from 'node:path';
import pc from 'picocolors';
import type { Collected } from '../collect.ts';
import { currentHost } from '../host.ts';
import { clean } from '../terminal.ts';
import { frame } from './frame.ts';
import { inLineOrder, type PlacedIssue, placeIssues, textOf } from './place.ts';

/** The issues of a definition in compiler style: message, position, source line. */
export function pretty({ folder, issues, files }: Pick<Collected, 'folder' | 'issues' | 'files'>): string {
  const placed = inLineOrder(placeIssues(issues, files));
  const secrets = placed.filter(({ code }) => secretCodes.has(code));
  const whole = new Set(secrets.filter(({ position }) => position === null).map(({ file }) => file));
  const lines = new Set(secrets.map(lineOf));
  const broken = new Set(placed.filter(({ code }) => code === 'invalid_json').map(({ file }) => file));

  return placed
    .map((issue) => {
      const text = whole.has(issue.file) ? null : textOf(issue.file, files);
      const hideValues = broken.has(issue.file) || lines.has(lineOf(issue));
      const shown = issue.position && text !== null ? frame(text, issue.position, hideValues) : [];
      return [...headOf(issue, folder), ...shown.map((line) => `  ${line}`), ''].join('\n');
    })
    .join('\n');
}

const secretCodes: ReadonlySet<string> = new Set(['secret', 'possible_secret', 'secret_allowed']);

const lineOf = ({ file, position }: PlacedIssue): string => `${file}:${position?.line}`;

function headOf(issue: PlacedIssue, folder: string): string[] {
  const colour = issue.severity === 'error' ? pc.red : pc.yellow;
  const what = `${colour(pc.bold(`${issue.severity}[${clean(issue.code)}]`))}: ${pc.bold(clean(issue.message))}`;
  const place = issue.position ? `:${issue.position.line}:${issue.position.column}` : '';
  const inside = issue.path === '' ? '' : pc.dim(`  ${clean(issue.path)}`);
  return [what, `  ${pc.blue('-->')} ${clean(shownPath(folder, issue.file))}${place}${inside}`];
}

/** The path relative to where the command was typed, so that a terminal can open it. */
export function shownPath(folder: string, file: string): string {
  const path = join(folder, file);
  const shown = relative(currentHost().folder, path);
  return shown.startsWith('..') ? path : shown || '.';
}
