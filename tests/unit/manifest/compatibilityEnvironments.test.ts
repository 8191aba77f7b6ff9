import { describe, expect, it } from 'vitest';
import { classifyChanges, type Kind } from '../../../packages/manifest/index.ts';

const found = (kind: Kind, before: object, after: object, servers: [unknown, unknown] = [{}, {}]) => {
  const version = (manifest: object, mcpServers: unknown) => ({ manifest, mcpServers, files: [] });
  const { changes } = classifyChanges(kind, version(before, servers[0]), version(after, servers[1]));
  return changes.map(({ rule, path, level }) => `${level} ${rule} ${path}`);
};

describe('an environment of a template', () => {
  const variables = { type: 'object', properties: { region: { type: 'string' } }, required: ['region'] };
  const given = { staging: { variables: { region: 'eu' } } };

  it('that no longer gives a required variable breaks those who name it', () => {
    const changed = 'RISKY environment-changed environments.staging.variables';
    expect(found('TEMPLATE', { variables, environments: given }, { variables, environments: { staging: {} } })).toEqual(
      ['BREAKING variable-required environments.staging.variables.region', changed],
    );
    const optional = { ...variables, required: [] };
    expect(
      found(
        'TEMPLATE',
        { variables: optional, environments: given },
        { variables: optional, environments: { staging: {} } },
      ),
    ).toEqual([changed]);
    const other = { staging: { variables: { region: 'us' } } };
    expect(found('TEMPLATE', { variables, environments: given }, { variables, environments: other })).toEqual([
      changed,
    ]);
  });

  it('that no longer adds a step lacks it, unless the plan has it for all', () => {
    const extra = { id: 'extra', agent: 'reviewer' };
    const first = { id: 'first', agent: 'reviewer' };
    const before = { defaultPlan: { steps: [first] }, environments: { staging: { steps: [extra] } } };
    const withPlan = (steps: object[]) => ({ defaultPlan: { steps }, environments: { staging: {} } });
    const changed = 'RISKY environment-changed environments.staging.steps';
    expect(found('TEMPLATE', before, withPlan([first]))).toEqual([
      'BREAKING step-removed environments.staging.steps.extra',
      changed,
    ]);
    expect(found('TEMPLATE', before, withPlan([first, extra]))).toEqual([
      'RISKY step-added defaultPlan.steps.extra',
      changed,
    ]);
  });
});

it('an output is there for readers only while it is taken from a step', () => {
  const outputs = (output: object) => ({ expectedOutputs: { note: { type: 'string', ...output } } });
  expect(found('TEMPLATE', outputs({ from: 'write.note' }), outputs({}))).toEqual([
    'BREAKING output-removed expectedOutputs.note.from',
  ]);
  expect(found('TEMPLATE', outputs({}), outputs({ from: 'write.note' }))).toEqual([
    'SAFE output-added expectedOutputs.note.from',
  ]);
});

it('an MCP server needs a variable whose default in env is gone', () => {
  const server = { github: { command: 'npx', args: ['server'], env: { REGION: '${REGION}' } } };
  const withDefault = { env: [{ name: 'REGION', default: 'eu' }] };
  const without = { env: [{ name: 'REGION' }] };
  expect(found('AGENT', withDefault, without, [server, server])).toEqual([
    'BREAKING mcp-reference-required mcpServers.github.env.REGION',
    'RISKY env-default-changed env.REGION.default',
  ]);
  expect(found('AGENT', without, withDefault, [server, server])).toEqual([
    'RISKY env-default-changed env.REGION.default',
    'SAFE mcp-reference-optional mcpServers.github.env.REGION',
  ]);
});
