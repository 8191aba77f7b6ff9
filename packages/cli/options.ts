import { type Command, InvalidArgumentError } from 'commander';
import { isNamespace, isSlug } from '../manifest/index.ts';

/** The common options of commands that change an entry. */
export const writeOptions = (command: Command, dryRun: string): Command =>
  command
    .option('--namespace <namespace>', 'namespace (default: the one in your token)', namespaceFrom)
    .option('--dry-run', dryRun)
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON');

/** The values of `writeOptions`. */
export interface WriteOptions {
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

/** `--first`, `--after`: a page of a list. */
export const pageOptions = (command: Command): Command =>
  command
    .option('--first <count>', 'page size, 1 to 100', pageSizeFrom, 20)
    .option('--after <cursor>', 'continue after this cursor');

/** The values of `pageOptions`. */
export interface PageOptions {
  first: number;
  after?: string;
}

export function pageSizeFrom(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new InvalidArgumentError('Must be an integer from 1 to 100.');
}

/** An agentId or templateId. */
export function idFrom(text: string): string {
  if (isSlug(text)) return text;
  throw new InvalidArgumentError('Must be an id such as code-reviewer.');
}

export function namespaceFrom(text: string): string {
  if (isNamespace(text)) return text;
  throw new InvalidArgumentError('Must be 1 to 63 lower-case letters, digits and "-", not starting with "-".');
}

/** A date or a time. */
export function timeFrom(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('Must be a date or a time such as 2026-11-22 or 2026-11-22T10:00:00Z.');
}
