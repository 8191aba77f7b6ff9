import { expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';

it.each([
  ['deprecate agent reviewer', 'deprecate an entry'],
  ['archive agent reviewer 1.0.0 --reason r', 'archive a version'],
  ['unarchive agent reviewer 1.0.0', 'unarchive a version'],
  ['visibility agent reviewer public', 'change the visibility'],
  ['compatibility agent reviewer warn', 'change the compatibility policy'],
  ['listing agent reviewer --tags x', 'change how an entry is listed'],
  ['rollback agent reviewer --reason r', 'roll back'],
  ['promote agent reviewer 1.0.0', 'promote'],
  ['remove agent reviewer --reason r', 'remove an entry'],
  ['discard agent reviewer 1.0.0', 'discard a draft'],
  ['share agent reviewer --with globex', 'share an entry'],
  ['decline agent reviewer --from acme', 'decline a share'],
  ['rate train 5', 'rate a template'],
  ['sweep', 'sweep'],
])('%s requires a token', async (line, what) => {
  expect(await transcriptOf({})(line)).toEqual([
    `! ✗ A token is required to ${what}; REGISTRY_TOKEN is not set.`,
    '!   Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)',
    'exit 1',
  ]);
});
