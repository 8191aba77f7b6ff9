import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import { type RegistryEvent, type RegistryEventAction, type Transport, ViewerDocument } from '../../client/index.ts';
import { eventActions } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { connect } from '../gateway.ts';
import { asTyped } from '../host.ts';
import { kindFrom, kindOption } from '../kinds.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, plural, print } from '../terminal.ts';

interface Options {
  after?: string;
  kind?: 'agent' | 'template';
  type?: string[];
  action?: RegistryEventAction[];
  id?: string;
  namespace?: string;
  count?: number;
  transport: Transport;
  json?: boolean;
}

export const tail = (program: Command): Command =>
  program
    .command('tail')
    .summary('follow the events of the registry')
    .description(
      'Prints events as they happen, each exactly once and in order, even if the connection is interrupted. Ctrl-C ends it with exit code 0 and prints a command that continues after the last event.',
    )
    .option('--after <cursor>', 'start after this event; "0" is the beginning (default: only new events)')
    .addOption(kindOption())
    .option('--type <type...>', 'only events of these types, such as agent.added')
    .addOption(new Option('--action <action...>', 'only events with these actions').choices(eventActions))
    .option('--id <id>', 'only events of this agentId or templateId')
    .option('--namespace <namespace>', 'only events in this namespace')
    .option('--count <count>', 'stop after this many events', countFrom)
    .addOption(
      new Option('--transport <transport>', 'protocol: WebSocket or server-sent events')
        .choices(['ws', 'sse'])
        .default('ws'),
    )
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      examples(
        'registry tail --after 0',
        'registry tail --kind agent --action PUBLISHED ROLLED_BACK',
        'registry tail --json | jq .entryId',
      ),
    )
    .action(async (options: Options, command: Command) => {
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      await client.request(ViewerDocument); // An unreachable gateway or a refused token fails now instead of being retried forever.
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => stop.abort());
      process.stdout.once('close', () => stop.abort());

      let last = options.after ?? null;
      let count = 0;
      const events = client.registryEvents({
        after: options.after ?? null,
        filter: filterOf(options),
        transport: options.transport,
        signal: stop.signal,
        onRetry: ({ error, waitMs }) =>
          note(
            pc.dim(
              `${error?.message ?? 'The gateway ended the stream.'} Reconnecting in ${(waitMs / 1_000).toFixed(1)} s…`,
            ),
          ),
      });
      try {
        for await (const event of events) {
          print(options.json ? JSON.stringify(event) : line(event));
          last = event.cursor;
          count += 1;
          if (count === options.count) break;
        }
      } finally {
        // A terminal shows `^C` where the cursor is: the summary starts on a new line.
        if (stop.signal.aborted && process.stderr.isTTY) note();
        note(pc.dim(tailSummary(count, last, options)));
      }
    });

/** How many events there were, and the command that continues after the last one. */
export function tailSummary(count: number, last: string | null, options: Partial<Options>): string {
  const { kind, type = [], action = [], id, namespace, transport = 'ws', json } = options;
  const words = ['registry', 'tail'];
  if (last !== null) words.push('--after', last);
  if (kind) words.push('--kind', kind);
  if (type.length > 0) words.push('--type', ...type);
  if (action.length > 0) words.push('--action', ...action);
  if (id) words.push('--id', id);
  if (namespace) words.push('--namespace', namespace);
  if (transport !== 'ws') words.push('--transport', transport);
  if (json) words.push('--json');
  const command = words.map((word) => (/^[\w.:/@-]+$/.test(word) ? word : quoted(word))).join(' ');
  return `Received ${plural(count, 'event')}${last === null ? '' : `; last cursor: ${clean(last)}`}.\nTo continue: ${asTyped(command)}`;
}

/** As one word for a POSIX shell. */
const quoted = (word: string): string => `'${clean(word).replaceAll("'", "'\\''")}'`;

const filterOf = ({ kind, type, action, id, namespace }: Options) => ({
  kind: kind ? kindFrom(kind) : null,
  types: type ?? null,
  actions: action ?? null,
  entryId: id ?? null,
  namespace: namespace ?? null,
});

export function line({ occurredAt, type, action, namespace, entryId, version, actor, reason }: RegistryEvent): string {
  const colour = action === 'VALIDATION_FAILED' ? pc.red : pc.green;
  const entry = `${namespace}/${entryId ?? '?'}${version ? `@${version}` : ''}`;
  const by = [actor && `by ${actor}`, reason && `(${reason})`].filter(Boolean).join(' ');
  return `${pc.dim(clean(occurredAt))}  ${clean(type).padEnd(24)}  ${colour(clean(action).padEnd(17))}  ${pc.bold(clean(entry))}  ${pc.dim(clean(by))}`.trimEnd();
}

function countFrom(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('Must be an integer, at least 1.');
}
