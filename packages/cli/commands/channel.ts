import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  AgentChannelsDocument,
  type Client,
  RemoveAgentChannelDocument,
  RemoveTemplateChannelDocument,
  SetAgentChannelDocument,
  SetTemplateChannelDocument,
  TemplateChannelsDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, connectAuthenticated, notFound, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { namespaceFrom } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print, printJson } from '../terminal.ts';

interface WriteOptions {
  expect?: string;
  reason: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

interface GateOptions {
  requireTests?: boolean;
  windowHours?: number;
  minRuns?: number;
  minSuccessRate?: number;
  maxP95Ms?: number;
  maxTokensPerRun?: number;
  onRegression?: 'propose' | 'roll-back';
  /** False for `--no-gate`. */
  gate?: boolean;
}

/** The channels of an entry: listed, set, removed. */
export const channel = (program: Command): Command => {
  const command = program
    .command('channel')
    .summary('list, set and remove the channels of an agent or template')
    .description(
      'Lists, sets and removes channels: named pointers to versions, such as stable, that stand where a range can.',
    );

  command
    .command('list')
    .description('Lists the channels of an agent or template.')
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .option('--namespace <namespace>', 'namespace (default: your own, then default)', namespaceFrom)
    .option('--json', 'print the channels as JSON')
    .addHelpText('after', examples('registry channel list agent code-reviewer'))
    .action(list);

  const set = command
    .command('set')
    .description(
      'Points a channel to a published version, and creates it if needed. Requires the role publisher; the options of the gate require the role admin.',
    )
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .argument('<channel>', 'name of the channel')
    .argument('<version>', 'published version');
  gateOptions(writeOptions(set))
    .addHelpText(
      'after',
      examples(
        'registry channel set agent code-reviewer stable 1.4.0 --reason "a week in beta" --dry-run',
        'registry channel set template release-train stable 1.2.0 --reason "new gate" --min-runs 20 --min-success-rate 0.95',
      ),
    )
    .action(setOne);

  const remove = command
    .command('remove')
    .description('Removes a channel. What refers to it no longer resolves. Requires the role admin.')
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .argument('<channel>', 'name of the channel');
  writeOptions(remove)
    .addHelpText('after', examples('registry channel remove agent code-reviewer beta --reason "no longer used"'))
    .action(removeOne);
  command.addHelpText(
    'after',
    examples(
      'registry channel list agent code-reviewer',
      'registry channel set --help',
      'registry channel remove --help',
    ),
  );
  return command;
};

const writeOptions = (command: Command): Command =>
  command
    .option('--expect <version>', 'fail unless the channel points to this version')
    .requiredOption('--reason <text>', 'reason, recorded in the event log')
    .option('--namespace <namespace>', 'namespace (default: the one in your token)')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON');

const gateOptions = (command: Command): Command =>
  command
    .option('--require-tests', 'gate: the version must have tests that pass (templates only)')
    .option('--window-hours <hours>', 'gate: runs that ended in this many hours count (default: 24)', numberFrom)
    .option('--min-runs <count>', 'gate: number of runs that must have ended', numberFrom)
    .option('--min-success-rate <part>', 'gate: part of the runs that must have succeeded, 0 to 1', numberFrom)
    .option('--max-p95-ms <ms>', 'gate: duration that 95 % of the runs must not exceed', numberFrom)
    .option('--max-tokens-per-run <count>', 'gate: mean of the tokens that the runs may use', numberFrom)
    .addOption(
      new Option('--on-regression <choice>', 'gate: what happens when the version falls short later').choices([
        'propose',
        'roll-back',
      ]),
    )
    .option('--no-gate', 'remove the gate');

function numberFrom(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Must be a number.');
  return value;
}

/** Undefined keeps the gate, null removes it. */
function gateFrom({ gate, ...options }: GateOptions) {
  if (gate === false) return null;
  const { requireTests, windowHours, minRuns, minSuccessRate, maxP95Ms, maxTokensPerRun, onRegression } = options;
  const asked = {
    requireTests: requireTests ?? null,
    windowHours: windowHours ?? null,
    minRuns: minRuns ?? null,
    minSuccessRate: minSuccessRate ?? null,
    maxP95DurationMs: maxP95Ms ?? null,
    maxTokensPerRun: maxTokensPerRun ?? null,
    onRegression: onRegression === 'roll-back' ? ('ROLL_BACK' as const) : onRegression ? ('PROPOSE' as const) : null,
  };
  return Object.values(asked).every((value) => value === null) ? undefined : asked;
}

async function list(noun: Noun, id: string, options: { namespace?: string; json?: boolean }, command: Command) {
  const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
  const variables = { id, namespace: options.namespace ?? null };
  const { entry } = await client.request(
    kindFrom(noun) === 'AGENT' ? AgentChannelsDocument : TemplateChannelsDocument,
    variables,
  );
  if (!entry) throw notFound(kindFrom(noun), id, options.namespace);
  if (options.json) return printJson({ kind: noun, id, namespace: entry.namespace, channels: entry.channels });
  if (entry.channels.length === 0) return print(`${id} has no channels that you have access to.`);
  for (const { name, version, gate } of entry.channels)
    print(`${clean(name)}  ${clean(version?.version ?? '?')}${gate ? '  gated' : ''}`);
}

const inputFrom = (id: string, name: string, options: WriteOptions) => ({
  id,
  channel: name,
  expectedVersion: options.expect ?? null,
  reason: options.reason,
  namespace: options.namespace ?? null,
  dryRun: options.dryRun ?? false,
  idempotencyKey: options.key ?? `channel:${randomUUID()}`,
});

const clientOf = (command: Command, action: string, role: 'publisher' | 'admin'): Client =>
  connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), action, role);

async function setOne(
  noun: Noun,
  id: string,
  name: string,
  version: string,
  options: WriteOptions & GateOptions,
  command: Command,
) {
  const gate = gateFrom(options);
  const client = clientOf(command, 'set a channel', gate === undefined ? 'publisher' : 'admin');
  const input = { ...inputFrom(id, name, options), version, ...(gate === undefined ? {} : { gate }) };
  const { channel, previousVersion, impact } =
    kindFrom(noun) === 'AGENT'
      ? payloadOf((await client.request(SetAgentChannelDocument, { input })).result, 'SetAgentChannelPayload')
      : payloadOf((await client.request(SetTemplateChannelDocument, { input })).result, 'SetTemplateChannelPayload');
  if (options.json)
    return printJson({ kind: noun, id, dryRun: options.dryRun ?? false, channel, previousVersion, impact });
  const before = previousVersion ? ` instead of ${clean(previousVersion.version)}` : '';
  print(
    `${id}@${name} ${options.dryRun ? 'would point' : 'points'} to ${clean(channel.version?.version ?? '?')}${before}.`,
  );
  for (const line of impactLines(impact, options.dryRun ?? false)) print(line);
}

async function removeOne(noun: Noun, id: string, name: string, options: WriteOptions, command: Command) {
  const client = clientOf(command, 'remove a channel', 'admin');
  const input = inputFrom(id, name, options);
  const { version, impact } =
    kindFrom(noun) === 'AGENT'
      ? payloadOf((await client.request(RemoveAgentChannelDocument, { input })).result, 'RemoveAgentChannelPayload')
      : payloadOf(
          (await client.request(RemoveTemplateChannelDocument, { input })).result,
          'RemoveTemplateChannelPayload',
        );
  if (options.json)
    return printJson({ kind: noun, id, channel: name, dryRun: options.dryRun ?? false, version, impact });
  print(
    `${id}@${name} ${options.dryRun ? 'would be' : 'was'} removed; ${clean(version?.version ?? '?')} stays published.`,
  );
  for (const line of impactLines(impact, options.dryRun ?? false)) print(line);
}
