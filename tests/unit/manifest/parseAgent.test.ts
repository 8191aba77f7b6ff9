import { describe, expect, it } from 'vitest';
import { parseAgent } from '../../../packages/manifest/index.ts';
import { leastAgent } from '../../support/leastManifests.ts';

const utf8 = new TextEncoder();

function issuesOf(more: object, files: Record<string, string> = {}) {
  const list = Object.entries(files).map(([path, content]) => ({ path, bytes: utf8.encode(content) }));
  const { issues } = parseAgent({ manifest: leastAgent(more), files: list });
  return issues.map(({ file, path, code, severity }) => `${severity} ${file} ${path}: ${code}`);
}

describe('an agent has its issues where they were written', () => {
  it.each<[string, object, string]>([
    [
      'an estimate above the timeout',
      { resourceProfile: { estimatedTimeMs: 2_000, timeoutSeconds: 1 } },
      'warning agent.json resourceProfile.estimatedTimeMs: estimate_exceeds_timeout',
    ],
    [
      'an allowance that allows nothing',
      { allowFindings: [{ rule: 'github-token', fingerprint: '0'.repeat(16), reason: 'r' }] },
      'warning agent.json allowFindings[0]: unused_allowance',
    ],
    [
      'the name of a variable of another type',
      { env: [{ name: 7, default: '${OTHER:-x}' }] },
      'error agent.json env[0].name: invalid_type',
    ],
  ])('%s', (_, more, issue) => {
    expect(issuesOf(more)).toEqual([issue]);
  });

  it('also a default of a secret that is within a reference to another variable', () => {
    const env = [{ name: 'API_KEY', default: '${OTHER:-x}' }];
    const { issues } = parseAgent({ manifest: leastAgent({ env }), files: [] });
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toContain(
      'env[0].default: ${OTHER} is a secret; a secret must not have a default (rule secret-default).',
    );
  });

  it.each(['1UP', 'A-B', 'A B', '', 'x'.repeat(129)])('also the name of a variable that is none: %j', (name) => {
    const { issues } = parseAgent({ manifest: leastAgent({ env: [{ name }] }), files: [] });
    expect(issues).toEqual([
      {
        ...{ file: 'agent.json', path: 'env[0].name', code: 'invalid_env_name', severity: 'error' },
        message: 'Must be the name of an environment variable: letters, digits and "_", not starting with a digit.',
      },
    ]);
    expect(issuesOf({ env: [{ name: '_' }, { name: 'a1' }, { name: 'x'.repeat(128) }] })).toEqual([]);
  });

  it('and only those, if its id has another type', () => {
    expect(issuesOf({ agentId: 7, dependencies: { 7: '*' } })).toEqual([
      'error agent.json agentId: invalid_type',
      'error agent.json dependencies["7"]: invalid_id',
    ]);
  });

  it('and in its file, if it cannot be read', () => {
    const broken = {
      get files(): never {
        throw new Error('Broken.');
      },
    };
    expect(parseAgent(broken)).toMatchObject({
      definition: null,
      issues: [{ file: 'agent.json', code: 'unreadable' }],
    });
  });

  it('and only once, if its mcp.json is not JSON', () => {
    expect(issuesOf({}, { 'mcp.json': '{' })).toEqual(['error mcp.json : invalid_json']);
  });
});

describe('a draft of an agent', () => {
  const draft = { status: 'draft' };

  it('says so itself', () => {
    const isDraft = (more: object) => parseAgent({ manifest: leastAgent(more), files: [] }).definition?.draft;
    expect([isDraft({}), isDraft(draft)]).toEqual([false, true]);
  });

  it('may have an mcp.json without a server that can be used', () => {
    const none = { 'mcp.json': '{"mcpServers":{"a":{"command":"npx","args":["-y","a"],"disabled":true}}}' };
    expect(issuesOf({}, none)).toContain('error mcp.json : no_servers');
    expect(issuesOf(draft, none)).toContain('warning mcp.json : no_servers');
  });
});
