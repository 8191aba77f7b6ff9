import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const report =
  'tests { passed failed results { file name environment passed differences { path message expected actual } } coverage { variables { total covered uncovered } environments { total covered uncovered } } }';
const validate = `mutation ($input: ValidateTemplateInput!) { validateTemplate(input: $input) { __typename
  ... on ValidatePayload { valid issues { file path code message severity } ${report} } } }`;
const publishWithTests = `mutation ($input: PublishTemplateInput!) { publishTemplate(input: $input) { __typename
  ... on PublishTemplatePayload { created version { version ${report} } } } }`;
const passing = { name: 'A change is enough', variables: { change: 'PR 1' }, expect: { steps: ['first', 'second'] } };
const failing = { ...passing, expect: { inputs: { first: { depth: 3 } } } };
const difference = { path: 'expect.inputs.first.depth', message: 'Expected 3; got 2.', expected: '3', actual: '2' };
const refused = {
  ...{ file: 'tests/it.json', path: 'expect.inputs.first.depth', code: 'test_failed' },
  ...{ message: 'Expected 3; got 2.', severity: 'ERROR' },
};
const passed = {
  ...{ passed: 1, failed: 0 },
  results: [{ file: 'tests/it.json', name: 'A change is enough', environment: null, passed: true, differences: [] }],
  coverage: {
    variables: { total: 2, covered: 1, uncovered: ['depth'] },
    environments: { total: 0, covered: 0, uncovered: [] },
  },
};

describe.skipIf(!hasEngine)('the tests of a template', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let folder = '';
  const fresh = uniqueNames('tested');
  const withTest = (templateId: string, test: object, more: object = {}) => ({
    manifest: template({ templateId, ...more }).manifest,
    files: [{ path: 'tests/it.json', content: JSON.stringify(test) }],
  });
  const stored = async (templateId: string) => {
    const { data } = await publisher.ask(
      `query ($id: String!) { template(templateId: $id) { currentVersion { version ${report} } } }`,
      { id: templateId },
    );
    return data.template;
  };

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    folder = await mkdtemp(join(tmpdir(), 'nofx-tests-'));
    await publisher.do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are run by every publish: a failing one refuses it with the difference, and nothing is published', async () => {
    const templateId = fresh();
    for (const more of [{}, { dryRun: true }, { draft: true }])
      expect(
        await publisher.do(publishTemplate, { input: { ...withTest(templateId, failing), ...more } }),
      ).toMatchObject({
        __typename: 'ManifestInvalid',
        issues: [refused],
      });
    expect(await stored(templateId)).toBeNull();
    expect(await publisher.do(publishTemplate, { input: withTest(templateId, passing) })).toMatchObject({
      created: true,
    });
    expect(
      await publisher.do(publishTemplate, { input: withTest(templateId, failing, { version: '1.0.1' }) }),
    ).toMatchObject({ __typename: 'ManifestInvalid' });
    expect(await stored(templateId)).toMatchObject({ currentVersion: { version: '1.0.0' } });
  });

  it('leave a report of the refusal', async () => {
    const templateId = fresh();
    await publisher.do(publishTemplate, { input: withTest(templateId, failing) });
    const { data } = await publisher.ask(
      '{ validationReports(first: 1) { edges { node { entryId valid issues { code path } } } } }',
    );
    expect(data.validationReports.edges[0].node).toEqual({
      ...{ entryId: templateId, valid: false },
      issues: [{ code: 'test_failed', path: 'expect.inputs.first.depth' }],
    });
  });

  it('are run by validate, which returns all results', async () => {
    const templateId = fresh();
    expect(await publisher.do(validate, { input: withTest(templateId, failing) })).toEqual({
      ...{ __typename: 'ValidatePayload', valid: false, issues: [refused] },
      tests: {
        ...passed,
        passed: 0,
        failed: 1,
        results: [{ ...passed.results[0], passed: false, differences: [difference] }],
      },
    });
    expect(await publisher.do(validate, { input: withTest(templateId, passing) })).toMatchObject({
      valid: true,
      tests: passed,
    });
    const invalid = withTest(templateId, failing, { name: '' });
    expect(await publisher.do(validate, { input: invalid })).toMatchObject({ valid: false, tests: null });
  });

  it('are stored with the version, and shown by GraphQL, REST and the CLI', async () => {
    const templateId = fresh();
    expect(
      await publisher.do(publishWithTests, { input: { ...withTest(templateId, passing), dryRun: true } }),
    ).toMatchObject({
      version: { tests: passed },
    });
    await publisher.do(publishTemplate, { input: withTest(templateId, passing) });
    expect((await stored(templateId)).currentVersion.tests).toEqual(passed);

    const rest = restClient(registry.url, publisher.token);
    const version = await rest.get(`/api/templates/${templateId}/versions/1.0.0`);
    expect([version.status, version.body.tests]).toEqual([200, passed]);
    const validated = await rest.post('/api/templates/validate', withTest(templateId, failing));
    expect([validated.status, validated.body.tests.results[0].differences]).toEqual([200, [difference]]);

    const env = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: publisher.token ?? '' };
    const shown = await cliInProcess(env, 'show', 'template', templateId);
    expect([shown.code, shown.out]).toEqual([
      0,
      expect.stringMatching(/^tests +1 test passed; they use 1 of 2 variables and 0 of 0 environments$/m),
    ]);
  });

  it('are run by the CLI offline, with the differences and an exit code', async () => {
    const cli = (...words: string[]) => cliInProcess({ REGISTRY_URL: 'http://127.0.0.1:1/graphql' }, 'test', ...words);
    await mkdir(join(folder, 'tests'));
    await writeFile(join(folder, 'template.json'), JSON.stringify(template().manifest));
    await writeFile(join(folder, 'tests', 'it.json'), JSON.stringify(passing));
    const good = await cli('--dir', folder);
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('✓ 1 test of 1 template passed.')]);

    await writeFile(join(folder, 'tests', 'it.json'), JSON.stringify(failing));
    const bad = await cli('--dir', folder);
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('expect.inputs.first.depth: Expected 3; got 2.')]);
    const json = await cli('--dir', folder, '--json');
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      1,
      {
        passed: false,
        templates: [
          {
            id: 'review-round',
            valid: false,
            issues: [],
            results: [{ passed: false, differences: [difference] }],
            coverage: passed.coverage,
          },
        ],
      },
    ]);
    expect((await cli('--dir', join(folder, 'nowhere'))).code).toBe(2);
    await writeFile(join(folder, 'tests', 'it.json'), '{}');
    expect(await cli('--dir', folder)).toMatchObject({
      code: 1,
      out: expect.stringContaining('so its tests did not run'),
    });
  });
});
