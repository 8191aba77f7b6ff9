import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BundleFile,
  diffDefinitions,
  type Issue,
  identify,
  isNamespace,
  isSlug,
  type Kind,
  manifestFile,
  parseAgent,
  parseDefinition,
  parseTemplate,
} from '../../../packages/manifest/index.ts';
import { leastAgent as agent, leastTemplate as template } from '../../support/leastManifests.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (path: string, text = 'x'): BundleFile => ({ path, bytes: bytes(text) });
const errors = (issues: readonly Issue[]) =>
  issues.filter(({ severity }) => severity === 'error').map(({ code }) => code);
const say = ({ file, path, code }: Issue) => `${file} ${path} ${code}`;

describe('an agent', () => {
  it('is the authored value with its files and digest', () => {
    const manifest = agent({ status: 'draft', metadata: { z: 1, a: 0 } });
    const { definition, issues } = parseAgent({ manifest, files: [file('prompts/b.md'), file('prompts/a.md')] });
    expect(issues).toEqual([]);
    expect(definition).toMatchObject({
      kind: 'AGENT',
      slug: 'good-agent',
      version: '1.0.0',
      draft: true,
      manifest,
      mcpServers: {},
    });
    expect(definition?.files.map(({ path }) => path)).toEqual(['prompts/a.md', 'prompts/b.md']);
  });

  it('has one digest, whether agent.json is given as text, value or file, and however it is indented', () => {
    const value = agent();
    const digests = [
      parseAgent({ manifest: value, files: [] }),
      parseAgent({ manifest: JSON.stringify(value, null, 8), files: [] }),
      parseAgent({ manifest: JSON.stringify(value), files: [file('agent.json', JSON.stringify(value, null, 2))] }),
      parseAgent({ files: [file('agent.json', `\uFEFF${JSON.stringify(value, null, '\t')}\r\n`)] }),
    ].map(({ definition }) => definition?.digest);
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is refused when the file differs from the manifest', () => {
    const { issues } = parseAgent({
      manifest: agent(),
      files: [file('agent.json', JSON.stringify(agent({ name: 'Other' })))],
    });
    expect(issues.map(say)).toEqual(['agent.json  manifest_mismatch']);
  });

  it('in the legacy shape is converted, and issues point at what was authored', () => {
    const manifest = {
      ...agent(),
      capabilities: [
        { id: 'ok', label: 'Fine' },
        { id: 'x y', label: 7 },
      ],
      manifest: { entry: 'prompts/none.md' },
    };
    const { issues } = parseAgent({ manifest, files: [] });
    expect(issues.filter(({ severity }) => severity === 'error').map(say)).toEqual([
      'agent.json capabilities[1].id invalid_skill_id',
      'agent.json capabilities[1].label invalid_type',
      'agent.json manifest.entry missing_file',
    ]);
  });

  it('may use the commands that an option allows for its servers', () => {
    const files = [file('mcp.json', '{"mcpServers":{"x":{"command":"mytool"}}}')];
    expect(errors(parseAgent({ manifest: agent(), files }).issues)).toEqual(['command_not_allowed']);
    expect(parseAgent({ manifest: agent(), files }, { stdioCommands: ['mytool'] }).definition?.mcpServers).toEqual({
      x: { command: 'mytool' },
    });
  });

  it('never shows a secret in an issue', () => {
    const secret = `AKIA${'Y34FZKBOKMUTVV7Q'}`;
    const config = JSON.stringify({
      mcpServers: { [secret]: { command: 'npx', args: [secret], env: { TOKEN: secret } } },
    });
    const { issues } = parseAgent({
      manifest: agent({ metadata: { a: secret, [secret]: 1 } }),
      files: [file('mcp.json', config), file('prompts/a.md', secret), file('assets/a', secret)],
    });
    expect(errors(issues).filter((code) => code === 'secret').length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(issues)).not.toContain(secret);
  });
});

describe('a template', () => {
  it('has issues that point at the steps as authored, also in the legacy shape', () => {
    const manifest = {
      templateId: 'older-one',
      name: 'Older',
      description: 'd',
      version: '1.0.0',
      content: { versionFile: 'versions/1.json' },
    };
    const steps = [
      { id: 'a', agentId: 'Bad Agent', inputs: { x: '{{ steps.b.outputs.y }}' } },
      { id: 'b', agentId: 'other' },
    ];
    const { issues } = parseTemplate({ manifest, files: [file('versions/1.json', JSON.stringify({ steps }))] });
    expect(issues.filter(({ severity }) => severity === 'error').map(say)).toContain(
      'versions/1.json steps[0].agentId invalid_id',
    );
    expect(issues.map(say)).toContain('versions/1.json steps[0].inputs.x step_not_awaited');
  });

  it('accepts a placeholder for what a variable may contain', () => {
    const variables = {
      type: 'object',
      properties: {
        free: { type: 'object' },
        list: { type: 'array' },
        ref: { $ref: '#/$defs/r' },
        closed: { type: 'object', properties: { a: {} } },
        text: { type: 'string' },
      },
      $defs: { r: { properties: { a: {} } } },
    };
    const plan = (name: string) => ({
      defaultPlan: { steps: [{ id: 'a', agent: 'reader', inputs: { x: `{{ variables.${name} }}` } }] },
      variables,
    });
    for (const name of ['free.a.b', 'list.0.a', 'ref.a', 'closed.a', 'text'])
      expect([name, errors(parseTemplate({ manifest: template(plan(name)), files: [] }).issues)]).toEqual([name, []]);
    for (const name of ['nope', 'ref.b', 'closed.b', 'text.length'])
      expect([name, errors(parseTemplate({ manifest: template(plan(name)), files: [] }).issues)]).toEqual([
        name,
        ['unknown_variable'],
      ]);
  });
});

describe('a file', () => {
  it.each([
    ...[
      '/etc/passwd',
      '../agent.json',
      'assets/../../x',
      './assets/x',
      'assets//x',
      'assets/',
      'assets\\x',
      'C:/x',
      'assets/a\0b',
      'assets/a\nb',
      '',
    ],
    ...[
      'assets/NUL',
      'assets/com1.txt',
      'assets/a.',
      'assets/a ',
      'assets/a:b',
      'assets/a|b',
      'assets/\u202e',
      `assets/${'a/'.repeat(20)}b`,
      `assets/${'x'.repeat(300)}`,
    ],
  ])('cannot be at %j', (path) =>
    expect(errors(parseAgent({ manifest: agent(), files: [file(path)] }).issues)).toEqual(['invalid_path']),
  );

  it.each([
    'README.md',
    'LICENSE',
    'LICENSE-MIT',
    'CHANGELOG.md',
    'NOTICE',
    '.gitignore',
    '.gitattributes',
    'readme.txt',
  ])('may have a name that is common in repositories: %s', (path) => {
    const { definition, issues } = parseAgent({ manifest: agent(), files: [file(path)] });
    expect(issues).toEqual([]);
    expect(definition?.files.map((each) => each.path)).toEqual([path]);
  });

  it.each([
    'notes.txt',
    'docs/README.md',
    '.env',
    '.git/config',
    'package.json',
    'prompts/x.txt',
    'Assets/x',
    'docs.md',
    'tests/a.json',
    'assets',
    'node_modules/x/index.js',
  ])('of an agent cannot be at %j', (path) =>
    expect(errors(parseAgent({ manifest: agent(), files: [file(path)] }).issues)).toEqual(['unexpected_file']),
  );

  it.each([
    'assets/ü.md',
    'assets/.hidden',
    'assets/a/b/c.bin',
    'assets/日本語.txt',
    'prompts/a/b.md',
    'assets/a b.txt',
    "assets/it's (1).txt",
  ])('may be at %j', (path) => expect(parseAgent({ manifest: agent(), files: [file(path)] }).issues).toEqual([]));

  it.each([
    ['assets/A', 'assets/a'],
    ['assets/é', 'assets/É'],
    ['assets/a', 'assets/a'],
    ['assets/a', 'assets/A/b'],
    ['assets/ß', 'assets/ß'],
  ])('cannot be at both %s and %s', (one, two) =>
    expect(errors(parseAgent({ manifest: agent(), files: [file(one), file(two)] }).issues)).toEqual(['duplicate_path']),
  );

  it('is one of at most 500, with at most 5 MiB each and 20 MiB in total', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => file(`assets/${index}`));
    expect(errors(parseAgent({ manifest: agent(), files: many(500) }).issues)).toEqual([]);
    expect(errors(parseAgent({ manifest: agent(), files: many(501) }).issues)).toEqual(['too_many_files']);
    const large = (size: number, index = 0) => ({ path: `assets/${index}`, bytes: new Uint8Array(size) });
    const limit = 5 * 1024 * 1024;
    expect(errors(parseAgent({ manifest: agent(), files: [large(limit)] }).issues)).toEqual([]);
    expect(errors(parseAgent({ manifest: agent(), files: [large(limit + 1)] }).issues)).toEqual(['file_too_large']);
    expect(
      errors(
        parseAgent({ manifest: agent(), files: [0, 1, 2, 3].map((index) => large(limit, index)).concat(large(1, 4)) })
          .issues,
      ),
    ).toEqual(['bundle_too_large']);
  });
});

describe('any input', () => {
  const kinds: Kind[] = ['AGENT', 'TEMPLATE'];
  const holds = (kind: Kind, manifest: unknown, files: unknown) => {
    const { definition, issues } = parseDefinition(kind, { manifest, files: files as BundleFile[] });
    expect(definition === null).toBe(issues.some(({ severity }) => severity === 'error'));
    expect(issues.length).toBeLessThanOrEqual(101);
    for (const issue of issues) expect(issue.message.length).toBeLessThan(400);
    expect(identify(kind, manifest)).toBeDefined();
  };

  it('gives a result and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        fc.anything(),
        holds,
      ),
      { numRuns: 500 },
    );
  });

  it('close to a definition gives a result and never throws', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(
        '{{ variables.x }}',
        '{{',
        '',
        'a',
        [],
        {},
        null,
        -1,
        1e308,
        'prompts/a.md',
        { $ref: '#' },
        { type: 'object', properties: { a: { $ref: '#' } } },
      ),
    );
    const keys = [
      ...Object.keys(agent()),
      ...Object.keys(template()),
      'skills',
      'env',
      'variables',
      'environments',
      'dependencies',
      'manifest',
      'capabilities',
      'content',
      'metadata',
      'entryPrompt',
      'tags',
    ];
    const changes = fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), changes, (kind, change) =>
        holds(kind, kind === 'AGENT' ? agent(change) : template(change), []),
      ),
      { numRuns: 1000 },
    );
    const steps = fc.array(
      fc.record({ id: odd, agent: odd, dependsOn: odd, inputs: odd, outputs: odd }, { requiredKeys: [] }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(steps, odd, odd, (steps, patch, variables) =>
        holds(
          'TEMPLATE',
          template({
            defaultPlan: { steps },
            variables,
            environments: { e: { steps: [{ id: 'a' }, patch], variables: patch } },
          }),
          [],
        ),
      ),
      { numRuns: 1000 },
    );
    const servers = fc.dictionary(
      fc.string(),
      fc.oneof(
        odd,
        fc.record({ command: odd, args: odd, env: odd, url: odd, headers: odd, type: odd }, { requiredKeys: [] }),
      ),
    );
    fc.assert(
      fc.property(servers, (mcpServers) => {
        const text = JSON.stringify({ mcpServers }, (_, value) => (typeof value === 'bigint' ? 1 : value));
        holds('AGENT', agent(), [file('mcp.json', text)]);
      }),
      { numRuns: 500 },
    );
  });

  it('as text or bytes gives a result and never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...kinds), fc.oneof(fc.string({ unit: 'binary' }), fc.json()), holds2), {
      numRuns: 300,
    });
    function holds2(kind: Kind, text: string) {
      holds(kind, text, []);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('agent.json', 'mcp.json', 'prompts/a.md', 'assets/a'),
        (bytes, path) => holds('AGENT', agent(), [{ path, bytes }]),
      ),
      { numRuns: 300 },
    );
  });

  it('with more than a hundred issues gives their number', () => {
    const { issues } = parseAgent({
      manifest: agent({
        skills: Array.from({ length: 100 }, () => ({ id: '', name: '' })),
        tags: Array.from({ length: 200 }, () => ''),
      }),
      files: [],
    });
    expect(issues.length).toBe(101);
    expect(issues.at(-1)).toMatchObject({ code: 'too_many_issues', severity: 'error' });
  });

  it('is never repeated at length', () => {
    const long = 'x'.repeat(5000);
    const { issues } = parseAgent({
      manifest: agent({ [long]: 1, dependencies: { [long]: long }, agentId: long, version: long }),
      files: [file(`${long}.md`)],
    });
    for (const issue of issues) expect(issue.message.length + issue.path.length + issue.file.length).toBeLessThan(500);
  });
});

describe('names', () => {
  it.each([
    ['agent.json', { agentId: 'good-agent', version: '1.0.0' }, { slug: 'good-agent', version: '1.0.0' }],
    ['text', '{"agentId":"good-agent","version":"v1"}', { slug: 'good-agent', version: null }],
    ['nonsense', { agentId: '<script>', version: {} }, { slug: null, version: null }],
    ['null', null, { slug: null, version: null }],
    ['broken text', '{', { slug: null, version: null }],
  ])('are recognized in %s', (_, manifest, expected) => expect(identify('AGENT', manifest)).toEqual(expected));

  it('follow the contract', () => {
    expect(['ab', 'a-b', 'a1', `a${'b'.repeat(63)}`].every(isSlug)).toBe(true);
    expect(
      ['a', 'A', '1a', 'a_b', 'a--b', 'a-', 'publish', 'search', 'con', `a${'b'.repeat(64)}`, 'ab\n', null].some(
        isSlug,
      ),
    ).toBe(false);
    expect(['a', '1', 'default', 'a-'].every(isNamespace)).toBe(true);
    expect(['', '-a', 'A', 'a'.repeat(64)].some(isNamespace)).toBe(false);
    expect(manifestFile).toEqual({ AGENT: 'agent.json', TEMPLATE: 'template.json' });
  });
});

describe('a comparison', () => {
  it('lists what was added, removed and changed', () => {
    const before = agent({
      tags: ['a'],
      skills: [
        { id: 's', name: 'S' },
        { id: 't', name: 'T' },
      ],
      model: 'x',
    });
    const after = agent({
      name: 'Better',
      tags: ['a', 'b'],
      skills: [
        { id: 't', name: 'T2' },
        { id: 'u', name: 'U' },
      ],
      metadata: { a: 1 },
    });
    const entry = (path: string, sha256: string) => ({ path, size: 1, sha256 });
    const diff = diffDefinitions(
      { manifest: before, files: [entry('a', '1'), entry('b', '1'), entry('c', '1')] },
      { manifest: after, files: [entry('a', '1'), entry('b', '2'), entry('d', '1')] },
    );
    expect(diff.changes.map(({ path, change }) => `${change} ${path}`).sort()).toEqual([
      'ADDED metadata',
      'ADDED skills.u',
      'CHANGED name',
      'CHANGED skills.t.name',
      'CHANGED tags',
      'REMOVED model',
      'REMOVED skills.s',
    ]);
    expect(diff.files.map(({ path, change }) => `${change} ${path}`)).toEqual(['CHANGED b', 'REMOVED c', 'ADDED d']);
  });

  it('lists at most 1,000 changes, and says when there may be more', () => {
    const keys = (count: number, value: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
    const compared = (count: number, from: number, to: number) => {
      const { changes, truncated } = diffDefinitions(
        { manifest: keys(count, from), files: [] },
        { manifest: keys(count, to), files: [] },
      );
      return [changes.length, truncated];
    };
    expect(compared(1_000, 1, 2)).toEqual([1_000, undefined]);
    expect(compared(1_001, 1, 2)).toEqual([1_000, true]);
    expect(compared(24_000, 1, 2)).toEqual([1_000, true]);
    expect(compared(49_999, 1, 1)).toEqual([0, undefined]);
    expect(compared(60_000, 1, 1)).toEqual([0, true]);
  });

  it('is empty for equal values, with keys in any order', () => {
    const { name, ...rest } = agent();
    expect(
      diffDefinitions({ manifest: { name, ...rest }, files: [] }, { manifest: { ...rest, name }, files: [] }),
    ).toEqual({ changes: [], files: [] });
  });
});
