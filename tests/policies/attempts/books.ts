import type { Check } from '../checks.ts';
import { attempted, type How, type Line } from './line.ts';

const call =
  (statement: string): How =>
  () => [`select ${statement}`];
const digests = `array['${'a'.repeat(64)}']`;

// biome-ignore-start format: a table is read along its columns
const rates: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  /* Only by the registry itself, whose id is the subject of no token. */
  [
    'are settled',
    'no    no    no    no    no    no    no    no    no   ',
    call(`settle_rate_limits(array['somebody'], array[1])`),
  ],
  [
    'are removed when they have expired',
    'no    no    no    no    no    no    no    no    no   ',
    call('clean_up_rows(10)'),
  ],
  ['are removed under the old name', 'no    no    no    no    no    no    no    no    no   ', call('keep_house(10)')],
];

const link = `decode('${'c1'.repeat(32)}', 'hex')`;
const links: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'are made by users with a role',
    'no    no    yes   yes   yes   yes   yes   no    no    ',
    call(`create_console_link(sha256('new'), sha256('a') || sha256('b'), 60)`),
  ],
  [
    'are redeemed by anyone',
    'yes   yes   yes   yes   yes   yes   yes   no    yes  ',
    call(`redeem_console_link(${link})`),
  ],
  [
    'are removed when they have expired',
    'no    no    no    no    no    no    no    no    no   ',
    call('clean_up_console_links(10)'),
  ],
];

const usage: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are numbered by any reader', 'no    yes   yes   yes   yes   yes   yes   no    yes  ', call('sequence_usage()')],
  [
    'are made up',
    'no    no    no    no    no    no    no    no    yes  ',
    call(`record_usage('acme', 'RUN', gen_random_uuid(), array['RUNS'], array[1])`),
  ],
];

const timeouts: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are looked for', 'no    no    no    no    no    no    no    no    no   ', call('namespaces_with_timeouts(10)')],
];

const days: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'are removed when they are old',
    'no    no    no    no    no    no    no    no    no   ',
    call('clean_up_usage_days(10)'),
  ],
  ['count reads', 'no    no    no    no    no    no    no    no    no   ', call(`record_engagement('[]')`)],
];

const quotas: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  [
    'are read with what is used',
    'no    no    no    no    yes   no    yes   no    no   ',
    () => ['select * from own_quotas()'],
  ],
  [
    'are used up by a look',
    'no    no    no    no    no    no    no    no    yes  ',
    call(`require_quota('globex', 'VERSIONS', 1)`),
  ],
  [
    'are looked up for another namespace',
    'no    no    no    no    no    no    no    no    yes  ',
    call(`quota_used('globex', 'VERSIONS')`),
  ],
];

const words: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are settled', 'no    no    no    no    no    no    no    no    no   ', call('settle_search_words(10)')],
];

const blobs: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are reserved', 'no    no    no    yes   yes   yes   yes   no    no   ', call(`reserve_blobs(${digests})`)],
  [
    'are listed when unreferenced',
    'no    no    no    no    yes   no    yes   no    no   ',
    call(`unreferenced_blobs(${digests})`),
  ],
  [
    'are locked for removal',
    'no    no    no    no    yes   no    yes   no    no   ',
    call(`lock_blobs_for_removal(${digests})`),
  ],
  [
    'are reserved under the old name',
    'no    no    no    yes   yes   yes   yes   no    no   ',
    call(`hold_blobs(${digests})`),
  ],
  [
    'are listed under the old name',
    'no    no    no    no    yes   no    yes   no    no   ',
    call(`loose_blobs(${digests})`),
  ],
  [
    'are locked under the old name',
    'no    no    no    no    yes   no    yes   no    no   ',
    call(`take_blobs(${digests})`),
  ],
  ['are released', 'no    no    no    no    yes   no    yes   no    no   ', call(`release_blobs(${digests})`)],
];
// biome-ignore-end format: a table is read along its columns

/** What belongs to no tenant, and is reached by functions only. */
export const bookChecks: Check[] = [
  ...attempted('rate_limits', rates),
  ...attempted('console_links', links),
  ...attempted('blob_claims', blobs),
  ...attempted('search_words', words),
  ...attempted('usage_records', usage),
  ...attempted('steps', timeouts),
  ...attempted('usage_days', days),
  ...attempted('namespace_quotas', quotas),
];
