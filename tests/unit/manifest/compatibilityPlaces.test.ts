import { describe, expect, it } from 'vitest';
import {
  CompatibilityLimits,
  classifyChanges,
  compatibilityRules,
  type Kind,
} from '../../../packages/manifest/index.ts';

interface Given {
  manifest?: object;
  servers?: unknown;
  files?: Record<string, string>;
}

const versionOf = ({ manifest = {}, servers, files = {} }: Given) => ({
  manifest,
  mcpServers: servers,
  files: Object.entries(files).map(([path, sha256]) => ({ path, size: 1, sha256 })),
});
const compare = (kind: Kind, before: Given, after: Given) => classifyChanges(kind, versionOf(before), versionOf(after));
/** The rule and the place of each change. */
const found = (kind: Kind, before: Given, after: Given) =>
  compare(kind, before, after).changes.map(({ rule, path }) => `${rule} ${path}`);

type Case = [what: string, before: object, after: object, expected: string[]];

describe('an agent', () => {
  const variable = (more: object) => ({ env: [{ name: 'TOKEN', ...more }] });

  it.each<Case>([
    [
      'same',
      { skills: [{ id: 'review' }], env: [{ name: 'A' }] },
      { skills: [{ id: 'review' }], env: [{ name: 'A' }] },
      [],
    ],
    [
      'skill',
      { skills: [{ id: 'review' }] },
      { skills: [{ id: 'write' }] },
      ['skill-removed skills.review', 'skill-added skills.write'],
    ],
    ['skills in another order', { skills: [{ id: 'a' }, { id: 'b' }] }, { skills: [{ id: 'b' }, { id: 'a' }] }, []],
    [
      'name of a skill',
      { skills: [{ id: 'a', name: 'A' }] },
      { skills: [{ id: 'a', name: 'B' }] },
      ['skill-described skills.a'],
    ],
    ['variable', { env: [] }, variable({}), ['env-added env.TOKEN']],
    ['required variable', { env: [] }, variable({ isRequired: true }), ['env-required env.TOKEN']],
    ['required secret', { env: [] }, variable({ isRequired: true, isSecret: true }), ['env-secret-required env.TOKEN']],
    [
      'required variable with a default',
      { env: [] },
      variable({ isRequired: true, default: 'x' }),
      ['env-added env.TOKEN'],
    ],
    ['variable that is gone', variable({ isRequired: true }), { env: [] }, ['env-removed env.TOKEN']],
    ['variable that is required now', variable({}), variable({ isRequired: true }), ['env-required env.TOKEN']],
    [
      'variable that is optional now',
      variable({ isRequired: true }),
      variable({ isRequired: false }),
      ['env-optional env.TOKEN'],
    ],
    [
      'variable whose default is gone',
      variable({ isRequired: true, default: 'x' }),
      variable({ isRequired: true }),
      ['env-required env.TOKEN'],
    ],
    ['default', variable({ default: 'x' }), variable({ default: 'y' }), ['env-default-changed env.TOKEN.default']],
    ['first default', variable({}), variable({ default: 'y' }), ['env-default-changed env.TOKEN.default']],
    ['secrecy', variable({ isSecret: true }), variable({}), ['env-secrecy-changed env.TOKEN.isSecret']],
    [
      'description of a variable',
      variable({ description: 'a' }),
      variable({ description: 'b' }),
      ['env-described env.TOKEN.description'],
    ],
    ['name of the model', { model: { name: 'a' } }, { model: { name: 'b' } }, ['model-changed model.name']],
    ['id of the model', { model: { id: 'a' } }, { model: { id: 'b' } }, ['model-changed model.id']],
    ['model of the model', { model: { model: 'a' } }, { model: { model: 'b' } }, ['model-changed model.model']],
    [
      'provider of the model',
      { model: { provider: 'a' } },
      { model: { provider: 'b' } },
      ['model-changed model.provider'],
    ],
    [
      'setting of the model',
      { model: { name: 'a', temperature: 0 } },
      { model: { name: 'a', temperature: 1 } },
      ['model-settings-changed model.temperature'],
    ],
    ['model by its name', { model: { name: 'a' } }, { model: 'a' }, ['model-changed model']],
    ['first model', {}, { model: { name: 'a' } }, ['model-changed model']],
    [
      'limit',
      { resourceProfile: { cpu: 2, gpu: 1 } },
      { resourceProfile: { cpu: 1, gpu: 2 } },
      ['limit-lowered resourceProfile.cpu', 'limit-raised resourceProfile.gpu'],
    ],
    ['first limit', {}, { resourceProfile: { cpu: 64 } }, ['limit-lowered resourceProfile.cpu']],
    ['limit that is gone', { resourceProfile: { cpu: 64 } }, {}, ['limit-raised resourceProfile.cpu']],
    [
      'limit of zero',
      { resourceProfile: { gpu: 1 } },
      { resourceProfile: { gpu: 0 } },
      ['limit-lowered resourceProfile.gpu'],
    ],
    [
      'estimate',
      { resourceProfile: { estimatedTimeMs: 2 } },
      { resourceProfile: { estimatedTimeMs: 1 } },
      ['estimate-changed resourceProfile.estimatedTimeMs'],
    ],
    [
      'dependency',
      { dependencies: { a: '^1.0.0' } },
      { dependencies: { a: '^1.1.0', b: '*' } },
      ['dependency-narrowed dependencies.a', 'dependency-added dependencies.b'],
    ],
    [
      'dependency that is gone',
      { dependencies: { a: '^1.0.0', b: '~1.0.0' } },
      { dependencies: { b: '^1.0.0' } },
      ['dependency-removed dependencies.a', 'dependency-widened dependencies.b'],
    ],
    ['entry prompt', { entryPrompt: 'a' }, { entryPrompt: 'b' }, ['entry-prompt-changed entryPrompt']],
    [
      'listing',
      { name: 'a', tags: ['x'] },
      { name: 'b', tags: ['y'] },
      ['listing-changed name', 'listing-changed tags'],
    ],
    ['other key', { capabilities: ['a'] }, { capabilities: ['b'] }, ['manifest-changed capabilities']],
    ['version and status', { version: '1.0.0', status: 'ACTIVE' }, { version: '1.0.1', status: 'DRAFT' }, []],
    ['visibility', { visibility: 'private' }, { visibility: 'public' }, ['visibility-public visibility']],
    ['visibility of fewer', { visibility: 'public' }, { visibility: 'private' }, ['visibility-private visibility']],
  ])('with another %s', (_, before, after, expected) => {
    expect(found('AGENT', { manifest: before }, { manifest: after }).sort()).toEqual(expected.sort());
  });

  it.each([
    ...['$schema', 'name', 'description', 'tags', 'category', 'owner', 'repository', 'metadata'],
    ...['rollbackAdvice', 'allowFindings', 'allowChanges'],
  ])('is only listed differently with another %s', (key) => {
    expect(found('AGENT', { manifest: { [key]: 'a' } }, { manifest: { [key]: 'b' } })).toEqual([
      `listing-changed ${key}`,
    ]);
  });
});

it('a variable of an agent is told with its default and description before and after', () => {
  const given = (more: object) => ({ manifest: { env: [{ name: 'TOKEN', ...more }] } });
  const { changes } = compare(
    'AGENT',
    given({ default: 'x', description: 'a' }),
    given({ default: 'y', description: 'b' }),
  );
  expect(changes).toMatchObject([
    { rule: 'env-default-changed', change: 'CHANGED', before: 'x', after: 'y' },
    { rule: 'env-described', change: 'CHANGED', before: 'a', after: 'b' },
  ]);
});

it.each([
  ['limit-lowered', { resourceProfile: { cpu: 2 } }, { resourceProfile: { cpu: 1 } }],
  ['output-removed', { expectedOutputs: { o: 'A' } }, { expectedOutputs: {} }],
] as const)('%s of a whole template concerns those of its rule alone', (rule, before, after) => {
  const { changes } = compare('TEMPLATE', { manifest: before }, { manifest: after });
  expect(changes).toMatchObject([{ rule, concerns: [...compatibilityRules[rule].concerns] }]);
});

describe('an MCP server', () => {
  const local = { command: 'npx', args: ['-y', 'server-github'] };
  const remote = { url: 'https://mcp.example.com' };
  const compareServers = (before: unknown, after: unknown, envBefore: object[] = [], envAfter = envBefore) =>
    found('AGENT', { manifest: { env: envBefore }, servers: before }, { manifest: { env: envAfter }, servers: after });

  it.each<Case>([
    ['added', {}, { gh: local }, ['mcp-server-added mcpServers.gh']],
    ['removed', { gh: local }, {}, ['mcp-server-removed mcpServers.gh']],
    ['reached in another way', { gh: local }, { gh: remote }, ['mcp-server-transport-changed mcpServers.gh']],
    [
      'reached by server-sent events',
      { gh: remote },
      { gh: { ...remote, type: 'sse' } },
      ['mcp-server-transport-changed mcpServers.gh'],
    ],
    [
      'named by its transport',
      { gh: remote, db: local },
      { gh: { ...remote, type: 'http' }, db: { ...local, type: 'stdio' } },
      [],
    ],
    [
      'whose type is another word for it',
      { gh: { ...remote, type: 'streamable-http' } },
      { gh: { ...remote, type: 'http' } },
      [],
    ],
    [
      'started otherwise',
      { gh: local },
      { gh: { command: 'bunx', args: ['server-github'] } },
      ['mcp-server-changed mcpServers.gh.command', 'mcp-server-changed mcpServers.gh.args'],
    ],
    [
      'with null',
      { gh: { ...local, cwd: 'a' } },
      { gh: { ...local, cwd: null } },
      ['mcp-server-changed mcpServers.gh.cwd'],
    ],
    [
      'with a reference in a header',
      { gh: { ...remote, headers: { A: '' } } },
      { gh: { ...remote, headers: { A: 'Bearer ${TOKEN}' } } },
      ['mcp-reference-required mcpServers.gh.headers.A', 'mcp-server-changed mcpServers.gh.headers'],
    ],
    [
      'with a reference in an argument',
      { gh: local },
      { gh: { ...local, args: ['-y', '${PACKAGE}'] } },
      ['mcp-reference-required mcpServers.gh.args[1]', 'mcp-server-changed mcpServers.gh.args'],
    ],
    [
      'with a reference deep inside',
      { gh: { ...remote, auth: 1 } },
      { gh: { ...remote, auth: { oauth: { secret: '${SECRET}' } } } },
      ['mcp-reference-required mcpServers.gh.auth.oauth', 'mcp-server-changed mcpServers.gh.auth'],
    ],
    [
      'with a reference in two places',
      { gh: { ...local, cwd: '' } },
      { gh: { ...local, cwd: '${DIR}', env: { D: '${DIR}' } } },
      [
        'mcp-reference-required mcpServers.gh.cwd',
        'mcp-server-changed mcpServers.gh.cwd',
        'mcp-server-changed mcpServers.gh.env',
      ],
    ],
    [
      'with a reference that has a default',
      { gh: { ...local, cwd: '' } },
      { gh: { ...local, cwd: '${DIR:-/tmp}' } },
      ['mcp-server-changed mcpServers.gh.cwd'],
    ],
    [
      'without a reference',
      { gh: { ...local, cwd: '${DIR}' } },
      { gh: local },
      ['mcp-reference-optional mcpServers.gh.cwd', 'mcp-server-changed mcpServers.gh.cwd'],
    ],
    [
      'whose reference moved',
      { gh: { ...local, cwd: '${DIR}' } },
      { gh: { ...local, env: { D: '${DIR}' } } },
      ['mcp-server-changed mcpServers.gh.cwd', 'mcp-server-changed mcpServers.gh.env'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(compareServers(before, after).sort()).toEqual(expected.sort());
  });

  it('needs a variable unless the manifest gives a default, or required it before', () => {
    const before = { gh: local };
    const after = { gh: { ...local, cwd: '${DIR}' } };
    const changed = 'mcp-server-changed mcpServers.gh.cwd';
    const required = 'mcp-reference-required mcpServers.gh.cwd';
    const other = { name: 'OTHER', default: 'x', isRequired: true };
    expect(compareServers(before, after, [other])).toEqual([required, changed]);
    expect(compareServers(before, after, [other, { name: 'DIR', isRequired: false }])).toEqual([required, changed]);
    expect(compareServers(before, after, [other, { name: 'DIR', isRequired: true }])).toEqual([changed]);
    expect(compareServers(before, after, [other, { name: 'DIR', default: '/tmp' }])).toEqual([changed]);
    expect(compareServers(after, after, [{ name: 'DIR', default: '/tmp' }], [{ name: 'DIR' }])).toContain(required);
  });
});

describe('a template', () => {
  const plan = (...steps: object[]) => ({ defaultPlan: { steps } });
  const step = (more: object) => plan({ id: 'a', ...more });
  const at = 'defaultPlan.steps.a';

  it.each<Case>([
    ['step', plan({ id: 'a' }), plan({ id: 'b' }), [`step-removed ${at}`, 'step-added defaultPlan.steps.b']],
    ['steps in another order', plan({ id: 'a' }, { id: 'b' }), plan({ id: 'b' }, { id: 'a' }), []],
    ['agent of a step', step({ agent: 'x' }), step({ agent: 'y' }), [`step-agent-changed ${at}.agent`]],
    ['order', step({ dependsOn: ['x'] }), step({ dependsOn: ['y'] }), [`step-order-changed ${at}.dependsOn`]],
    ['order of what a step waits for', step({ dependsOn: ['y', 'x'] }), step({ dependsOn: ['x', 'y'] }), []],
    ['empty list of what a step waits for', step({ dependsOn: [] }), step({}), []],
    ['inputs', step({ inputs: { a: 1 } }), step({ inputs: { a: 2 } }), [`step-inputs-changed ${at}.inputs`]],
    ['name', step({ name: 'A' }), step({ name: 'B' }), [`step-renamed ${at}.name`]],
    ['timeout', step({ timeoutSeconds: 1 }), step({ timeoutSeconds: 2 }), [`step-changed ${at}.timeoutSeconds`]],
    [
      'output of a step',
      step({ outputs: { o: 'A' } }),
      step({ outputs: { p: 'A' } }),
      [`output-removed ${at}.outputs.o`, `output-added ${at}.outputs.p`],
    ],
    [
      'included template instead of an agent',
      step({ agent: 'x', inputs: {}, outputs: { o: 'A' }, name: 'A' }),
      step({ template: { id: 't' }, name: 'B' }),
      [`step-included ${at}.template`, `step-renamed ${at}.name`],
    ],
    [
      'agent instead of an included template',
      step({ template: { id: 't' } }),
      step({ agent: 'x' }),
      [`step-included ${at}.template`],
    ],
    [
      'included template',
      step({ template: { id: 't', version: '^1.0.0' } }),
      step({ template: { id: 'u', version: '^1.0.0' } }),
      [`step-template-changed ${at}.template.id`],
    ],
    [
      'variables of an included template',
      step({ template: { id: 't', variables: { v: 1 } } }),
      step({ template: { id: 't', variables: { v: 2 } } }),
      [`step-inputs-changed ${at}.template.variables`],
    ],
    [
      'supported agent',
      { supportedAgents: { x: '*' } },
      { supportedAgents: { x: '^1.0.0', y: '*' } },
      ['supported-agent-narrowed supportedAgents.x', 'supported-agent-added supportedAgents.y'],
    ],
    [
      'supported agent that is gone',
      { supportedAgents: { x: '*' } },
      {},
      ['supported-agent-removed supportedAgents.x'],
    ],
    [
      'dependency',
      { dependencies: { x: '^1.0.0' } },
      { dependencies: { x: '*' } },
      ['dependency-widened dependencies.x'],
    ],
    ['limit', { resourceProfile: { cpu: 1 } }, { resourceProfile: { cpu: 2 } }, ['limit-raised resourceProfile.cpu']],
    [
      'first required variable',
      {},
      { variables: { type: 'object', properties: { v: { type: 'string' } }, required: ['v'] } },
      ['variable-required variables.properties.v'],
    ],
    ['no variables instead of none', {}, { variables: { type: 'object' } }, []],
    [
      'environment',
      { environments: { test: {} } },
      { environments: { live: {} } },
      ['environment-removed environments.test', 'environment-added environments.live'],
    ],
    [
      'limit of an environment',
      { environments: { test: { resourceProfile: { cpu: 2 } } } },
      { environments: { test: { resourceProfile: { cpu: 1 } } } },
      ['limit-lowered environments.test.resourceProfile.cpu'],
    ],
    [
      'first limit of an environment',
      { environments: { test: {} } },
      { environments: { test: { resourceProfile: { cpu: 1 } } } },
      ['limit-lowered environments.test.resourceProfile.cpu'],
    ],
    [
      'limit of an environment that is gone',
      { environments: { test: { resourceProfile: { cpu: 1 } } } },
      { environments: { test: {} } },
      ['limit-raised environments.test.resourceProfile.cpu'],
    ],
    [
      'setting of an environment',
      { environments: { test: { description: 'a' } } },
      { environments: { test: { description: 'b' } } },
      ['environment-changed environments.test.description'],
    ],
    ['other key', { title: 'a' }, { title: 'b' }, ['manifest-changed title']],
  ])('with another %s', (_, before, after, expected) => {
    expect(found('TEMPLATE', { manifest: before }, { manifest: after }).sort()).toEqual(expected.sort());
  });

  it('keeps a required variable that its environment gives otherwise, and one that it gave to no one', () => {
    const variables = { type: 'object', properties: { v: { type: 'string' } }, required: ['v'] };
    const given = (value: object) => ({ manifest: { variables, environments: { test: value } } });
    expect(found('TEMPLATE', given({ description: 'a' }), given({ description: 'b' }))).toEqual([
      'environment-changed environments.test.description',
    ]);
  });

  it('keeps a step that an environment adds otherwise, or that the plan had for all', () => {
    const given = (planned: object[], added: object[]) => ({
      manifest: { defaultPlan: { steps: planned }, environments: { test: { steps: added } } },
    });
    const changed = 'environment-changed environments.test.steps';
    const a = { id: 'a', agent: 'x' };
    const otherwise = { id: 'a', agent: 'y' };
    expect(found('TEMPLATE', given([], [a]), given([], [otherwise]))).toEqual([changed]);
    expect(found('TEMPLATE', given([a], [otherwise]), given([], []))).toEqual([`step-removed ${at}`, changed]);
  });

  it('concerns its readers at the places that changed', () => {
    const concerns = (before: object, after: object) =>
      compare('TEMPLATE', { manifest: before }, { manifest: after }).changes.map(({ concerns }) => concerns);
    const inEnvironment = (cpu: number) => ({ environments: { test: { resourceProfile: { cpu } } } });
    expect(concerns(inEnvironment(2), inEnvironment(1))[0]).toContain('ENVIRONMENTS');
    expect(concerns({ resourceProfile: { cpu: 2 } }, { resourceProfile: { cpu: 1 } })[0]).not.toContain('ENVIRONMENTS');
    expect(concerns(step({ outputs: { o: 'A' } }), step({ outputs: {} }))[0]).toContain('STEPS');
    expect(concerns({ expectedOutputs: { o: 'A' } }, { expectedOutputs: {} })[0]).not.toContain('STEPS');
  });
});

describe('the expected outputs of a template', () => {
  const schema = { type: 'string' };

  it.each<[string, unknown, unknown, string[]]>([
    ['by name', { a: 'A', b: 'B' }, { b: 'B', c: 'C' }, ['output-removed .a', 'output-added .c']],
    ['with another description', { a: 'A', b: 'B' }, { a: 'A', b: 'C' }, ['output-described .b']],
    ['in a list of names', ['a', 'b'], ['b', 'c'], ['output-removed .a', 'output-added .c']],
    ['in a list in another order', ['a', 'b'], ['b', 'a'], []],
    [
      'in a list with names',
      [{ name: 'a', id: 'x', type: 'string' }],
      [{ name: 'a', id: 'y', type: 'string' }],
      ['output-described .a.id'],
    ],
    ['in a list with ids', [{ id: 'a' }], [{ id: 'b' }], ['output-removed .a', 'output-added .b']],
    ['in a list with neither', [schema, schema], [schema], ['output-removed [1]']],
    ['as a list instead of by name', { a: 'a' }, ['a'], []],
    ['as a description', 'A report.', 'A table.', ['output-described ']],
    ['as a first description', undefined, 'A table.', ['output-added ']],
    ['as a last description', 'A report.', undefined, ['output-removed ']],
    ['with a first schema', { a: 'A' }, { a: schema }, ['output-schema-added .a']],
    ['with no schema any more', { a: schema }, { a: 'A' }, ['output-schema-removed .a']],
    ['from another step', { a: { from: 'x.o' } }, { a: { from: 'y.o' } }, ['output-source-changed .a.from']],
    ['from a step', { a: {} }, { a: { from: 'y.o' } }, ['output-added .a.from']],
    ['from no step any more', { a: { from: 'x.o' } }, { a: {} }, ['output-removed .a.from']],
  ])('%s', (_, expectedOutputs, after, expected) => {
    const given = (outputs: unknown) => ({ manifest: outputs === undefined ? {} : { expectedOutputs: outputs } });
    expect(found('TEMPLATE', given(expectedOutputs), given(after))).toEqual(
      expected.map((each) => each.replace(' ', ' expectedOutputs')),
    );
  });
});

describe('the files of a version', () => {
  const rules = (before: string | undefined, after: string | undefined, path: string) => {
    const files = (text: string | undefined): Given => ({ files: text === undefined ? {} : { [path]: text } });
    return compare('AGENT', files(before), files(after)).changes.map(({ rule }) => rule);
  };

  it.each([
    ...[
      'docs.md',
      'README',
      'readme.md',
      'CHANGELOG',
      'changelog.txt',
      'LICENSE',
      'license.md',
      'icon.png',
      'Icon.SVG',
    ],
    ...['tests/a.json', 'docs/images/a.png', 'docs/', 'tests/'],
  ])('%s is documentation', (path) => {
    expect(rules(undefined, 'a', path)).toEqual(['documentation-changed']);
    expect(rules('a', 'b', path)).toEqual(['documentation-changed']);
    expect(rules('a', undefined, path)).toEqual(['documentation-changed']);
  });

  it.each([
    ...[
      'my-docs.md',
      'docs.md.txt',
      'x/docs.md',
      'readme/a.ts',
      'readme.',
      'changelog.',
      'license.',
      'icon.',
      'icon.1',
    ],
    ...['icon', 'xtests/a', 'tests', 'src/tests/a', 'docs', 'docsx/a', 'testsx/a', 'readme.m1', 'changelog.m1'],
    ...['license.m1', 'icon.png/a', 'x/prompts/a.md'],
  ])('%s is a file of its own', (path) => {
    expect(rules(undefined, 'a', path)).toEqual(['file-added']);
    expect(rules('a', 'b', path)).toEqual(['file-changed']);
    expect(rules('a', undefined, path)).toEqual(['file-removed']);
  });

  it.each(['agent.json', 'template.json', 'mcp.json'])('%s is compared by what it contains', (path) => {
    expect(rules('a', 'b', path)).toEqual([]);
  });

  it('are prompts in their folder', () => {
    const files = { 'prompts/a.md': 'a', 'prompts/b.md': 'b' };
    const changed = { 'prompts/b.md': 'c', 'prompts/c.md': 'd' };
    expect(found('AGENT', { files }, { files: changed }).sort()).toEqual([
      'prompt-added ["prompts/c.md"]',
      'prompt-changed ["prompts/b.md"]',
      'prompt-removed ["prompts/a.md"]',
    ]);
  });
});

describe('a comparison', () => {
  const many = CompatibilityLimits.values + 10;
  const keys = (last: number) =>
    Object.fromEntries(Array.from({ length: many }, (_, index) => [`k${index}`, index === many - 1 ? last : 0]));

  it.each([
    ['AGENT', 'model'],
    ['TEMPLATE', 'expectedOutputs'],
  ] as const)('of an %s ends after the most values, and says so', (kind, key) => {
    const { changes, truncated, level } = compare(
      kind,
      { manifest: { [key]: keys(1) } },
      { manifest: { [key]: keys(2) } },
    );
    expect(changes.map(({ rule }) => rule)).toEqual(['too-large']);
    expect(truncated).toBe(true);
    expect(level).not.toBeNull();
  });
});
