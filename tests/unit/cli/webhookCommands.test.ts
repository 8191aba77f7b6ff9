import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const noFilter = { kind: null, types: [], actions: null, namespace: null, entryId: null, tags: [] };
const webhook = (more: object = {}) => ({
  ...{ id: 'w1', namespace: 'default', url: 'https://hooks.example.com/', description: null, filter: noFilter },
  ...{ status: 'ACTIVE', statusReason: null, position: 7, failingSince: null, deliveredAt: null, nextAttemptAt: null },
  ...{ previousSecretUntil: null, createdAt: 'T1', ...more },
});
const attempt = { at: 'T2', durationMs: 12, statusCode: 204, error: null };
const delivery = (more: object = {}) => ({
  ...{ id: 'd1', messageId: 'm1', type: 'agent.added', status: 'DELIVERED', attempts: [attempt] },
  ...{ nextAttemptAt: null, createdAt: 'T1', finishedAt: 'T2', ...more },
});
const page = (nodes: object[], hasNextPage = false) => ({
  edges: nodes.map((node) => ({ node })),
  pageInfo: { hasNextPage, endCursor: 'next' },
});
const result = (name: string, more: object) => ({ result: { __typename: `${name}Payload`, ...more } });
const json = (lines: readonly string[]) => JSON.parse(lines.join('\n'));

describe('webhooks', () => {
  it('are listed, page by page', async () => {
    const { lines, sent } = await exchange('webhooks --first 1 --after c', {
      webhooks: page([webhook(), webhook({ id: 'w2', failingSince: 'T3', status: 'DISABLED' })], true),
    });
    expect(sent).toEqual([{ operation: 'Webhooks', variables: { first: 1, after: 'c' } }]);
    expect(lines).toEqual([
      'id  status    position  failing since  url',
      'w1  active    7         -              https://hooks.example.com/',
      'w2  disabled  7         T3             https://hooks.example.com/',
      '! Next page: --after next',
    ]);
  });

  it('may be none, and are printed as JSON', async () => {
    const { lines, sent } = await exchange('webhooks', { webhooks: page([]) });
    expect(sent).toEqual([{ operation: 'Webhooks', variables: { first: 20, after: null } }]);
    expect(lines).toEqual(['! Your namespace has no webhooks that you have access to.']);
    expect(json((await exchange('webhooks --json', { webhooks: page([webhook()]) })).lines)).toEqual({
      webhooks: [webhook()],
      after: null,
    });
    expect(json((await exchange('webhooks --json', { webhooks: page([], true) })).lines)).toEqual({
      webhooks: [],
      after: 'next',
    });
  });

  it('require a token', async () => {
    expect((await transcriptOf({})('webhooks')).slice(0, 1)).toEqual([
      '! ✗ A token is required to manage webhooks; REGISTRY_TOKEN is not set.',
    ]);
  });
});

describe('webhooks show', () => {
  it('shows what there is of a webhook and its deliveries', async () => {
    const filter = {
      __typename: 'F',
      kind: 'AGENT',
      types: ['agent.added', 'agent.updated'],
      actions: null,
      namespace: null,
      entryId: 'reviewer',
      tags: [],
    };
    const shown = webhook({
      ...{ description: 'chat', filter, status: 'DISABLED', statusReason: 'It failed for 3 days.', failingSince: 'T3' },
      ...{ deliveredAt: 'T2', previousSecretUntil: 'T4' },
      deliveries: page(
        [
          delivery(),
          delivery({ id: 'd2', status: 'PENDING', attempts: [] }),
          delivery({
            id: 'd3',
            status: 'DEAD',
            attempts: [attempt, { ...attempt, statusCode: null, error: 'timeout' }],
          }),
        ],
        true,
      ),
    });
    const { lines, sent } = await exchange('webhooks show w1 --status dead --first 3 --after c', { webhook: shown });
    expect(sent).toEqual([{ operation: 'Webhook', variables: { id: 'w1', first: 3, after: 'c', status: 'DEAD' } }]);
    expect(lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'description       chat',
      'status            disabled: It failed for 3 days.',
      'filter            kind AGENT; types agent.added, agent.updated; entryId reviewer',
      'position          7',
      'failing since     T3',
      'delivered         T2',
      'old secret until  T4',
      'created           T1',
      '',
      'id  type         status     attempts  last attempt  result',
      'd1  agent.added  delivered  1         T2            204 in 12 ms',
      'd2  agent.added  pending    0         -             not attempted yet',
      'd3  agent.added  dead       2         T2            timeout',
      '! Next page: --after next',
    ]);
  });

  it('says that there are no deliveries, or no webhook', async () => {
    const { lines, sent } = await exchange('webhooks show w1', { webhook: webhook({ deliveries: page([]) }) });
    expect(sent).toEqual([{ operation: 'Webhook', variables: { id: 'w1', first: 20, after: null, status: null } }]);
    expect(lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'status            active',
      'filter            all events',
      'position          7',
      'created           T1',
      '! No matching deliveries.',
    ]);
    expect((await exchange('webhooks show w1', { webhook: null })).lines).toEqual([
      '! ✗ Webhook w1 was not found in your namespace, or you are not an admin of it.',
      'exit 1',
    ]);
  });

  it('prints both as JSON', async () => {
    const shown = (hasNextPage: boolean) => ({ webhook: webhook({ deliveries: page([delivery()], hasNextPage) }) });
    const of = { ...webhook(), deliveries: [delivery()] };
    expect(json((await exchange('webhooks show w1 --json', shown(true))).lines)).toEqual({ ...of, after: 'next' });
    expect(json((await exchange('webhooks show w1 --json', shown(false))).lines)).toEqual({ ...of, after: null });
  });
});

describe('webhooks create', () => {
  const url = 'https://hooks.example.com/';
  it('sends only what was given, and prints the secret', async () => {
    const { lines, sent } = await exchange(
      `webhooks create ${url}`,
      result('CreateWebhook', { webhook: webhook(), secret: 'whsec' }),
    );
    expect(sent).toEqual([
      {
        operation: 'CreateWebhook',
        variables: {
          input: {
            url: 'https://hooks.example.com/',
            description: null,
            filter: {},
            after: null,
            dryRun: false,
            idempotencyKey: 'webhook:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'status            active',
      'filter            all events',
      'position          7',
      'created           T1',
      'secret            whsec',
      '! The secret is not shown again. Give it to the receiver, which verifies signatures with it.',
    ]);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      `webhooks create ${url} --kind template --type template.added template.updated --action PUBLISHED --id train --from team-a --tag ci cd --description chat --start-after 0 --key k --dry-run`,
      result('CreateWebhook', { webhook: null, secret: null }),
    );
    expect(sent).toEqual([
      {
        operation: 'CreateWebhook',
        variables: {
          input: {
            url: 'https://hooks.example.com/',
            description: 'chat',
            filter: {
              kind: 'TEMPLATE',
              types: ['template.added', 'template.updated'],
              actions: ['PUBLISHED'],
              entryId: 'train',
              namespace: 'team-a',
              tags: ['ci', 'cd'],
            },
            after: '0',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([`A webhook for ${url} would be created.`]);
  });

  it('does without a secret that was shown before, and without the webhook', async () => {
    const again = await exchange(`webhooks create ${url}`, result('CreateWebhook', { webhook: webhook() }));
    expect(again.lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'status            active',
      'filter            all events',
      'position          7',
      'created           T1',
    ]);
    const lost = await exchange(`webhooks create ${url}`, result('CreateWebhook', { webhook: null, secret: 's' }));
    expect(lost.lines).toEqual([
      'A webhook for https://hooks.example.com/ was created.',
      'secret            s',
      '! The secret is not shown again. Give it to the receiver, which verifies signatures with it.',
    ]);
  });

  it('prints both as JSON', async () => {
    const { lines } = await exchange(
      `webhooks create ${url} --json`,
      result('CreateWebhook', { webhook: webhook(), secret: 's' }),
    );
    expect(json(lines)).toEqual({ dryRun: false, webhook: webhook(), secret: 's' });
  });
});

describe('webhooks update, pause and resume', () => {
  const updated = (more: object = {}) => result('UpdateWebhook', { webhook: webhook(more) });
  it.each([
    ['webhooks pause w1', { status: 'PAUSED' }],
    ['webhooks resume w1', { status: 'ACTIVE' }],
    ['webhooks update w1', {}],
    ['webhooks update w1 --new-url https://b.example/ --description=', { url: 'https://b.example/', description: '' }],
    ['webhooks update w1 --kind agent --action PUBLISHED', { filter: { kind: 'AGENT', actions: ['PUBLISHED'] } }],
  ])('%s sends what changes', async (line, changes) => {
    const { sent } = await exchange(line, updated());
    expect(sent).toEqual([
      {
        operation: 'UpdateWebhook',
        variables: { input: { id: 'w1', ...changes, dryRun: false, idempotencyKey: 'webhook:<uuid>' } },
      },
    ]);
  });

  it('say what a webhook would be, and what it is', async () => {
    const dry = await exchange('webhooks pause w1 --dry-run --key k', updated({ status: 'PAUSED' }));
    expect(dry.sent).toEqual([
      {
        operation: 'UpdateWebhook',
        variables: { input: { id: 'w1', status: 'PAUSED', dryRun: true, idempotencyKey: 'k' } },
      },
    ]);
    expect(dry.lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'status            paused',
      'filter            all events',
      'position          7',
      'created           T1',
      '! Dry run: nothing was changed. The webhook would be:',
    ]);
    expect(json((await exchange('webhooks pause w1 --json', updated())).lines)).toEqual({
      dryRun: false,
      webhook: webhook(),
    });
    expect((await exchange('webhooks pause w1', result('UpdateWebhook', { webhook: null }))).lines).toEqual([]);
  });
});

describe('webhooks rotate', () => {
  it('prints the new secret', async () => {
    const { lines, sent } = await exchange(
      'webhooks rotate w1',
      result('RotateWebhookSecret', { webhook: webhook({ previousSecretUntil: 'T9' }), secret: 's' }),
    );
    expect(sent).toEqual([
      {
        operation: 'RotateWebhookSecret',
        variables: { input: { id: 'w1', overlapHours: 24, dryRun: false, idempotencyKey: 'webhook:<uuid>' } },
      },
    ]);
    expect(lines).toEqual([
      'id                w1',
      'url               https://hooks.example.com/',
      'status            active',
      'filter            all events',
      'position          7',
      'old secret until  T9',
      'created           T1',
      'secret            s',
      '! The secret is not shown again. Give it to the receiver, which verifies signatures with it.',
    ]);
  });

  it('says what would happen', async () => {
    const { lines, sent } = await exchange(
      'webhooks rotate w1 --overlap-hours 0 --dry-run --key k',
      result('RotateWebhookSecret', { webhook: null }),
    );
    expect(sent).toEqual([
      {
        operation: 'RotateWebhookSecret',
        variables: { input: { id: 'w1', overlapHours: 0, dryRun: true, idempotencyKey: 'k' } },
      },
    ]);
    expect(lines).toEqual(['Webhook w1 would get a new secret.']);
    expect((await exchange('webhooks rotate w1', result('RotateWebhookSecret', { webhook: null }))).lines).toEqual([]);
    const printed = await exchange(
      'webhooks rotate w1 --json',
      result('RotateWebhookSecret', { webhook: null, secret: 's' }),
    );
    expect(json(printed.lines)).toEqual({ dryRun: false, webhook: null, secret: 's' });
  });

  it.each(['-1', '169', '1.5', 'x'])('--overlap-hours %s is refused', async (hours) => {
    expect((await exchange(`webhooks rotate w1 --overlap-hours=${hours}`)).lines).toEqual([
      `! ✗ Option '--overlap-hours <hours>' argument '${hours}' is invalid. Must be an integer from 0 to 168.`,
      '!   registry webhooks rotate --help',
      'exit 2',
    ]);
  });
});

describe('webhooks test, replay and remove', () => {
  it('test says what the receiver answered', async () => {
    const tested = async (line: string, sent: object | null) =>
      (await exchange(line, result('TestWebhook', { delivery: sent }))).lines;
    expect(await tested('webhooks test w1', delivery())).toEqual(['The test message was delivered: 204 in 12 ms']);
    const failed = delivery({ status: 'DEAD', attempts: [{ ...attempt, statusCode: 500, error: 'HTTP 500' }] });
    expect(await tested('webhooks test w1', failed)).toEqual([
      'The test message was not delivered: HTTP 500',
      'exit 1',
    ]);
    expect(await tested('webhooks test w1', delivery({ status: 'PENDING', attempts: [] }))).toEqual([
      'The test message was not delivered: not attempted yet',
      'exit 1',
    ]);
    expect(await tested('webhooks test w1', null)).toEqual(['exit 1']);
    expect(json(await tested('webhooks test w1 --json', delivery()))).toEqual({ delivery: delivery() });
  });

  it.each([
    [
      '--from-cursor 0',
      { after: '0', deliveryId: null, dryRun: false },
      'Everything after the beginning is being delivered again.',
    ],
    [
      '--from-cursor c7 --dry-run',
      { after: 'c7', deliveryId: null, dryRun: true },
      'Everything after the cursor would be delivered again.',
    ],
    ['--delivery d1', { after: null, deliveryId: 'd1', dryRun: false }, 'The delivery is being delivered again.'],
  ])('replay %s', async (options, own, said) => {
    const { lines, sent } = await exchange(
      `webhooks replay w1 ${options}`,
      result('ReplayWebhook', { webhook: null, delivery: null }),
    );
    expect(sent).toEqual([
      { operation: 'ReplayWebhook', variables: { input: { id: 'w1', ...own, idempotencyKey: 'webhook:<uuid>' } } },
    ]);
    expect(lines).toEqual([said]);
  });

  it.each(['', ' --from-cursor 0 --delivery d1'])('replay%s is refused: one of two is needed', async (options) => {
    expect((await exchange(`webhooks replay w1${options}`)).lines).toEqual([
      '! ✗ Give either --from-cursor or --delivery.',
      'exit 2',
    ]);
  });

  it('replay prints JSON', async () => {
    const { lines } = await exchange(
      'webhooks replay w1 --delivery d1 --json',
      result('ReplayWebhook', { webhook: null, delivery: delivery() }),
    );
    expect(json(lines)).toEqual({ dryRun: false, webhook: null, delivery: delivery() });
  });

  it('remove says what was removed', async () => {
    const removed = result('RemoveWebhook', { webhookId: 'w1' });
    const { lines, sent } = await exchange('webhooks remove w1', removed);
    expect(sent).toEqual([
      {
        operation: 'RemoveWebhook',
        variables: { input: { id: 'w1', dryRun: false, idempotencyKey: 'webhook:<uuid>' } },
      },
    ]);
    expect(lines).toEqual(['Webhook w1 was removed.']);
    expect((await exchange('webhooks remove w1 --dry-run', removed)).lines).toEqual(['Webhook w1 would be removed.']);
    expect(json((await exchange('webhooks remove w1 --json', removed)).lines)).toEqual({
      dryRun: false,
      webhookId: 'w1',
    });
  });

  it.each([
    'create https://hooks.example.com/',
    'update w1',
    'rotate w1',
    'test w1',
    'replay w1 --delivery d',
    'remove w1',
  ])('webhooks %s passes on why it was refused', async (words) => {
    const refused = { result: { __typename: 'Forbidden', code: 'FORBIDDEN', message: 'Admins only.' } };
    expect((await exchange(`webhooks ${words}`, refused)).lines).toEqual(['! ✗ Admins only. (FORBIDDEN)', 'exit 1']);
  });
});
