import { describe, expect, it } from 'vitest';
import { type BundleFile, type Issue, parseAgent, parseTemplate } from '../../../packages/manifest/index.ts';

const file = (path: string, value: unknown): BundleFile => ({
  path,
  bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
});
const base = { agentId: 'older-agent', name: 'Older', description: 'd', version: '1.0.0' };
const prompts = [file('prompts/a.md', 'A'), file('prompts/b.md', 'B')];

const agent = (more: object, files = prompts) => parseAgent({ manifest: { ...base, ...more }, files });
const say = ({ file, path, code, message }: Issue) => `${file} ${path} ${code}: ${message}`;
const said = ({ issues }: { issues: readonly Issue[] }) => issues.map(say);
const errorsOf = ({ issues }: { issues: readonly Issue[] }) =>
  issues.filter(({ severity }) => severity === 'error').map(({ file, path, code }) => `${file} ${path} ${code}`);

describe('an agent.json in the older format', () => {
  it('may have its prompt and model inside "manifest"', () => {
    const parsed = agent({ manifest: { entryPrompt: 'prompts/a.md', model: { provider: 'x', name: 'y' } } });
    expect(parsed.definition?.manifest).toEqual({
      ...base,
      entryPrompt: 'prompts/a.md',
      model: { provider: 'x', name: 'y' },
    });
    expect(said(parsed)).toEqual([
      'agent.json manifest.entryPrompt older_shape: Move this to "entryPrompt" at the top level.',
      'agent.json manifest.model older_shape: Move this to "model" at the top level.',
    ]);
  });

  it('may name its prompt "entry", which "entryPrompt" overrides', () => {
    expect(agent({ manifest: { entry: 'prompts/a.md' } }).definition?.manifest).toEqual({
      ...base,
      entryPrompt: 'prompts/a.md',
    });
    const both = { entry: 'prompts/a.md', entryPrompt: 'prompts/b.md' };
    expect(agent({ manifest: both }).definition?.manifest).toMatchObject({ entryPrompt: 'prompts/b.md' });
    expect(errorsOf(agent({ manifest: { ...both, entryPrompt: 'prompts/none.md' } }))).toEqual([
      'agent.json manifest.entryPrompt missing_file',
    ]);
  });

  it('has the other keys of "manifest" under metadata, beside those that are there', () => {
    const parsed = agent({ manifest: { color: 'red', size: 2 }, metadata: { owner: 'me' } });
    expect(parsed.definition?.manifest.metadata).toEqual({ owner: 'me', manifest: { color: 'red', size: 2 } });
    expect(said(parsed)).toEqual([
      'agent.json manifest.color older_shape: Not part of the contract; kept under metadata.manifest.',
      'agent.json manifest.size older_shape: Not part of the contract; kept under metadata.manifest.',
    ]);
    expect(agent({ manifest: { color: 'red' } }).definition?.manifest.metadata).toEqual({ manifest: { color: 'red' } });
  });

  it('has an error for metadata and for a "manifest" that is not an object', () => {
    for (const metadata of ['none', null, ['a']])
      expect(errorsOf(agent({ manifest: { color: 'red' }, metadata }))).toEqual(['agent.json metadata invalid_type']);
    for (const manifest of ['none', null, ['a']]) {
      expect(said(agent({ manifest }))).toEqual(['agent.json manifest invalid_type: Must be an object.']);
    }
  });

  it('has capabilities as skills, named by their label, or else by their id', () => {
    const parsed = agent({
      skills: [{ id: 'first', name: 'First' }],
      capabilities: [
        'plain',
        { id: 'labelled', label: 'With a label', description: 'd' },
        { id: 'unnamed' },
        { id: 'named', name: 'Named', label: 'Label' },
      ],
    });
    expect(parsed.definition?.manifest.skills).toEqual([
      { id: 'first', name: 'First' },
      { id: 'plain', name: 'plain' },
      { id: 'labelled', name: 'With a label', description: 'd' },
      { id: 'unnamed', name: 'unnamed' },
      { id: 'named', name: 'Named' },
    ]);
    expect(said(parsed)).toEqual([
      'agent.json capabilities older_shape: Rename this to "skills", and each "label" to "name".',
    ]);
  });

  it('has the ids of "manifest.capabilities" as skills, each once', () => {
    const parsed = agent({
      skills: [{ id: 'a', name: 'A' }],
      capabilities: [{ id: 'b', label: 'B' }, 'c'],
      manifest: { capabilities: ['a', 'b', 'c', 'd', 'd', 'e'] },
    });
    expect(parsed.definition?.manifest.skills).toEqual([
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
      { id: 'c', name: 'c' },
      { id: 'd', name: 'd' },
      { id: 'e', name: 'e' },
    ]);
    expect(said(parsed)).toEqual([
      'agent.json capabilities older_shape: Rename this to "skills", and each "label" to "name".',
      'agent.json manifest.capabilities older_shape: Move these to "skills" at the top level.',
    ]);
    expect(parsed.definition?.manifest).not.toHaveProperty('metadata');
  });

  it('has no skills if it has no capabilities, and no fewer than it declares', () => {
    expect(agent({ manifest: {} }).definition?.manifest).toEqual(base);
    expect(agent({ manifest: {}, skills: [] }).definition?.manifest).toEqual({ ...base, skills: [] });
  });

  it('has errors of its capabilities where they were authored', () => {
    expect(
      errorsOf(
        agent({
          skills: [{ id: 'fine', name: 'Fine' }],
          capabilities: ['Not An Id', { id: 'b', label: 7 }, { id: 'c', name: 7, label: 'C' }, 5],
          manifest: { capabilities: ['fine', 'Neither One', 6] },
        }),
      ),
    ).toEqual([
      'agent.json capabilities[0].id invalid_skill_id',
      'agent.json capabilities[1].label invalid_type',
      'agent.json capabilities[2].name invalid_type',
      'agent.json capabilities[3] invalid_type',
      'agent.json manifest.capabilities[1].id invalid_skill_id',
      'agent.json manifest.capabilities[2] invalid_type',
    ]);
  });

  it('has errors of a capability without an id under the names of a skill', () => {
    expect(errorsOf(agent({ capabilities: [{ description: 'd' }] }))).toEqual([
      'agent.json capabilities[0].id required',
      'agent.json capabilities[0].name required',
    ]);
  });

  it('has an error for a list that is not an array', () => {
    expect(errorsOf(agent({ capabilities: 'a' }))).toEqual(['agent.json capabilities invalid_type']);
    expect(errorsOf(agent({ skills: 'a', capabilities: ['b'] }))).toEqual(['agent.json skills invalid_type']);
    expect(errorsOf(agent({ skills: { id: 'a' }, manifest: {} }))).toEqual(['agent.json skills invalid_type']);
    expect(errorsOf(agent({ manifest: { capabilities: 'a' } }))).toEqual([
      'agent.json manifest.capabilities invalid_type',
    ]);
  });

  it('may have a commit, and a status that only the registry sets: both are ignored', () => {
    for (const status of ['published', 'deprecated', 'disabled', 'archived']) {
      const parsed = agent({ manifest: {}, sourceCommit: 'abc', status });
      expect(parsed.definition?.manifest).toEqual(base);
      expect(said(parsed)).toEqual([
        'agent.json sourceCommit older_shape: Ignored: the commit is passed when publishing. Remove this key.',
        'agent.json status older_shape: Must be "active" or "draft"; every other status is set in the registry. This value is ignored.',
      ]);
    }
    expect(agent({ manifest: {}, status: 'draft' }).definition).toMatchObject({
      draft: true,
      manifest: { status: 'draft' },
    });
    expect(errorsOf(agent({ manifest: {}, status: 'other' }))).toEqual(['agent.json status invalid_value']);
  });

  it('may have its name as its description', () => {
    const { description: _, ...undescribed } = base;
    const parsed = parseAgent({ manifest: { ...undescribed, manifest: {} }, files: [] });
    expect(parsed.definition?.manifest.description).toBe('Older');
    expect(said(parsed)).toEqual([
      'agent.json description older_shape: "description" is missing; "name" is used instead.',
    ]);
    expect(errorsOf(parseAgent({ manifest: { ...undescribed, name: 7, manifest: {} }, files: [] }))).toEqual([
      'agent.json name invalid_type',
      'agent.json description required',
    ]);
  });
});

const flow = { steps: [{ id: 'a', agentId: 'writer' }] };
const template = (more: object, files: BundleFile[] = []) =>
  parseTemplate({
    manifest: {
      templateId: 'older-template',
      name: 'Older',
      description: 'd',
      version: '1.0.0',
      expectedOutputs: {},
      rollbackAdvice: 'r',
      resourceProfile: {},
      supportedAgents: { writer: '*', checker: '*' },
      ...more,
    },
    files,
  });

describe('a template.json in the older format', () => {
  it('may have its steps inside "content", with agents as "agentId"', () => {
    const parsed = template({ content: flow });
    expect(parsed.definition?.manifest.defaultPlan).toStrictEqual({ steps: [{ id: 'a', agent: 'writer' }] });
    expect(parsed.definition?.manifest.variables).toStrictEqual({ type: 'object' });
    expect(parsed.definition?.manifest).not.toHaveProperty('content');
    expect(parsed.definition?.manifest).not.toHaveProperty('metadata');
    expect(said(parsed)).toEqual([
      'template.json content older_shape: Move the steps to "defaultPlan": {"steps": [...]}.',
      'template.json content.steps[0].agentId older_shape: Rename this to "agent".',
    ]);
  });

  it('may have its steps in a file of its version', () => {
    const parsed = template({ content: { versionFile: 'versions/1.0.0.json' } }, [file('versions/1.0.0.json', flow)]);
    expect(parsed.definition?.manifest.defaultPlan.steps).toEqual([{ id: 'a', agent: 'writer' }]);
    expect(said(parsed)).toEqual([
      'template.json content older_shape: Move the steps to "defaultPlan": {"steps": [...]} in template.json.',
      'versions/1.0.0.json steps[0].agentId older_shape: Rename this to "agent".',
    ]);
  });

  it('has a warning for a file that is not named after the version', () => {
    const parsed = template({ content: { versionFile: 'versions/1.json' } }, [file('versions/1.json', flow)]);
    expect(parsed.definition).not.toBeNull();
    expect(said(parsed)).toContain(
      'template.json content.versionFile version_file_mismatch: The file name must be the template version, as in "versions/1.0.0.json".',
    );
  });

  it('has no warning for a file if its version is not a string', () => {
    const parsed = template({ version: 7, content: { versionFile: 'versions/1.json' } }, [
      file('versions/1.json', flow),
    ]);
    expect(parsed.issues.filter(({ code }) => code !== 'older_shape')).toMatchObject([
      { path: 'version', code: 'invalid_type' },
    ]);
  });

  it.each([
    ['flow.json'],
    ['versions/1.0.0.txt'],
    ['versions/.json'],
    ['x/versions/1.0.0.json'],
    ['versions/1.0.0.json.old'],
    [['versions/1.0.0.json']],
    [7],
    [undefined],
  ])('must not have its steps in %j', (versionFile) => {
    expect(said(template({ content: { versionFile } })).filter((text) => !text.includes('older_shape'))).toEqual([
      'template.json content.versionFile invalid_version_file: Must be the path of a file under versions/, such as "versions/1.0.0.json".',
    ]);
  });

  it('has an error where its steps are missing', () => {
    for (const content of ['none', null, ['a']])
      expect(said(template({ content }))).toEqual(['template.json content invalid_type: Must be an object.']);
    const content = { versionFile: 'versions/1.0.0.json' };
    expect(errorsOf(template({ content }))).toEqual(['versions/1.0.0.json  missing_file']);
    expect(said(template({ content }))).toContain(
      'versions/1.0.0.json  missing_file: This file is referenced but was not found.',
    );
    expect(said(template({ content }, [file('versions/1.0.0.json', [1])]))).toContain(
      'versions/1.0.0.json  invalid_type: Must be an object.',
    );
    expect(errorsOf(template({ content: { steps: 'none' } }))).toEqual(['template.json content.steps invalid_type']);
    expect(errorsOf(template({ content: { steps: ['none'] } }))).toEqual([
      'template.json content.steps[0] invalid_type',
    ]);
  });

  it('has the agent of a step that names it in both ways', () => {
    const steps = [{ id: 'a', agent: 'writer', agentId: 'checker' }];
    const parsed = template({ content: { steps } });
    expect(parsed.definition?.manifest.defaultPlan.steps).toStrictEqual([{ id: 'a', agent: 'writer' }]);
    expect(said(parsed)).toEqual([
      'template.json content older_shape: Move the steps to "defaultPlan": {"steps": [...]}.',
    ]);
    expect(errorsOf(template({ content: { steps: [{ id: 'a' }] } }))).toEqual([
      'template.json content.steps[0].agent required',
    ]);
  });

  it('declares the outputs that other steps use', () => {
    const steps = [
      { id: 'a', agent: 'writer' },
      {
        id: 'b',
        agent: 'checker',
        dependsOn: ['a'],
        inputs: { x: '{{ steps.a.outputs.text }} {{steps.a.outputs.notes}}', y: ['{{ steps.a.outputs.text }}'] },
      },
    ];
    const parsed = template({ content: { steps } });
    expect(parsed.definition?.manifest.defaultPlan.steps).toEqual([
      { ...steps[0], outputs: { text: {}, notes: {} } },
      steps[1],
    ]);
    expect(said(parsed)).toEqual([
      'template.json content older_shape: Move the steps to "defaultPlan": {"steps": [...]}.',
      'template.json content.steps[0] older_shape: The step declares no outputs; the outputs that other steps use are assumed. Declare them in "outputs".',
    ]);
  });

  it('declares no outputs for other placeholders', () => {
    const inputs = (x: string) => ({
      steps: [
        { id: 'a', agent: 'writer' },
        { id: 'b', agent: 'checker', dependsOn: ['a'], inputs: { x } },
      ],
    });
    for (const x of [
      '{{ variables.a.outputs.text }}',
      '{{ steps.a.result.text }}',
      '{{ steps.a.outputs }}',
      '{{ steps }}',
    ]) {
      const { issues } = template({ content: inputs(x) });
      expect(issues.filter(({ path }) => path === 'content.steps[0]')).toEqual([]);
    }
  });

  it('keeps the outputs that a step declares', () => {
    const steps = [
      { id: 'a', agent: 'writer', outputs: { text: { type: 'string' } } },
      { id: 'b', agent: 'checker', dependsOn: ['a'], inputs: { x: '{{ steps.a.outputs.other }}' } },
    ];
    expect(errorsOf(template({ content: { steps } }))).toEqual([
      'template.json content.steps[1].inputs.x unknown_output',
    ]);
  });

  it('declares the variables that its steps use, also by their bare names', () => {
    const inputs = { x: '{{ ticket }} and {{variables.depth}}', y: [{ z: '{{ order.id }}' }], n: 7 };
    const parsed = template({ content: { steps: [{ id: 'a', agent: 'writer', inputs }] } });
    expect(parsed.definition?.manifest.defaultPlan.steps[0]?.inputs).toEqual({
      x: '{{ variables.ticket }} and {{variables.depth}}',
      y: [{ z: '{{ variables.order.id }}' }],
      n: 7,
    });
    expect(parsed.definition?.manifest.variables).toEqual({
      type: 'object',
      required: ['ticket', 'depth', 'order'],
      properties: { ticket: {}, depth: {}, order: {} },
    });
    expect(said(parsed)).toContain(
      'template.json content.steps older_shape: The template declares no variables; every variable used in inputs is assumed to be required. Declare them in "variables" and write {{ variables.name }}.',
    );
  });

  it.each(['{{ a..b }}', '{{ __proto__ }}'])('declares no variable for %s', (x) => {
    const parsed = template({ content: { steps: [{ id: 'a', agent: 'writer', inputs: { x } }] } });
    expect(said(parsed).join()).not.toContain('declares no variables');
    expect(errorsOf(parsed).join()).toContain('template.json content.steps[0].inputs.x ');
  });

  it('keeps the variables that it declares', () => {
    const variables = { type: 'object', properties: { ticket: { type: 'string' } } };
    const steps = [{ id: 'a', agent: 'writer', inputs: { x: '{{ ticket }}' } }];
    expect(template({ content: { steps }, variables }).definition?.manifest.variables).toEqual(variables);
    expect(errorsOf(template({ content: flow, variables: null }))).toEqual(['template.json variables invalid_type']);
  });

  it('has the other keys of its content under metadata, beside those that are there', () => {
    const parsed = template({ content: { ...flow, owner: 'me', tries: 2 }, metadata: { z: 1 } });
    expect(parsed.definition?.manifest.metadata).toEqual({ z: 1, content: { owner: 'me', tries: 2 } });
    expect(said(parsed)).toContain(
      'template.json content.owner older_shape: Not part of the contract; kept under metadata.content.',
    );
    expect(said(parsed)).toContain(
      'template.json content.tries older_shape: Not part of the contract; kept under metadata.content.',
    );
    expect(template({ content: { ...flow, owner: 'me' } }).definition?.manifest.metadata).toEqual({
      content: { owner: 'me' },
    });
    expect(errorsOf(template({ content: { ...flow, owner: 'me' }, metadata: 'none' }))).toEqual([
      'template.json metadata invalid_type',
    ]);
  });

  it('supports the agents that it lists and those of its steps, in any version', () => {
    const parsed = template({
      content: flow,
      supportedAgents: undefined,
      metadata: { agents: ['checker', 'writer', 7] },
    });
    expect(parsed.definition?.manifest.supportedAgents).toEqual({ checker: '*', writer: '*' });
    expect(said(parsed)).toContain(
      'template.json metadata.agents older_shape: Replace this with "supportedAgents": {"<agentId>": "<range>"}; until then, any version is accepted.',
    );
    const hostile = template({ content: flow, supportedAgents: undefined, metadata: { agents: ['__proto__'] } });
    expect(Object.keys(hostile.definition?.manifest.supportedAgents ?? {})).toEqual(['writer']);
    expect(
      errorsOf(template({ content: flow, supportedAgents: undefined, metadata: { agents: ['writer', 'Not An Id'] } })),
    ).toEqual(['template.json metadata.agents[1] invalid_id']);
  });

  it('supports only the agents that it declares, if it does', () => {
    expect(errorsOf(template({ content: flow, supportedAgents: {}, metadata: { agents: ['writer'] } }))).toEqual([
      'template.json content.steps[0].agentId agent_not_supported',
    ]);
  });

  it('has defaults for the parts that are missing', () => {
    const missing = { expectedOutputs: undefined, rollbackAdvice: undefined, resourceProfile: undefined };
    const parsed = template({ content: { steps: [{ id: 'a', agent: 'writer' }] }, ...missing, description: undefined });
    expect(parsed.definition?.manifest).toMatchObject({
      expectedOutputs: {},
      rollbackAdvice: 'Not provided.',
      resourceProfile: {},
      description: 'Older',
    });
    expect(said(parsed).slice(1)).toEqual([
      'template.json expectedOutputs older_shape: "expectedOutputs" is missing; {} is used instead.',
      'template.json rollbackAdvice older_shape: "rollbackAdvice" is missing; "Not provided." is used instead.',
      'template.json resourceProfile older_shape: "resourceProfile" is missing; {} is used instead.',
      'template.json description older_shape: "description" is missing; "Older" is used instead.',
    ]);
  });

  it('has the name as its description only if that is a string, which a message may shorten', () => {
    expect(errorsOf(template({ content: flow, name: 7, description: undefined }))).toEqual([
      'template.json name invalid_type',
      'template.json description required',
    ]);
    const name = 'a'.repeat(80);
    expect(said(template({ content: flow, name, description: undefined }))).toContain(
      `template.json description older_shape: "description" is missing; "${'a'.repeat(59)} is used instead.`,
    );
  });

  it('may have a commit and a status of the registry, which are ignored', () => {
    const parsed = template({ content: flow, sourceCommit: 'abc', status: 'published' });
    expect(parsed.definition?.manifest).not.toHaveProperty('sourceCommit');
    expect(parsed.definition?.manifest).not.toHaveProperty('status');
    expect(said(parsed).slice(0, 2)).toEqual([
      'template.json sourceCommit older_shape: Ignored: the commit is passed when publishing. Remove this key.',
      'template.json status older_shape: Must be "active" or "draft"; every other status is set in the registry. This value is ignored.',
    ]);
  });

  it('is one only if it has no plan of the current format', () => {
    expect(errorsOf(template({ content: flow, defaultPlan: { steps: [{ id: 'a', agent: 'writer' }] } }))).toEqual([
      'template.json content unknown_key',
    ]);
  });
});
