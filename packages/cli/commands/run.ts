import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { CancelRunDocument, type Client, RetryRunDocument, RunDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { asTyped } from '../host.ts';
import { Problem } from '../problem.ts';
import { runLines } from '../run/runText.ts';
import { watchRun } from '../run/watch.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';
import { runUpgrade } from './runUpgrade.ts';

interface ShowOptions {
  watch?: boolean;
  json?: boolean;
}

interface WriteOptions {
  from?: 'failed' | 'start';
  reason?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

/** One run: shown, followed, cancelled, retried, upgraded. */
export const run = (program: Command): Command => {
  const command = program
    .command('run')
    .summary('show, follow, cancel, retry or upgrade a run')
    .description(
      'Shows a run with its steps and outputs. With --watch, follows it until it ends, and exits with 0 if its status is SUCCEEDED, otherwise with 1.',
    )
    .usage('<id> [options] | cancel <id> | retry <id> | upgrade <id>')
    .argument('<id>', 'id of a run, as printed by `runs`')
    .option('--watch', 'follow the run until it ends')
    .option('--json', 'print the run as JSON; with --watch, one line per change')
    .addHelpText(
      'after',
      examples(
        'registry run UnVuOjVl… --watch',
        'registry run cancel UnVuOjVl…',
        'registry run retry UnVuOjVl… --from start',
      ),
    )
    .action(async (id: string, { watch, json = false }: ShowOptions, self: Command) => {
      const client = clientOf(self, 'see a run');
      const found = await runOf(client, id);
      if (watch) return follow(client, found, json);
      if (json) printJson(found);
      else print(runLines(found).join('\n'));
    });

  command
    .command('cancel')
    .summary('cancel a run')
    .description(
      'Cancels a run: queued steps do not start, and workers stop the running ones. Requires the role publisher.',
    )
    .argument('<id>', 'id of a run')
    .option('--reason <text>', 'reason, at most 500 characters')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the run as JSON')
    .addHelpText(
      'after',
      examples('registry run cancel UnVuOjVl…', 'registry run cancel UnVuOjVl… --reason "wrong branch"'),
    )
    .action(cancel);

  command
    .command('retry')
    .summary('retry a failed run')
    .description(
      'Retries a run with the status FAILED, with the same versions and variables. Requires the role publisher.',
    )
    .argument('<id>', 'id of a run')
    .addOption(
      new Option('--from <where>', 'retry the failed and skipped steps, or all steps from the start')
        .choices(['failed', 'start'])
        .default('failed'),
    )
    .option('--reason <text>', 'reason, at most 500 characters')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the run as JSON')
    .addHelpText(
      'after',
      examples(
        'registry run retry UnVuOjVl…',
        'registry run retry UnVuOjVl… --from start --reason "the key was missing"',
      ),
    )
    .action(retry);
  runUpgrade(command);
  return command;
};

const clientOf = (command: Command, what: string): Client =>
  connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), what);

async function runOf(client: Client, id: string) {
  const { run: found } = await client.request(RunDocument, { id });
  if (found) return found;
  throw new Problem(`Run ${clean(id)} was not found in your namespace.`, {
    hint: `List the runs with \`${asTyped('registry runs')}\`.`,
  });
}

type Found = Awaited<ReturnType<typeof runOf>>;

async function follow(client: Client, found: Found, json: boolean) {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  process.stdout.once('close', () => stop.abort());
  const { status } = await watchRun(client, found, { json, signal: stop.signal });
  if (status !== 'SUCCEEDED') process.exitCode = 1;
  if (stop.signal.aborted)
    note(
      pc.dim(`The run continues; its status is ${status}. Follow it: ${asTyped(`registry run ${found.id} --watch`)}`),
    );
  else if (status === 'FAILED') note(pc.dim(`Retry it: ${asTyped(`registry run retry ${found.id}`)}`));
}

async function cancel(id: string, _: WriteOptions, command: Command) {
  // `run` also has a --json option, and receives it wherever it is written.
  const { reason = null, dryRun = false, key, json } = command.optsWithGlobals<WriteOptions>();
  const client = clientOf(command, 'cancel a run');
  const idempotencyKey = key ?? `cancel:${randomUUID()}`;
  const { result } = await client.request(CancelRunDocument, {
    input: { runId: id, reason, dryRun, idempotencyKey },
  });
  const { run: cancelled } = payloadOf(result, 'CancelRunPayload');
  if (json) return printJson({ dryRun, run: cancelled });
  print(`Run ${clean(cancelled.id)} ${dryRun ? 'would be' : 'was'} cancelled.`);
}

async function retry(id: string, _: WriteOptions, command: Command) {
  const { from = 'failed', reason, dryRun = false, key, json } = command.optsWithGlobals<WriteOptions>();
  const client = clientOf(command, 'retry a run');
  const { result } = await client.request(RetryRunDocument, {
    input: {
      runId: id,
      from: from === 'start' ? 'START' : 'FAILED',
      reason: reason ?? null,
      dryRun,
      idempotencyKey: key ?? `retry:${randomUUID()}`,
    },
  });
  const { run: retried } = payloadOf(result, 'RetryRunPayload');
  if (json) return printJson({ dryRun, run: retried });
  const again = retried.steps.filter(({ status }) => status === 'QUEUED').map(({ stepId }) => clean(stepId));
  print(
    `Run ${clean(retried.id)} ${dryRun ? 'would be' : 'is being'} retried ${from === 'start' ? 'from the start' : 'from the failed steps'}: ${again.join(', ')}.`,
  );
  if (!dryRun) note(pc.dim(`Follow it: ${asTyped(`registry run ${retried.id} --watch`)}`));
}
