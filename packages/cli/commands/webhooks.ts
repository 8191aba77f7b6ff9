import { type Command, Option } from 'commander';
import pc from 'picocolors';
import {
  type Client,
  CreateWebhookDocument,
  RemoveWebhookDocument,
  ReplayWebhookDocument,
  RotateWebhookSecretDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
  WebhookDocument,
  WebhooksDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type PageOptions, pageOptions } from '../options.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson } from '../terminal.ts';
import {
  type ChangeOptions,
  filterFrom,
  filterOptions,
  hoursFrom,
  keyOf,
  type WriteOptions,
  writeOptions,
} from '../webhooks/webhookOptions.ts';
import { deliveryTable, outcome, webhookLines, webhookTable } from '../webhooks/webhookText.ts';

/** The webhooks of the caller's namespace: listed, shown, created, changed, tested, replayed, removed. */
export const webhooks = (program: Command): Command => {
  const command = pageOptions(
    program
      .command('webhooks')
      .summary('list and change the webhooks of your namespace')
      .description(
        'Lists the webhooks of your namespace. Its subcommands show, create, change, test, replay and remove one. Requires the role admin.',
      ),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText(
      'after',
      examples(
        'registry webhooks',
        'registry webhooks create https://hooks.example.com/registry --kind agent',
        'registry webhooks test V2ViaG9vazo…',
      ),
    )
    .action(list);

  const show = command.command('show <webhook>').description('Shows a webhook and its deliveries of the last 30 days.');
  show
    .addOption(
      new Option('--status <status>', 'only deliveries with this status').choices(['pending', 'delivered', 'dead']),
    )
    .option('--json', 'print the webhook and its deliveries as JSON')
    .addHelpText('after', examples('registry webhooks show V2ViaG9vazo… --status dead'))
    .action(showOne);

  const create = command
    .command('create <url>')
    .description('Creates a webhook, and prints its secret. The secret is not shown again.');
  filterOptions(create)
    .option('--description <text>', 'what the webhook is for, at most 500 characters')
    .option(
      '--start-after <cursor>',
      'deliver the events after this cursor; "0" is the beginning (default: new events)',
    );
  writeOptions(create)
    .addHelpText('after', examples('registry webhooks create https://hooks.example.com/registry --action PUBLISHED'))
    .action(createOne);

  const update = command
    .command('update <webhook>')
    .description('Changes a webhook. Options about events replace the whole filter.')
    .option('--new-url <url>', 'new URL')
    .option('--description <text>', 'new description; "" removes it');
  writeOptions(filterOptions(update))
    .addHelpText('after', examples('registry webhooks update V2ViaG9vazo… --kind template'))
    .action((id: string, _: ChangeOptions, self: Command) => {
      const { newUrl: url, description, ...options } = self.optsWithGlobals<ChangeOptions & { newUrl?: string }>();
      const filter = filterFrom(options);
      return change(id, self, {
        ...(url === undefined ? {} : { url }),
        ...(description === undefined ? {} : { description }),
        ...(Object.keys(filter).length === 0 ? {} : { filter }),
      });
    });

  for (const [name, status, text] of [
    ['pause', 'PAUSED', 'Pauses a webhook. Events wait in the log.'],
    ['resume', 'ACTIVE', 'Resumes a paused or disabled webhook. It continues where it stopped.'],
  ] as const) {
    writeOptions(command.command(`${name} <webhook>`).description(text))
      .addHelpText('after', examples(`registry webhooks ${name} V2ViaG9vazo…`))
      .action((id: string, _: WriteOptions, self: Command) => change(id, self, { status }));
  }

  const rotate = command
    .command('rotate <webhook>')
    .description('Gives a webhook a new secret, and prints it. Messages are signed with both secrets for a while.')
    .option('--overlap-hours <hours>', 'how long both secrets are used, 0 to 168', hoursFrom, 24);
  writeOptions(rotate)
    .addHelpText('after', examples('registry webhooks rotate V2ViaG9vazo… --overlap-hours 1'))
    .action(rotateOne);

  command
    .command('test <webhook>')
    .description('Sends a test message now, also of a paused webhook. Exits with 1 if the receiver does not take it.')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry webhooks test V2ViaG9vazo…'))
    .action(testOne);

  const replay = command
    .command('replay <webhook>')
    .description('Sends events again: everything after a cursor, or one delivery.')
    .option('--from-cursor <cursor>', 'everything after this cursor; "0" is the beginning')
    .option('--delivery <id>', 'this delivery');
  writeOptions(replay)
    .addHelpText('after', examples('registry webhooks replay V2ViaG9vazo… --from-cursor 0'))
    .action(replayOne);

  writeOptions(command.command('remove <webhook>').description('Removes a webhook and its deliveries.'))
    .addHelpText('after', examples('registry webhooks remove V2ViaG9vazo…'))
    .action(removeOne);
  return command;
};

const clientOf = (command: Command): Client =>
  connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'manage webhooks', 'admin');

/** `webhooks` has --json too, and receives it wherever it is written. */
const isJson = (command: Command) => command.optsWithGlobals<{ json?: boolean }>().json === true;

async function list({ first, after }: PageOptions, command: Command) {
  const { webhooks: page } = await clientOf(command).request(WebhooksDocument, { first, after: after ?? null });
  const found = page.edges.map(({ node }) => node);
  const { endCursor, hasNextPage } = page.pageInfo;
  if (isJson(command)) return printJson({ webhooks: found, after: hasNextPage ? endCursor : null });
  if (found.length === 0) return note('Your namespace has no webhooks that you have access to.');
  print(webhookTable(found));
  if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
}

async function showOne(id: string, _: object, command: Command) {
  const { first, after, status } = command.optsWithGlobals<
    PageOptions & { status?: 'pending' | 'delivered' | 'dead' }
  >();
  const { webhook } = await clientOf(command).request(WebhookDocument, {
    id,
    first,
    after: after ?? null,
    status: status ? (status.toUpperCase() as 'PENDING' | 'DELIVERED' | 'DEAD') : null,
  });
  if (!webhook)
    throw new Problem(`Webhook ${clean(id)} was not found in your namespace, or you are not an admin of it.`);
  const { deliveries, ...rest } = webhook;
  const found = deliveries.edges.map(({ node }) => node);
  const { endCursor, hasNextPage } = deliveries.pageInfo;
  if (isJson(command)) return printJson({ ...rest, deliveries: found, after: hasNextPage ? endCursor : null });
  print(webhookLines(rest));
  if (found.length > 0) print(`\n${deliveryTable(found)}`);
  else note('No matching deliveries.');
  if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
}

async function createOne(url: string, _: object, command: Command) {
  const options = command.optsWithGlobals<ChangeOptions & { startAfter?: string }>();
  const { description, startAfter, dryRun = false } = options;
  const { result } = await clientOf(command).request(CreateWebhookDocument, {
    input: {
      url,
      description: description ?? null,
      filter: filterFrom(options),
      after: startAfter ?? null,
      dryRun,
      idempotencyKey: keyOf(options, 'webhook'),
    },
  });
  const { webhook, secret } = payloadOf(result, 'CreateWebhookPayload');
  if (isJson(command)) return printJson({ dryRun, webhook, secret });
  if (dryRun) return print(`A webhook for ${clean(url)} would be created.`);
  print(webhook ? webhookLines(webhook) : `A webhook for ${clean(url)} was created.`);
  printSecret(secret ?? null);
}

function printSecret(secret: string | null) {
  if (secret === null) return;
  print(`${'secret'.padEnd(17)} ${secret}`);
  note('The secret is not shown again. Give it to the receiver, which verifies signatures with it.');
}

async function change(id: string, command: Command, changes: object) {
  const options = command.optsWithGlobals<WriteOptions>();
  const { dryRun = false } = options;
  const { result } = await clientOf(command).request(UpdateWebhookDocument, {
    input: { id, ...changes, dryRun, idempotencyKey: keyOf(options, 'webhook') },
  });
  const { webhook } = payloadOf(result, 'UpdateWebhookPayload');
  if (isJson(command)) return printJson({ dryRun, webhook });
  if (dryRun) note('Dry run: nothing was changed. The webhook would be:');
  if (webhook) print(webhookLines(webhook));
}

async function rotateOne(id: string, _: object, command: Command) {
  const options = command.optsWithGlobals<WriteOptions & { overlapHours: number }>();
  const { dryRun = false, overlapHours } = options;
  const { result } = await clientOf(command).request(RotateWebhookSecretDocument, {
    input: { id, overlapHours, dryRun, idempotencyKey: keyOf(options, 'webhook') },
  });
  const { webhook, secret } = payloadOf(result, 'RotateWebhookSecretPayload');
  if (isJson(command)) return printJson({ dryRun, webhook, secret });
  if (dryRun) return print(`Webhook ${clean(id)} would get a new secret.`);
  if (webhook) print(webhookLines(webhook));
  printSecret(secret ?? null);
}

async function testOne(id: string, _: object, command: Command) {
  const options = command.optsWithGlobals<WriteOptions>();
  const { result } = await clientOf(command).request(TestWebhookDocument, {
    input: { id, idempotencyKey: keyOf(options, 'webhook') },
  });
  const { delivery } = payloadOf(result, 'TestWebhookPayload');
  if (delivery?.status !== 'DELIVERED') process.exitCode = 1;
  if (isJson(command)) return printJson({ delivery });
  if (!delivery) return;
  const text = `The test message was ${delivery.status === 'DELIVERED' ? '' : 'not '}delivered: ${outcome(delivery)}`;
  print(clean(text));
}

async function replayOne(id: string, _: object, command: Command) {
  const options = command.optsWithGlobals<WriteOptions & { fromCursor?: string; delivery?: string }>();
  const { fromCursor, delivery: deliveryId, dryRun = false } = options;
  if ((fromCursor === undefined) === (deliveryId === undefined))
    throw misuse('Give either --from-cursor or --delivery.');
  const { result } = await clientOf(command).request(ReplayWebhookDocument, {
    input: {
      id,
      after: fromCursor ?? null,
      deliveryId: deliveryId ?? null,
      dryRun,
      idempotencyKey: keyOf(options, 'webhook'),
    },
  });
  const { webhook, delivery } = payloadOf(result, 'ReplayWebhookPayload');
  if (isJson(command)) return printJson({ dryRun, webhook, delivery });
  const what =
    deliveryId === undefined
      ? `Everything after ${fromCursor === '0' ? 'the beginning' : 'the cursor'}`
      : 'The delivery';
  print(`${what} ${dryRun ? 'would be' : 'is being'} delivered again.`);
}

async function removeOne(id: string, _: object, command: Command) {
  const options = command.optsWithGlobals<WriteOptions>();
  const { dryRun = false } = options;
  const { result } = await clientOf(command).request(RemoveWebhookDocument, {
    input: { id, dryRun, idempotencyKey: keyOf(options, 'webhook') },
  });
  const { webhookId } = payloadOf(result, 'RemoveWebhookPayload');
  if (isJson(command)) return printJson({ dryRun, webhookId });
  print(`Webhook ${clean(id)} ${dryRun ? 'would be' : 'was'} removed.`);
}
