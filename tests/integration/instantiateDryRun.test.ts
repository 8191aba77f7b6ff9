import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, instantiate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('a dry run of an instantiation', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('dry');
  const agentId = fresh();
  const templateId = fresh();

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    await addAgent(alice, agentId, '1.0.0');
    const step = (id: string, inputs: object, more: object = {}) => ({ id, agent: agentId, inputs, ...more });
    const steps = [
      step('first', {
        all: '{{ variables.change }}',
        literal: '{{{{ variables.change }} of {{ variables.nested.depth }}',
      }),
      step('second', { from: '{{ steps.first.outputs.note }} and {{ variables.change }}' }, { dependsOn: ['first'] }),
    ];
    const nested = { type: 'object', properties: { depth: { type: 'integer', default: 2 } }, default: {} };
    await addTemplate(
      alice,
      templateId,
      '1.0.0',
      { [agentId]: '^1.0.0' },
      {
        variables: {
          type: 'object',
          properties: {
            change: { type: 'string' },
            size: { enum: ['S', 'L'], default: 'S' },
            nested: { $ref: '#/$defs/nested' },
          },
          required: ['change'],
          additionalProperties: false,
          $defs: { nested },
        },
        defaultPlan: { steps: [{ ...steps[0], outputs: { note: 'A note.' } }, steps[1]] },
        environments: {
          prod: {
            variables: { size: 'L', change: 'of the environment' },
            resourceProfile: { memoryMb: 2048 },
            steps: [{ id: 'first', name: 'In prod', inputs: { all: 'prod: {{ variables.change }}' } }],
          },
        },
      },
    );
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const counts = async () => {
    const [{ tables }] = (await registry.database.asOwner(
      `select json_agg(table_name) as tables from information_schema.tables
       where table_schema = 'nofx' and table_type = 'BASE TABLE' and table_name <> 'rate_limits'`,
    )) as [{ tables: string[] }];
    const all = tables.sort().map((table) => `(select count(*)::int from nofx.${table}) as ${table}`);
    return (await registry.database.asOwner(`select ${all.join(', ')}`))[0];
  };
  const comparable = ({ id: _, ...run }: Record<string, unknown>) => run;

  it.each([
    ['of the current version', { variables: { change: 'x' } }],
    ['in an environment', { environment: 'prod', variables: { nested: { depth: 7 } } }],
    [
      'with values that look like placeholders',
      { variables: { change: '{{ variables.size }} {{{{ {{ steps.first.outputs.note }}' } },
    ],
  ])('gives the answer of the real one, and writes nothing: %s', async (_, input) => {
    const before = await counts();
    const dry = await runOf(alice, { templateId, ...input, dryRun: true });
    expect(await counts()).toEqual(before);
    const real = await runOf(alice, { templateId, ...input });
    expect(await counts()).not.toEqual(before);
    expect(comparable(dry)).toEqual(comparable(real));
  });

  it.each([
    ['variables', { variables: { size: 'XL', other: 1 } }, 'VARIABLES_INVALID'],
    ['an environment', { environment: 'stage', variables: { change: 'x' } }, 'VARIABLES_INVALID'],
    ['a version', { version: '^2.0.0', variables: { change: 'x' } }, 'NOT_FOUND'],
  ])('refuses what the real one refuses: %s', async (_, input, code) => {
    const before = await counts();
    const dry = await instantiate(alice, { templateId, ...input, dryRun: true });
    expect(dry.code).toBe(code);
    expect(await instantiate(alice, { templateId, ...input })).toEqual(dry);
    expect(await counts()).toEqual(before);
  });

  it('merges defaults, the environment and the given variables, the later over the earlier', async () => {
    const inProd = { templateId, environment: 'prod', dryRun: true };
    const { variables, resourceProfile, steps } = await runOf(alice, inProd);
    expect(variables).toEqual({ change: 'of the environment', size: 'L', nested: { depth: 2 } });
    expect(resourceProfile).toEqual({ cpu: 1, memoryMb: 2048, timeoutSeconds: 600 });
    expect(steps).toMatchObject([
      {
        stepId: 'first',
        name: 'In prod',
        inputs: { all: 'prod: of the environment', literal: '{{ variables.change }} of 2' },
      },
      { stepId: 'second', inputs: { from: '{{ steps.first.outputs.note }} and of the environment' } },
    ]);
    const given = await runOf(alice, { ...inProd, variables: { change: 'given', nested: { depth: 7 } } });
    expect(given.variables).toEqual({ change: 'given', size: 'L', nested: { depth: 7 } });
  });

  it('does not read values as placeholders', async () => {
    const change = '{{ variables.size }} {{{{ {{ steps.first.outputs.note }}';
    const { steps } = await runOf(alice, { templateId, variables: { change }, dryRun: true });
    expect(steps[0].inputs.all).toBe(change);
    expect(steps[1].inputs.from).toBe(`{{ steps.first.outputs.note }} and ${change}`);
  });

  it('names inputs that would be too large by their place', async () => {
    const large = fresh();
    const inputs = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`i${at}`, '{{ variables.text }}']));
    await addTemplate(
      alice,
      large,
      '1.0.0',
      { [agentId]: '*' },
      {
        variables: { type: 'object', properties: { text: { type: 'string' } } },
        defaultPlan: {
          steps: [
            { id: 'small', agent: agentId },
            ...Array.from({ length: 6 }, (_, at) => ({ id: `s${at}`, agent: agentId, inputs })),
          ],
        },
      },
    );
    const issues = async (length: number) => {
      const answer = await instantiate(alice, {
        templateId: large,
        variables: { text: 'x'.repeat(length) },
        dryRun: true,
      });
      return (
        answer.issues?.map(({ file, path, code }: Record<string, string>) => `${file} ${path} ${code}`) ??
        answer.__typename
      );
    };
    const at = (index: number) => `template.json defaultPlan.steps[${index}].inputs too_large`;
    expect(await issues(100_000)).toBe('InstantiateTemplatePayload');
    expect(await issues(250_000)).toEqual([1, 2, 3, 4, 5, 6].map(at));
    expect(await issues(160_000)).toEqual([at(6)]);
  });

  it('says the same over REST', async () => {
    const rest = restClient(registry.url, alice.token);
    const { status, body } = await rest.post(`/api/templates/${templateId}/instantiate`, {
      variables: { size: 'XL' },
      environment: 'stage',
      dryRun: true,
    });
    expect([status, body.code, body.issues.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      'VARIABLES_INVALID',
      ['environment', 'size'],
    ]);
  });
});
