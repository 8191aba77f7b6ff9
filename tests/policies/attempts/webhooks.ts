import type { Check } from '../checks.ts';
import { idOf } from '../idOf.ts';
import { tries } from '../statements.ts';
import { webhookId } from '../world.ts';
import { attempted, inOther, inOwn, type Line, somebodyElse, unsealed } from './line.ts';

const insert = (namespace: string, createdBy: string) =>
  `insert into webhooks (namespace, url, position, secret_id, created_by)
   values ('${namespace}', 'https://hooks.example.com/', 0, '${idOf('a secret')}', '${createdBy}')`;
const deliver = (webhookOf: string, namespace: string) =>
  `insert into webhook_deliveries (webhook_id, namespace, type) values ('${webhookId(webhookOf)}', '${namespace}', 'webhook.test')`;

// biome-ignore-start format: a table is read along its columns
const webhooks: Line[] = [
  //                                                    anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'are created past the registry',
    'no    no    no    no    no    no    no    no    yes   ',
    unsealed((actor) => tries.webhooks?.insert(actor, actor.own) ?? []),
  ],
  [
    'are changed past the registry',
    'no    -     -     -     no    -     no    no    yes   ',
    unsealed(() => [`update webhooks set url = 'https://evil.example.com/'`]),
  ],
  [
    'are created in the name of somebody else',
    'no    no    no    no    no    no    no    no    yes   ',
    inOwn((own) => [insert(own, somebodyElse)]),
  ],
  [
    'are moved to another namespace',
    'no    no    no    no    no    no    no    no    bad   ',
    inOther((other) => [`update webhooks set namespace = '${other}'`]),
  ],
  [
    "of another's namespace are changed",
    'no    -     -     -     -     -     -     no    yes   ',
    inOther((other) => [`update webhooks set status = 'PAUSED' where namespace = '${other}'`]),
  ],
  [
    'are leased',
    'no    no    no    no    no    no    no    no    no   ',
    () => [`select take_webhook(gen_random_uuid(), 60)`],
  ],
  ['are measured', 'no    no    no    no    no    no    no    no    no   ', () => ['select webhook_backlog()']],
];

const deliveries: Line[] = [
  //                                                    anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'are written past the registry',
    'no    no    no    no    no    no    no    no    yes   ',
    unsealed(({ own }) => [deliver(own, own)]),
  ],
  [
    "are added to another's webhook as their own",
    'no    no    no    no    bad   no    bad   no    bad   ',
    ({ own, other }) => [deliver(other, own)],
  ],
  ['are cleaned up', 'no    no    no    no    no    no    no    no    no   ', () => ['select clean_up_deliveries(10)']],
];
// biome-ignore-end format: a table is read along its columns

/** Where events are sent, and what was sent. */
export const webhookChecks: Check[] = [
  ...attempted('webhooks', webhooks),
  ...attempted('webhook_deliveries', deliveries),
];
