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

  it('has the id of each part, and variables if there are some', () => {
    const version = { namespace: 'acme', version: '1.0.0', digest: hash('x'), digestRule: 2, files: [] };
    const template = { ...version, slug: 'triage' };
    const lock = createLock({ environment: 'prod', template, templates: [{ ...version, slug: 'other' }], agents: [] });
    const locked = { namespace: 'acme', version: '1.0.0', digest: hash('x'), digestRule: 2, prompts: [], files: [] };
    expect(lock).toStrictEqual({
      lockVersion: 1,
      environment: 'prod',
      template: { templateId: 'triage', ...locked },
      templates: [{ templateId: 'other', ...locked }],
      agents: [],
      digest: lockDigest(lock),
    });
    const variables = { change: 'x' };
    const more = createLock({ environment: 'prod', template, templates: [], agents: [], variables });
    expect(more.variables).toEqual(variables);
    expect(parseLock(more)).toEqual({ lock: more, issues: [] });
    const agent = { ...version, slug: 'reader', mcpServers: null };
    expect(createLock({ environment: null, template, templates: [], agents: [agent] }).agents[0]?.mcpServers).toEqual(
      [],
    );
  });

  it('may be large', () => {
    const change = Array(60_000).fill('x'.repeat(20));
    const lock = { ...smallest, variables: { change } };
    expect(parseLock(lock)).toEqual({ lock, issues: [] });
  });

  it('is refused for what JSON cannot have, and then not compared with its digest', () => {
    expect(parseLock({ ...smallest, variables: { change: () => 1 } })).toMatchObject({
      lock: null,
      issues: [{ file: 'registry.lock.json', path: 'variables.change', code: 'not_json' }],
    });
    expect(codes({ ...smallest, variables: { a: Number.NaN }, more: 1 })).toEqual(['variables.a:number_out_of_range']);
  });

  it('is refused when something in it was changed', () => {
    const [agent] = smallest.agents;
    const changed = { ...smallest, agents: [{ ...agent, version: '1.0.1' }] };
    expect(codes(changed)).toEqual(['digest:lock_digest_mismatch']);
    expect(parseLock(changed).lock).toBeNull();
    expect(parseLock(changed).issues).toEqual([
      {
        file: 'registry.lock.json',
        path: 'digest',
        code: 'lock_digest_mismatch',
        message: `The lock was changed: its content has the digest ${lockDigest(changed as Lock)}. Create it again.`,
        severity: 'error',
      },
    ]);
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
