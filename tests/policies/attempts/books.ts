import type { Check } from '../checks.ts';
import { attempted, type How, type Line } from './line.ts';

const call =
  (statement: string): How =>
  () => [`select ${statement}`];
const digests = `array['${'a'.repeat(64)}']`;

// biome-ignore-start format: a table is read along its columns
const rates: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  /* By nobody but the registry itself, who is no token’s subject. */
  [
    'are settled',
    'no    no    no    no    no    no    no    no    no   ',
    call(`settle_rate_limits(array['somebody'], array[1])`),
  ],
  [
    'are forgotten, with other things that are over',
    'no    no    no    no    no    no    no    no    no   ',
    call('keep_house(10)'),
  ],
];

const words: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are settled', 'no    no    no    no    no    no    no    no    no   ', call('settle_search_words(10)')],
];

const blobs: Line[] = [
  //                                            anon  role  view  publ  admin publ' adm'  serv  owner
  ['are held', 'no    no    no    yes   yes   yes   yes   no    no   ', call(`hold_blobs(${digests})`)],
  ['are asked about', 'no    no    no    no    yes   no    yes   no    no   ', call(`loose_blobs(${digests})`)],
  ['are taken', 'no    no    no    no    yes   no    yes   no    no   ', call(`take_blobs(${digests})`)],
  ['are released', 'no    no    no    no    yes   no    yes   no    no   ', call(`release_blobs(${digests})`)],
];
// biome-ignore-end format: a table is read along its columns

/** What belongs to no tenant, and is reached by functions only. */
export const bookChecks: Check[] = [
  ...attempted('rate_limits', rates),
  ...attempted('blob_claims', blobs),
  ...attempted('search_words', words),
];
