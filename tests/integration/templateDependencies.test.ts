import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { archive, unarchive } from '../support/lifecycle.ts';
import { promoteTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('templates that depend on templates', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('template');
  let [a, b, c] = ['', '', ''];
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    await alice.do(publishAgent, { input: agent() });
  });
  beforeEach(() => {
    [a, b, c] = [fresh(), fresh(), fresh()];
  });
  afterAll(() => registry?.close());

  const publish = (templateId: string, version: string, dependencies: object, rest: object = {}) =>
    alice.do(publishTemplate, { input: { ...template({ templateId, version, dependencies }), ...rest } });
  const published = { __typename: 'PublishTemplatePayload', created: true };
  const cycle = (slug: string, chain: string) => ({
    __typename: 'ManifestInvalid',
    issues: [
      {
        file: 'template.json',
        path: `dependencies.${slug}`,
        code: 'dependency_cycle',
        message: `Dependency cycle: ${chain}. Remove one of these dependencies.`,
      },
    ],
  });

  it('are refused when they depend on themselves', async () => {
    expect(await publish(a, '1.0.0', { [a]: '*' })).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [{ path: `dependencies.${a}`, code: 'self_dependency' }],
    });
  });

  it('are refused when two depend on each other, with the cycle', async () => {
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', { [b]: '^1.0.0' })).toMatchObject(published);
    const chain = `${b}@1.1.0 -> ${a}@1.0.0 -> ${b}@1.1.0`;
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' })).toMatchObject(cycle(a, chain));
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' }, { dryRun: true })).toMatchObject(cycle(a, chain));
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' }, { draft: true })).toMatchObject(cycle(a, chain));
  });

  it('are refused when three do, and accepted when they meet without a cycle', async () => {
    expect(await publish(c, '1.0.0', {})).toMatchObject(published);
    expect(await publish(b, '1.0.0', { [c]: '1.x' })).toMatchObject(published);
    expect(await publish(a, '1.0.0', { [b]: '1.x', [c]: '1.x' })).toMatchObject(published);
    expect(await publish(c, '1.2.0', { [a]: '>=1.0.0' })).toMatchObject(
      cycle(a, `${c}@1.2.0 -> ${a}@1.0.0 -> ${c}@1.2.0`),
    );
  });

  it('are accepted when the range of the other excludes this version', async () => {
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', { [b]: '^1.0.0' })).toMatchObject(published);
    expect(await publish(b, '2.0.0', { [a]: '^1.0.0' })).toMatchObject(published);
  });

  it('are refused at the promotion of an earlier draft', async () => {
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', {})).toMatchObject(published);
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' }, { draft: true })).toMatchObject(published);
    expect(await publish(a, '1.1.0', { [b]: '^1.0.0' })).toMatchObject(published);
    expect(await alice.do(promoteTemplate, { input: { id: b, version: '1.1.0' } })).toMatchObject(
      cycle(a, `${b}@1.1.0 -> ${a}@1.1.0 -> ${b}@1.1.0`),
    );
  });

  it('are refused at the promotion of a published version that was rolled back', async () => {
    const admin = await registry.actor({ role: 'admin' });
    for (const each of [a, b]) expect(await publish(each, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.1.0', { [b]: '^1.0.0' })).toMatchObject(published);
    await admin.do(`mutation { rollbackTemplate(input: { id: "${a}", reason: "r" }) { __typename } }`);
    expect(await alice.do(promoteTemplate, { input: { id: a, version: '1.1.0', dryRun: true } })).toMatchObject({
      __typename: 'PublishTemplatePayload',
    });
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' })).toMatchObject(published);
    for (const dryRun of [true, false])
      expect(await alice.do(promoteTemplate, { input: { id: a, version: '1.1.0', dryRun } })).toMatchObject({
        __typename: 'IncompatibleChange',
        message: `${a}@1.1.0 would depend on itself.`,
        changes: [`Dependency cycle: ${a}@1.1.0 -> ${b}@1.1.0 -> ${a}@1.1.0. Remove one of these dependencies.`],
      });
  });

  it('are refused when a rollback would make one the current version that depends on itself by now', async () => {
    const admin = await registry.actor({ role: 'admin' });
    const back = (dryRun: boolean) =>
      admin.do(
        `mutation ($input: RollbackInput!) { rollbackTemplate(input: $input) { __typename ... on Error { message }
          ... on IncompatibleChange { changes } } }`,
        { input: { id: a, toVersion: '1.0.0', reason: 'It is broken.', dryRun } },
      );
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', { [b]: '^1.0.0' })).toMatchObject(published);
    expect(await publish(a, '1.1.0', {})).toMatchObject(published);
    expect(await back(true)).toEqual({ __typename: 'RollbackTemplatePayload' });
    expect(await publish(b, '1.1.0', { [a]: '>=1.1.0' })).toMatchObject(published);
    expect(await back(true)).toEqual({ __typename: 'RollbackTemplatePayload' });
    expect(await publish(b, '1.2.0', { [a]: '^1.0.0' })).toMatchObject(published);
    for (const dryRun of [true, false])
      expect(await back(dryRun)).toEqual({
        __typename: 'IncompatibleChange',
        message: `${a}@1.0.0 would depend on itself.`,
        changes: [`Dependency cycle: ${a}@1.0.0 -> ${b}@1.2.0 -> ${a}@1.0.0. Remove one of these dependencies.`],
      });
  });

  it('are refused when one leaves the archive and would depend on itself by now', async () => {
    const admin = await registry.actor({ role: 'admin' });
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.1.0', { [b]: '^1.0.0' })).toMatchObject(published);
    expect(await publish(a, '1.2.0', {})).toMatchObject(published);
    await archive(admin, { id: a, version: '1.1.0' }, 'Template');
    expect(await publish(b, '1.1.0', { [a]: '^1.0.0' })).toMatchObject(published);
    expect(await unarchive(admin, { id: a, version: '1.1.0', dryRun: true }, 'Template')).toMatchObject({
      __typename: 'UnarchiveTemplateVersionPayload',
    });
    expect(await publish(b, '1.2.0', { [a]: '<1.2.0' })).toMatchObject(published);
    for (const dryRun of [true, false])
      expect(await unarchive(admin, { id: a, version: '1.1.0', dryRun }, 'Template')).toMatchObject({
        __typename: 'IncompatibleChange',
        message: `${a}@1.1.0 would depend on itself.`,
      });
  });

  it('cannot close a cycle by two concurrent publishes', async () => {
    expect(await publish(a, '1.0.0', {})).toMatchObject(published);
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    const both = await Promise.all([publish(a, '1.1.0', { [b]: '^1.0.0' }), publish(b, '1.1.0', { [a]: '^1.0.0' })]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['ManifestInvalid', 'PublishTemplatePayload']);
  });

  it.runIf(engine === 'postgres')(
    'are published, promoted and moved one at a time, so that none closes a cycle',
    async () => {
      const admin = await registry.actor({ role: 'admin' });
      const change = (name: string, Input: string, input: object) =>
        admin.do(`mutation ($input: ${Input}!) { ${name}(input: $input) { __typename } }`, {
          input: { id: a, dryRun: true, ...input },
        });
      for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(a, version, {});
      await publish(b, '1.0.0', {});
      await publish(a, '1.3.0', {}, { draft: true });
      await archive(admin, { id: a, version: '1.0.0' }, 'Template');
      await registry.database.onOneConnection(async (run) => {
        await run('begin');
        await run(`select pg_advisory_xact_lock(hashtext('template dependencies'), hashtext('nofx'))`);
        const changes = [
          () => publish(a, '1.2.1', { [b]: '^1.0.0' }, { dryRun: true }),
          () => change('promoteTemplate', 'PromoteInput', { version: '1.3.0' }),
          () => change('rollbackTemplate', 'RollbackInput', { toVersion: '1.1.0', reason: 'Worse.' }),
          () => change('unarchiveTemplateVersion', 'UnarchiveVersionInput', { version: '1.0.0' }),
          () => change('setTemplateChannel', 'SetChannelInput', { channel: 'beta', version: '1.1.0', reason: 'Test.' }),
        ];
        const answers = changes.map((each) => each());
        const waiting = `select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`;
        await expect.poll(async () => (await run(waiting)).length, { timeout: 3_000 }).toBe(changes.length);
        await run('commit');
        expect((await Promise.all(answers)).map(({ __typename }) => __typename)).toEqual([
          'PublishTemplatePayload',
          'PublishTemplatePayload',
          'RollbackTemplatePayload',
          'UnarchiveTemplateVersionPayload',
          'SetTemplateChannelPayload',
        ]);
      });
    },
  );

  it('are reported by REST with the same issue', async () => {
    expect(await publish(b, '1.0.0', {})).toMatchObject(published);
    expect(await publish(a, '1.0.0', { [b]: '^1.0.0' })).toMatchObject(published);
    const response = await fetch(new URL('/api/templates/publish', registry.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(template({ templateId: b, version: '1.1.0', dependencies: { [a]: '*' } })),
    });
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { code: 'MANIFEST_INVALID', issues: [{ path: `dependencies.${a}`, code: 'dependency_cycle' }] },
    ]);
  });
});

describe.skipIf(!hasEngine)('an environment that does not exist', () => {
  let registry: TestRegistry;
  afterAll(() => registry?.close());

  it('is reported together with what is wrong in the variables', async () => {
    registry = await openRegistry();
    const alice = await registry.actor();
    await alice.do(publishAgent, { input: agent() });
    await alice.do(publishTemplate, { input: template({ environments: { prod: { variables: { depth: 3 } } } }) });
    const issues = async (environment: string | null, variables: unknown) => {
      const answer = await alice.do(
        `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename ... on VariablesInvalid { issues { path code } } } }`,
        { input: { templateId: 'review-round', environment, variables, dryRun: true } },
      );
      return [
        answer.__typename,
        (answer.issues ?? []).map((each: { path: string; code: string }) => `${each.path}:${each.code}`),
      ];
    };
    const unknown = 'environment:unknown_environment';
    expect(await issues('stagin', { depth: 'deep', other: 1 })).toEqual([
      'VariablesInvalid',
      [unknown, 'change:required', 'other:unknown_variable', 'depth:invalid_type'],
    ]);
    expect(await issues('stagin', {})).toEqual(['VariablesInvalid', [unknown, 'change:required']]);
    expect(await issues('constructor', { change: 'x' })).toEqual(['VariablesInvalid', [unknown]]);
    expect(await issues('stagin', [])).toEqual(['VariablesInvalid', [unknown, ':not_an_object']]);
    expect(await issues('prod', { change: 'x' })).toEqual(['InstantiateTemplatePayload', []]);
  });
});
