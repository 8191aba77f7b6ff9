import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, type Definition, template } from '../support/definitions.ts';
import {
  type HostileText,
  hostileTextNames,
  hostileTexts,
  type Outcomes,
  outcomeFor,
} from '../support/hostileTexts.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { outcomeOf } from '../support/outcome.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** What is wrong with the text itself, wherever it is used. */
const asText: Partial<Record<HostileText, string>> = {
  NUL: 'nul_character',
  'a lone surrogate': 'lone_surrogate',
  'a bidi override': 'bidi_control',
  'an escape': 'control_character',
};

type Shape = { rest: string | null } & Partial<Record<HostileText, string | null>>;

/** The issues at one place: of the text itself, then of its format; null where there are none. */
const issuesAt =
  (place: string, shape: Shape) =>
  (name: HostileText): string => {
    const [own, ofShape] = [
      asText[name],
      name in shape ? shape[name] : asText[name] && !shape.rest ? null : shape.rest,
    ];
    const issues = [...(own ? [own] : []), ...(ofShape ? ofShape.split(' ') : [])];
    return issues.length === 0 ? 'data' : `MANIFEST_INVALID ${issues.map((issue) => `${place}: ${issue}`).join(', ')}`;
  };

const words: Shape = { nothing: 'too_short', '100,000 characters': 'too_long', rest: null };
const shortWords: Shape = { ...words, emoji: 'too_long' };
const always = (code: string): Shape => ({ rest: code });
const noLongerThan = (code: string): Shape => ({ rest: code, '100,000 characters': `too_long ${code}` });

const good = agent({ agentId: 'victim' });
const withManifest = (more: object): Definition => ({ ...good, manifest: { ...good.manifest, ...more } });
const skill = { id: 'a', name: 'A', description: 'Does a.', tags: [] };

const keys: [key: string, manifest: (text: string) => object, outcome: (name: HostileText) => string][] = [
  ['agentId', (agentId) => ({ agentId }), issuesAt('agentId', always('invalid_id'))],
  ['name', (name) => ({ name }), issuesAt('name', words)],
  ['description', (description) => ({ description }), issuesAt('description', words)],
  ['version', (version) => ({ version }), issuesAt('version', noLongerThan('invalid_version'))],
  ['visibility', (visibility) => ({ visibility }), issuesAt('visibility', always('invalid_value'))],
  ['entryPrompt', (entryPrompt) => ({ entryPrompt }), issuesAt('entryPrompt', noLongerThan('invalid_prompt_path'))],
  ['skills', (skills) => ({ skills }), issuesAt('skills', always('invalid_type'))],
  ['skills[].id', (id) => ({ skills: [{ ...skill, id }] }), issuesAt('skills[0].id', always('invalid_skill_id'))],
  ['skills[].name', (name) => ({ skills: [{ ...skill, name }] }), issuesAt('skills[0].name', words)],
  ['owner', (owner) => ({ owner }), issuesAt('owner', words)],
  ['repository', (repository) => ({ repository }), issuesAt('repository', words)],
  ['category', (category) => ({ category }), issuesAt('category', shortWords)],
  ['tags', (tags) => ({ tags }), issuesAt('tags', always('invalid_type'))],
  ['tags[]', (tag) => ({ tags: [tag] }), issuesAt('tags[0]', shortWords)],
  ['model', (model) => ({ model }), issuesAt('model', words)],
  ['metadata', (metadata) => ({ metadata }), issuesAt('metadata', always('invalid_type'))],
  ['metadata.note', (note) => ({ metadata: { note } }), issuesAt('metadata.note', always(''))],
  ['metadata.list[]', (text) => ({ metadata: { list: [{ text }] } }), issuesAt('metadata.list[0].text', always(''))],
  ['env', (env) => ({ env }), issuesAt('env', always('invalid_type'))],
  ['dependencies', (dependencies) => ({ dependencies }), issuesAt('dependencies', always('invalid_type'))],
  ['resourceProfile', (resourceProfile) => ({ resourceProfile }), issuesAt('resourceProfile', always('invalid_type'))],
];

/** What is beside the manifest. */
const parts: [part: string, input: (text: string) => object, outcomes: Outcomes][] = [
  ['commitSha', (commitSha) => ({ ...good, commitSha }), 'BAD_USER_INPUT commitSha'],
  ['idempotencyKey', (idempotencyKey) => ({ ...good, idempotencyKey }), 'BAD_USER_INPUT idempotencyKey'],
  [
    'the path of a file',
    (path) => ({ ...good, files: [...good.files, { path, content: 'x' }] }),
    {
      nothing: 'MANIFEST_INVALID : invalid_path',
      NUL: 'MANIFEST_INVALID a\\u0000b#: invalid_path',
      'a lone surrogate': 'MANIFEST_INVALID a\ufffdb#: invalid_path',
      'a bidi override': 'MANIFEST_INVALID a\\u202eb#: invalid_path',
      'an escape': 'MANIFEST_INVALID \\u001b[31mred#: invalid_path',
      SQL: `MANIFEST_INVALID ${hostileTexts.SQL}#: unexpected_file`,
      'a path': 'MANIFEST_INVALID ../../etc/passwd#: invalid_path',
      '100,000 characters': `MANIFEST_INVALID ${'x'.repeat(120)}…#: invalid_path`,
      emoji: `MANIFEST_INVALID ${hostileTexts.emoji}#: unexpected_file`,
      rest: '',
    },
  ],
  [
    'base64',
    (content) => ({ ...good, files: [{ path: 'prompts/system.md', content, encoding: 'BASE64' }] }),
    {
      nothing: 'data',
      '100,000 characters': 'MANIFEST_INVALID prompts/system.md#: invalid_utf8',
      rest: 'BAD_USER_INPUT The content of "…" is not valid base64. Encode it, or use the encoding UTF8 for text.',
    },
  ],
  [
    'a prompt',
    (content) => ({ ...good, files: [{ path: 'prompts/system.md', content }] }),
    {
      NUL: 'MANIFEST_INVALID prompts/system.md#: nul_character',
      'a lone surrogate': 'MANIFEST_INVALID prompts/system.md#: lone_surrogate',
      'a bidi override': 'MANIFEST_INVALID prompts/system.md#: bidi_control',
      'an escape': 'MANIFEST_INVALID prompts/system.md#: control_character',
      rest: 'data',
    },
  ],
  [
    'mcp.json',
    (content) => ({ ...good, files: [...good.files, { path: 'mcp.json', content }] }),
    {
      'a lone surrogate': 'MANIFEST_INVALID mcp.json#: lone_surrogate, mcp.json#: invalid_json',
      rest: 'MANIFEST_INVALID mcp.json#: invalid_json',
    },
  ],
];

const values = {
  '1e308': 1e308,
  '-1e308': -1e308,
  '1e-320': 1e-320,
  '0.1': 0.1,
  '2^60': 2 ** 60,
  null: null,
  true: true,
  '[]': [],
  '{}': {},
  '[[[[]]]]': [[[[]]]],
  '{a:{b:{}}}': { a: { b: {} } },
};
type Value = keyof typeof values;

/** The codes at the key itself for a value that does not belong there; '' where it does, or for a nested place. */
const numbers: [
  key: string,
  manifest: (value: unknown) => object,
  codes: { rest: string } & Partial<Record<Value, string>>,
][] = [
  ['agentId', (agentId) => ({ agentId }), { rest: 'agentId: invalid_type' }],
  ['name', (name) => ({ name }), { rest: 'name: invalid_type' }],
  ['description', (description) => ({ description }), { rest: 'description: invalid_type' }],
  ['version', (version) => ({ version }), { rest: 'version: invalid_type' }],
  ['visibility', (visibility) => ({ visibility }), { rest: 'visibility: invalid_value' }],
  ['entryPrompt', (entryPrompt) => ({ entryPrompt }), { rest: 'entryPrompt: invalid_type' }],
  [
    'skills',
    (skills) => ({ skills }),
    { '[]': '', '[[[[]]]]': 'skills[0]: invalid_type', rest: 'skills: invalid_type' },
  ],
  ['model', (model) => ({ model }), { '{}': '', '{a:{b:{}}}': '', rest: 'model: invalid_type' }],
  ['metadata', (metadata) => ({ metadata }), { '{}': '', '{a:{b:{}}}': '', rest: 'metadata: invalid_type' }],
  ['metadata.value', (value) => ({ metadata: { value } }), { rest: '' }],
  [
    'resourceProfile',
    (resourceProfile) => ({ resourceProfile }),
    { '{}': '', '{a:{b:{}}}': 'resourceProfile.a: unknown_key', rest: 'resourceProfile: invalid_type' },
  ],
  [
    'resourceProfile.cpu',
    (cpu) => ({ resourceProfile: { cpu } }),
    {
      '1e308': 'resourceProfile.cpu: too_big',
      '2^60': 'resourceProfile.cpu: too_big',
      '-1e308': 'resourceProfile.cpu: too_small',
      '1e-320': '',
      '0.1': '',
      rest: 'resourceProfile.cpu: invalid_type',
    },
  ],
  [
    'resourceProfile.memoryMb',
    (memoryMb) => ({ resourceProfile: { memoryMb } }),
    {
      '1e308': 'resourceProfile.memoryMb: too_big',
      '2^60': 'resourceProfile.memoryMb: too_big',
      '-1e308': 'resourceProfile.memoryMb: too_small',
      rest: 'resourceProfile.memoryMb: invalid_type',
    },
  ],
  ['env', (env) => ({ env }), { '[]': '', '[[[[]]]]': 'env[0]: invalid_type', rest: 'env: invalid_type' }],
  [
    'dependencies',
    (dependencies) => ({ dependencies }),
    { '{}': '', '{a:{b:{}}}': 'dependencies.a: invalid_id', rest: 'dependencies: invalid_type' },
  ],
  ['tags', (tags) => ({ tags }), { '[]': '', '[[[[]]]]': 'tags[0]: invalid_type', rest: 'tags: invalid_type' }],
];

describe.skipIf(!hasEngine)('a hostile definition', () => {
  let registry: TestRegistry;
  let admin: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishTemplate, { input: template({ templateId: 'target-plan' }) });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** A dry run gives the result of the publish. A refused input is sent without it too: it leaves nothing. */
  async function publishing(input: object): Promise<string> {
    const preview = outcomeOf(await admin.ask(publishAgent, { input: { dryRun: true, ...input } }));
    if (preview !== 'data') expect(outcomeOf(await admin.ask(publishAgent, { input }))).toBe(preview);
    return preview;
  }

  it.each(keys)('with a text in %s has the one right result', async (_, manifest, outcome) => {
    for (const name of hostileTextNames) {
      expect([name, await publishing(withManifest(manifest(hostileTexts[name])))]).toEqual([name, outcome(name)]);
    }
  });

  it.each(parts)('with a text as %s has the one right result', async (_, input, outcomes) => {
    for (const name of hostileTextNames) {
      expect([name, await publishing(input(hostileTexts[name]))]).toEqual([name, outcomeFor(outcomes, name)]);
    }
  });

  it.each(numbers)('with another value in %s has the one right result', async (_, manifest, codes) => {
    for (const [name, value] of Object.entries(values) as [Value, unknown][]) {
      const code = codes[name] ?? codes.rest;
      const expected = code === '' ? 'data' : `MANIFEST_INVALID ${code}`;
      expect([name, await publishing(withManifest(manifest(value)))]).toEqual([name, expected]);
    }
  });

  it.each(Object.entries(values))('has variables that accept %s where the schema does', async (name, value) => {
    const instantiating = async (variables: object) =>
      outcomeOf(
        await admin.ask(instantiateTemplate, { input: { templateId: 'target-plan', dryRun: true, variables } }),
      );
    expect(await instantiating({ change: value })).toBe('VARIABLES_INVALID change: invalid_type');
    // A number without a fraction is an integer in JSON Schema, however large it is.
    const isInteger = ['1e308', '-1e308', '2^60'].includes(name);
    expect(await instantiating({ change: 'a', depth: value })).toBe(
      isInteger ? 'data' : 'VARIABLES_INVALID depth: invalid_type',
    );
  });

  const missing = 'name: required, description: required, version: required';
  const tooDeep = (path: string) => `${path}${'.a'.repeat(7)}: too_deep`;
  const notText = 'GRAPHQL_VALIDATION_FAILED input.idempotencyKey';
  const tooDeepToRead = '400 BAD_USER_INPUT The body is nested deeper than 200 levels.';

  it.each([
    [
      63,
      `MANIFEST_INVALID ${missing}`,
      `MANIFEST_INVALID agentId: required, ${missing}, a: unknown_key`,
      'VARIABLES_INVALID deep: unknown_variable',
      notText,
    ],
    [
      64,
      `MANIFEST_INVALID ${tooDeep('metadata')}`,
      `MANIFEST_INVALID agentId: required, ${missing}, a: unknown_key`,
      `VARIABLES_INVALID ${tooDeep('deep')}`,
      notText,
    ],
    [
      65,
      `MANIFEST_INVALID ${tooDeep('metadata')}`,
      `MANIFEST_INVALID ${tooDeep('a')}`,
      `VARIABLES_INVALID ${tooDeep('deep')}`,
      notText,
    ],
    ...[1_000, 5_000, 100_000].map(
      (depth) => [depth, tooDeepToRead, tooDeepToRead, tooDeepToRead, tooDeepToRead] as const,
    ),
  ] as const)('of a depth of %i has the one right result', async (depth, ...outcomes) => {
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const inputs: [query: string, input: string][] = [
      [publishAgent, `{ "manifest": { "agentId": "victim-of-depth", "metadata": ${deep} } }`],
      [publishAgent, `{ "manifest": ${deep}, "idempotencyKey": "depth-${depth}" }`],
      [instantiateTemplate, `{ "templateId": "target-plan", "variables": { "change": "x", "deep": ${deep} } }`],
      [
        instantiateTemplate,
        `{ "templateId": "target-plan", "variables": { "change": "x" }, "idempotencyKey": ${deep} }`,
      ],
    ];
    const seen: string[] = [];
    for (const [query, input] of inputs) {
      const response = await fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
        body: `{ "query": ${JSON.stringify(query)}, "variables": { "input": ${input} } }`,
      });
      const { data, errors } = await response.json();
      seen.push(outcomeOf({ status: response.status, data, errors }));
    }
    expect(seen).toEqual(outcomes);
  });
});
