import { expect, it } from 'vitest';
import type { PartRow } from '../../../src/db/resolution.ts';
import { agentTimeouts } from '../../../src/registry/agentTimeouts.ts';

it('only agents with a timeout have one', () => {
  const parts = [
    { id: 'a', timeoutSeconds: 30 },
    { id: 'b', timeoutSeconds: null },
    { id: 'c', timeoutSeconds: 1 },
  ] as PartRow[];
  expect([...agentTimeouts(parts)]).toEqual([
    ['a', 30],
    ['c', 1],
  ]);
});
