import { describe, expect, it } from 'vitest';
import { readReference } from '../../../src/db/searchReference.ts';

describe('a query parsed as a reference', () => {
  it.each([
    ['code-reviewer', 'code-reviewer', null],
    ['code-reviewer@1.0.0', 'code-reviewer', null],
    ['code-reviewer@1.0.0-rc.1+build fast', 'code-reviewer  fast', null],
    ['code-reviewer@>=1.x', 'code-reviewer', null],
    ['code-reviewer@latest', 'code-reviewer', null],
    ['me@example.com', 'me@example.com', null],
    ['a@b', 'a@b', null],
    ['default/code-reviewer', 'default/code-reviewer', ['default', 'code-reviewer']],
    ['Default/code-reviewer@1.0.0', 'Default/code-reviewer', ['default', 'code-reviewer']],
    ['templates/acme/rollout', 'templates/acme/rollout', ['acme', 'rollout']],
    ['"acme/rollout",', '"acme/rollout",', ['acme', 'rollout']],
    ['ci/cd', 'ci/cd', ['ci', 'cd']],
    ['tcp/ip stack', 'tcp/ip stack', null],
    ['/', '/', null],
    ['https://r.example/agents/acme/rollout/versions/1.0.0', 'acme/rollout', ['acme', 'rollout']],
    ['http://r.example/x/templates/rollout/?a=b#c', 'rollout', null],
    ['https://r.example/agents/%E0%A4%A', '%E0%A4%A', null],
    ['https://r.example/docs', 'https://r.example/docs', null],
  ] as const)('%j: %j, %j', (query, words, place) => {
    expect(readReference(query)).toEqual({
      words,
      place: place && { namespace: place[0], words: place[1] },
    });
  });
});
