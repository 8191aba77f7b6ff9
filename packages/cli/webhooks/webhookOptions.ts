import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RegistryEventAction, RegistryEventFilter } from '../../client/index.ts';
import { eventActions } from '../../manifest/index.ts';
import { kindFrom, kindOption, type Noun } from '../kinds.ts';
import { idFrom } from '../options.ts';

export interface FilterOptions {
  kind?: Noun;
  type?: string[];
  action?: RegistryEventAction[];
  id?: string;
  from?: string;
  tag?: string[];
}

export interface WriteOptions {
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export type ChangeOptions = FilterOptions & WriteOptions & { description?: string };

export const filterOptions = (command: Command): Command =>
  command
    .addOption(kindOption())
    .option('--type <type...>', 'only events of these types, such as agent.added')
    .addOption(new Option('--action <action...>', 'only events with these actions').choices(eventActions))
    .option('--id <id>', 'only events of this agentId or templateId', idFrom)
    .option('--from <namespace>', 'only events of entries in this namespace')
    .option('--tag <tag...>', 'only events of entries with all of these tags');

export const writeOptions = (command: Command): Command =>
  command
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON');

export function filterFrom({ kind, type, action, id, from, tag }: FilterOptions): RegistryEventFilter {
  return {
    ...(kind ? { kind: kindFrom(kind) } : {}),
    ...(type ? { types: type } : {}),
    ...(action ? { actions: action } : {}),
    ...(id ? { entryId: id } : {}),
    ...(from ? { namespace: from } : {}),
    ...(tag ? { tags: tag } : {}),
  };
}

export const keyOf = ({ key }: WriteOptions, action: string) => key ?? `${action}:${randomUUID()}`;

export function hoursFrom(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 0 && hours <= 168) return hours;
  throw new InvalidArgumentError('Must be an integer from 0 to 168.');
}
