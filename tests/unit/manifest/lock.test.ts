import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLock, type Lock, lockDigest, parseLock, sha256Hex } from '../../../packages/manifest/index.ts';

const vectors: { name: string; lock: Lock }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/locks/vectors.json', import.meta.url), 'utf8'),
);
const hash = (text: string) => sha256Hex(new TextEncoder().encode(text));
const codes = (value: unknown) => parseLock(value).issues.map(({ path, code }) => `${path}:${code}`);
const [smallest] = vectors.map(({ lock }) => lock);
if (!smallest) throw new Error('There are no vectors.');

describe('a lock', () => {
  it.each(vectors)('has the digest that another program computed: $name', ({ lock }) => {
    expect(lockDigest(lock)).toBe(lock.digest);
    expect(parseLock(lock)).toEqual({ lock, issues: [] });
  });

  it('has the same digest with other variables, and another one with another environment', () => {
    const lock = { ...smallest, variables: { change: 'y' } };
    expect(lockDigest(lock)).toBe(smallest.digest);
    expect(lockDigest({ ...smallest, environment: 'prod' })).not.toBe(smallest.digest);
  });

  it('is the same whatever the order of its parts and files', () => {
    const part = (slug: string, namespace = 'default') => ({
      namespace,
      slug,
      version: '1.0.0',
      digest: hash(slug),
      digestRule: 2,
      files: ['prompts/b.md', 'agent.json', 'prompts/a.md', 'assets/x'].map((path) => ({
        path,
        size: 1,
        sha256: hash(path),
      })),
      mcpServers: { z: { command: 'npx' }, a: { command: 'uvx' } },
    });
    const parts = [part('writer'), part('reviewer'), part('reviewer', 'acme')];
    const template = { ...part('t'), mcpServers: null };
    const lock = createLock({ environment: null, template, templates: [], agents: parts });
    const reordered = parts.toReversed().map((each) => ({
      ...each,
      files: each.files.toReversed(),
      mcpServers: Object.fromEntries(Object.entries(each.mcpServers).toReversed()),
    }));
    expect(createLock({ environment: null, template, templates: [], agents: reordered })).toEqual(lock);
    expect(lock.agents.map(({ namespace, agentId }) => `${namespace}/${agentId}`)).toEqual([
      'acme/reviewer',
      'default/reviewer',
      'default/writer',
    ]);
    const [agent] = lock.agents;
    expect(agent?.prompts.map(({ path }) => path)).toEqual(['prompts/a.md', 'prompts/b.md']);
    expect(agent?.files.map(({ path }) => path)).toEqual(['agent.json', 'assets/x']);
    expect(agent?.mcpServers.map(({ name }) => name)).toEqual(['a', 'z']);
    expect(agent?.mcpServers[0]?.sha256).toBe(hash('{"command":"uvx"}'));
  });

  it('is refused when something in it was changed', () => {
    const [agent] = smallest.agents;
    const changed = { ...smallest, agents: [{ ...agent, version: '1.0.1' }] };
    expect(codes(changed)).toEqual(['digest:lock_digest_mismatch']);
    expect(parseLock(changed).lock).toBeNull();
  });

  it('is refused with every place that is wrong', () => {
    expect(codes('text')).toEqual([':invalid_type']);
    expect(codes({ ...smallest, lockVersion: 2, template: { ...smallest.template, version: 'v1' }, more: 1 })).toEqual([
      'lockVersion:invalid_value',
      'template.version:invalid_version',
      'more:unknown_key',
    ]);
    expect(codes({ ...smallest, agents: [{ agentId: 'reviewer' }] })).toContain('agents[0].digest:required');
  });
});
