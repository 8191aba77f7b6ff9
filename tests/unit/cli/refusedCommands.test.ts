import { expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';

it.each([
  ['deprecate agent reviewer', 'deprecate an entry', 'admin'],
  ['disable agent reviewer', 'disable an entry', 'admin'],
  ['enable agent reviewer', 'enable an entry', 'admin'],
  ['archive agent reviewer 1.0.0 --reason r', 'archive a version', 'admin'],
  ['unarchive agent reviewer 1.0.0', 'unarchive a version', 'admin'],
  ['visibility agent reviewer public', 'change the visibility', 'publisher'],
  ['compatibility agent reviewer warn', 'change the compatibility policy', 'publisher'],
  ['listing agent reviewer --tags x', 'change how an entry is listed', 'publisher'],
  ['feature agent reviewer', 'feature an entry', 'admin'],
  ['unfeature agent reviewer', 'unfeature an entry', 'admin'],
  ['rollback agent reviewer --reason r', 'roll back', 'admin'],
  ['promote agent reviewer 1.0.0', 'promote', 'publisher'],
  ['remove agent reviewer --reason r', 'remove an entry', 'admin'],
  ['discard agent reviewer 1.0.0', 'discard a draft', 'publisher'],
  ['share agent reviewer --with globex', 'share an entry', 'admin'],
  ['unshare agent reviewer --with globex', 'end a share', 'admin'],
  ['decline agent reviewer --from acme', 'decline a share', 'admin'],
  ['bulk archive agent:reviewer@1.0.0 --reason r', 'change entries', 'admin'],
  ['channel set agent reviewer stable 1.0.0 --reason r', 'set a channel', 'publisher'],
  ['channel set agent reviewer stable 1.0.0 --reason r --min-runs 3', 'set a channel', 'admin'],
  ['channel set agent reviewer stable 1.0.0 --reason r --no-gate', 'set a channel', 'admin'],
  ['channel remove agent reviewer stable --reason r', 'remove a channel', 'admin'],
  ['comments train --report x --reason r', 'report a comment', 'publisher'],
  ['comments train --hide x --reason r', 'hide a comment', 'admin'],
  ['import registry.tar', 'import', 'admin'],
  ['sync agents --yes', 'compare with your namespace', 'publisher'],
  ['sync agents --prune --yes', 'compare with your namespace', 'admin'],
  ['usage', 'read usage', 'admin'],
  ['verify', 'verify', 'admin'],
  ['webhooks', 'manage webhooks', 'admin'],
  ['rate train 5', 'rate a template', 'publisher'],
  ['sweep', 'sweep', 'admin'],
])('%s requires a token', async (line, what, role) => {
  expect(await transcriptOf({})(line)).toEqual([
    `! ✗ A token is required to ${what}; REGISTRY_TOKEN is not set.`,
    `!   Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role ${role})`,
    'exit 1',
  ]);
});
