import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  type Client,
  type EntryStatus,
  SetAgentStatusDocument,
  type SetStatusInput,
  SetTemplateStatusDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print, printJson } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';

interface Options extends WriteOptions {
  message?: string;
  replacedBy?: string;
}

interface StatusCommand {
  name: string;
  status: EntryStatus;
  /** The state of the entry, in "is …" and "would be …". */
  state: string;
  summary: string;
  description: string;
  example: string;
}

const deprecated: StatusCommand = {
  name: 'deprecate',
  status: 'DEPRECATED',
  state: 'deprecated',
  summary: 'mark an agent or a template as deprecated',
  description:
    'Marks an entry as deprecated: it still works, but is not recommended for new use. Requires the role admin.',
  example: 'registry deprecate agent code-reviewer --replaced-by pr-reviewer',
};

const disabled: StatusCommand = {
  name: 'disable',
  status: 'DISABLED',
  state: 'disabled',
  summary: 'disable an agent or a template',
  description:
    'Disables an entry: it is visible only to its own namespace, cannot be instantiated, and its steps cannot be claimed. Requires the role admin.',
  example: 'registry disable template release-train --message "deletes tags; fixed in 1.4.0"',
};

const enabled: StatusCommand = {
  name: 'enable',
  status: 'ACTIVE',
  state: 'active',
  summary: 'make a deprecated or disabled entry active again',
  description:
    'Makes an entry active again. Steps that were waiting for it can be claimed again. Requires the role admin.',
  example: 'registry enable template release-train',
};

const statusCommand =
  ({ name, status, state, summary, description, example }: StatusCommand) =>
  (program: Command): Command =>
    writeOptions(
      withReplacement(
        status,
        program
          .command(name)
          .summary(summary)
          .description(description)
          .addArgument(nounArgument())
          .argument('<id>', 'agentId or templateId', idFrom)
          .option('--message <text>', 'message to users of the entry, at most 500 characters'),
      ),
      'show what would change, without changing anything',
    )
      .addHelpText('after', examples(example, `${example} --dry-run`))
      .action(async (noun: Noun, id: string, options: Options, command: Command) => {
        const client = connectAuthenticated(
          readSettings(command.optsWithGlobals<GatewayOptions>()),
          `${name} an entry`,
          'admin',
        );
        const { entry, event, visibilityChange, impact } = await setStatus(client, noun, {
          id,
          status,
          message: options.message ?? null,
          replacedBy: options.replacedBy ?? null,
          namespace: options.namespace ?? null,
          dryRun: options.dryRun ?? false,
          idempotencyKey: options.key ?? `${name}:${randomUUID()}`,
        });
        const changed = options.dryRun ? null : event !== null;
        if (options.json) {
          const dryRun = options.dryRun ?? false;
          return printJson({ kind: noun, id, ...entry, dryRun, changed, visibilityChange, impact });
        }
        const message = entry?.statusMessage ? `: ${clean(entry.statusMessage)}` : '.';
        const verb = options.dryRun ? 'would be' : changed ? 'is' : 'was already';
        const touched = impactLines(impact, options.dryRun ?? false);
        const instead = entry?.replacedBy
          ? [`Replaced by ${clean(`${entry.replacedBy.namespace}/${entry.replacedBy.slug}`)}.`]
          : [];
        print(
          [`${id} ${verb} ${state}${message}`, ...instead, ...readersChange(visibilityChange), ...touched].join('\n'),
        );
      });

/** An active entry has no replacement. */
const withReplacement = (status: EntryStatus, command: Command): Command =>
  status === 'ACTIVE' ? command : command.option('--replaced-by <id>', 'entry to use instead: its id, or namespace/id');

export const deprecate = statusCommand(deprecated);
export const disable = statusCommand(disabled);
export const enable = statusCommand(enabled);

async function setStatus(client: Client, noun: Noun, input: SetStatusInput) {
  return noun === 'agent'
    ? payloadOf((await client.request(SetAgentStatusDocument, { input })).result, 'SetAgentStatusPayload')
    : payloadOf((await client.request(SetTemplateStatusDocument, { input })).result, 'SetTemplateStatusPayload');
}
