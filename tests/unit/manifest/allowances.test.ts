import { describe, expect, it } from 'vitest';
import { AllowChanges, allowedChangesOf } from '../../../packages/manifest/contract/allowChanges.ts';
import { AllowFindings, allowedFindingsOf } from '../../../packages/manifest/contract/allowFindings.ts';

const change = (index: number) => ({ fingerprint: index.toString(16).padStart(16, '0'), reason: 'Reviewed.' });
const finding = (index: number) => ({ rule: 'assigned-secret', ...change(index) });
const list = <Entry>(count: number, entry: (index: number) => Entry) =>
  Array.from({ length: count }, (_, index) => entry(index));
const messages = (result: ReturnType<typeof AllowChanges.safeParse | typeof AllowFindings.safeParse>) =>
  result.error?.issues.map(({ message }) => message) ?? [];

describe('a definition may allow', () => {
  it('100 changes, and no more', () => {
    expect(messages(AllowChanges.safeParse(list(100, change)))).toEqual([]);
    expect(messages(AllowChanges.safeParse(list(101, change)))).toEqual(['Must contain at most 100 entries.']);
  });

  it('50 findings, and no more', () => {
    expect(messages(AllowFindings.safeParse(list(50, finding)))).toEqual([]);
    expect(messages(AllowFindings.safeParse(list(51, finding)))).toEqual(['Must contain at most 50 entries.']);
  });
});

describe('of what a definition of any shape allows', () => {
  const wrong = [null, 'x', {}, { ...change(1), fingerprint: 'F'.repeat(16) }, { ...change(2), more: 1 }];

  it('each well-formed entry counts, up to as many as it may have', () => {
    expect(allowedChangesOf({ allowChanges: [...wrong, change(7)] })).toEqual(['0000000000000007']);
    expect(allowedFindingsOf({ allowFindings: [...wrong, finding(7)] })).toEqual([finding(7)]);
    expect(allowedChangesOf({ allowChanges: list(101, change) })).toEqual(
      list(100, (index) => change(index).fingerprint),
    );
    expect(allowedFindingsOf({ allowFindings: list(51, finding) })).toEqual(list(50, finding));
  });

  it.each([null, 'x', {}, { allowChanges: 'x', allowFindings: {} }])('nothing counts of %j', (manifest) => {
    expect([allowedChangesOf(manifest), allowedFindingsOf(manifest)]).toEqual([[], []]);
  });
});
