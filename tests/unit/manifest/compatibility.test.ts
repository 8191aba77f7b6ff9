import { describe, expect, it } from 'vitest';
import {
  type ChangeRuleName,
  type ClassifiedChange,
  classifyChanges,
  compatibilityRules,
  type Kind,
  sha256Hex,
} from '../../../packages/manifest/index.ts';
import type { Part } from '../../../scripts/compatibility/examples/example.ts';
import { compatibilityExamples } from '../../../scripts/compatibility/examples.ts';

const versionOf = ({ manifest = {}, mcpServers = {}, files = {} }: Part) => ({
  manifest,
  mcpServers,
  files: Object.entries(files).map(([path, text]) => ({
    path,
    size: text.length,
    sha256: sha256Hex(new TextEncoder().encode(text)),
  })),
});

const classify = (kind: Kind, before: Part, after: Part) => classifyChanges(kind, versionOf(before), versionOf(after));
const rules = (changes: readonly ClassifiedChange[]) => changes.map(({ rule }) => rule);

describe.each(
  Object.entries(compatibilityExamples) as [ChangeRuleName, (typeof compatibilityExamples)[ChangeRuleName]][],
)('the rule %s', (name, { kind, before, after, unlike }) => {
  it('finds its example, with its level and concerns', () => {
    const { level, concerns, title, reason } = compatibilityRules[name];
    const { changes } = classify(kind, before, after);
    const found = changes.find(({ rule }) => rule === name);
    expect(found).toMatchObject({ level, reason: `${title}. ${reason}` });
    expect(found?.concerns).toEqual(expect.arrayContaining([...concerns]));
  });

  it('does not find what is similar', () => {
    const { changes } = classify(kind, before, unlike.after);
    expect(rules(changes)).not.toContain(name);
    if (unlike.rule === null) expect(changes).toEqual([]);
    else expect(rules(changes)).toContain(unlike.rule);
  });
});
