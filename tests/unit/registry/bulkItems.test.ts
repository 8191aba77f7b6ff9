import { describe, expect, it } from 'vitest';
import { type BulkItemInput, requireItems } from '../../../src/registry/bulkItems.ts';

const agents = (count: number): BulkItemInput[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'AGENT', id: `agent-${index}` }));
const refusal = (message: string) => expect.objectContaining({ code: 'BAD_USER_INPUT', message });

describe('the items of a bulk mutation', () => {
  it('are 1 to 500', () => {
    expect(() => requireItems(agents(1))).not.toThrow();
    expect(() => requireItems(agents(500))).not.toThrow();
    expect(() => requireItems([])).toThrow(refusal('`items` must contain 1 to 500 items; got 0.'));
    expect(() => requireItems(agents(501))).toThrow(refusal('`items` must contain 1 to 500 items; got 501.'));
  });

  it('differ in their kind, id or version', () => {
    expect(() =>
      requireItems([
        { kind: 'AGENT', id: 'a' },
        { kind: 'TEMPLATE', id: 'a' },
        { kind: 'AGENT', id: 'b' },
        { kind: 'AGENT', id: 'a', version: '1.0.0' },
        { kind: 'AGENT', id: 'a', version: '1.0.1' },
      ]),
    ).not.toThrow();
    const same = refusal('`items[2]` is the same as `items[0]`. Remove one.');
    const [first, second] = agents(2) as [BulkItemInput, BulkItemInput];
    expect(() => requireItems([first, second, { ...first, version: null }])).toThrow(same);
    const version = { ...first, version: '1.0.0' };
    expect(() => requireItems([version, first, { ...version, expectedCurrentVersion: '1.0.0' }])).toThrow(same);
  });

  it('have versions in SemVer', () => {
    expect(() =>
      requireItems([
        { kind: 'AGENT', id: 'a' },
        { kind: 'AGENT', id: 'a', version: 'v1' },
      ]),
    ).toThrow(refusal('`items[1].version` must be a SemVer 2.0 version such as 1.2.0; got "v1".'));
  });
});
