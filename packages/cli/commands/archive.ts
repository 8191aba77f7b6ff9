import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  ArchiveAgentVersionDocument,
  ArchiveTemplateVersionDocument,
  type Client,
  UnarchiveAgentVersionDocument,
  UnarchiveTemplateVersionDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  reason?: string;
  expect?: string;
}

interface ArchiveCommand {
  name: 'archive' | 'unarchive';
  /** The state of the version, in "is …" and "would be …". */
  state: string;
  summary: string;
  description: string;
  reason: string;
  isReasonRequired: boolean;
  example: string;
}

const archived: ArchiveCommand = {
  name: 'archive',
  state: 'archived',
  summary: 'archive a version',
  description:
    'Archives a published version: it stays readable, and locks that contain it still work, but no range selects it. The current version cannot be archived. Requires the role admin.',
  reason: 'reason, recorded in the event log',
  isReasonRequired: true,
  example: 'registry archive agent code-reviewer 1.2.0 --reason "misses renamed files"',
};

const unarchived: ArchiveCommand = {
  name: 'unarchive',
  state: 'active',
  summary: 'take a version out of the archive',
  description: 'Takes a version out of the archive, so that ranges can select it again. Requires the role admin.',
  reason: 'reason, recorded in the event log',
  isReasonRequired: false,
  example: 'registry unarchive agent code-reviewer 1.2.0',
};

const archiveCommand =
  ({ name, state, summary, description, reason, isReasonRequired, example }: ArchiveCommand) =>
  (program: Command): Command => {
    const command = program
      .command(name)
      .summary(summary)
      .description(description)
      .addArgument(nounArgument())
      .argument('<id>', 'agentId or templateId', idFrom)
      .argument('<version>', 'exact version number, such as 1.2.0');
    if (isReasonRequired) command.requiredOption('--reason <text>', reason);
    else command.option('--reason <text>', reason);
    return writeOptions(
      command.option('--expect <version>', 'fail unless this is the current version'),
      'show what would change, without changing anything',
    )
      .addHelpText('after', examples(example, `${example} --dry-run`))
      .action(async (noun: Noun, id: string, number: string, options: Options, command: Command) => {
        const client = connectAuthenticated(
          readSettings(command.optsWithGlobals<GatewayOptions>()),
          `${name} a version`,
          'admin',
        );
        const { version, event, impact } = await setArchived(client, noun, name, {
          id,
          version: number,
          reason: options.reason ?? null,
          expectedCurrentVersion: options.expect ?? null,
          namespace: options.namespace ?? null,
          dryRun: options.dryRun ?? false,
          idempotencyKey: options.key ?? `${name}:${randomUUID()}`,
        });
        const changed = options.dryRun ? null : event !== null;
        const dryRun = options.dryRun ?? false;
        if (options.json) return printJson({ kind: noun, id, version, dryRun, changed, impact });
        const verb = dryRun ? 'would be' : changed ? 'is' : 'was already';
        print([`${id}@${number} ${verb} ${state}.`, ...impactLines(impact, dryRun)].join('\n'));
      });
  };

export const archive = archiveCommand(archived);
export const unarchive = archiveCommand(unarchived);

interface Input {
  id: string;
  version: string;
  reason: string | null;
  expectedCurrentVersion: string | null;
  namespace: string | null;
  dryRun: boolean;
  idempotencyKey: string;
}

async function setArchived(client: Client, noun: Noun, name: ArchiveCommand['name'], input: Input) {
  if (name === 'archive') {
    const archiving = { input: { ...input, reason: input.reason ?? '' } };
    return noun === 'agent'
      ? payloadOf((await client.request(ArchiveAgentVersionDocument, archiving)).result, 'ArchiveAgentVersionPayload')
      : payloadOf(
          (await client.request(ArchiveTemplateVersionDocument, archiving)).result,
          'ArchiveTemplateVersionPayload',
        );
  }
  return noun === 'agent'
    ? payloadOf((await client.request(UnarchiveAgentVersionDocument, { input })).result, 'UnarchiveAgentVersionPayload')
    : payloadOf(
        (await client.request(UnarchiveTemplateVersionDocument, { input })).result,
        'UnarchiveTemplateVersionPayload',
      );
}
