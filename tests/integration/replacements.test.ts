import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf, setStatus, setVisibility } from '../support/visibility.ts';

const replacement = `query ($id: String!) { agent(agentId: $id, namespace: "default") { status replacedBy { slug namespace } } }`;
const instantiate = `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename
  ... on Error { message } ... on InstantiateTemplatePayload { run { id } warnings { file path code severity message } } } }`;

describe.skipIf(!hasEngine)('the replacement of a deprecated entry', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let stranger: Actor;
  let [id, next] = ['', ''];
  const fresh = uniqueNames('replaced');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    stranger = await registry.actor({ namespace: 'globex' });
  });
  beforeEach(async () => {
    [id, next] = [fresh(), fresh()];
    for (const agentId of [id, next]) await addAgent(publisher, agentId, '1.0.0');
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const deprecate = (more: object = {}) => setStatus(admin, { id, status: 'DEPRECATED', replacedBy: next, ...more });
  const seen = async (actor: Actor) => (await actor.ask(replacement, { id })).data.agent;

  it('is told to everyone, with the event, until the entry is active again', async () => {
    expect(await deprecate()).toMatchObject({
      agent: { status: 'DEPRECATED' },
      event: { after: { status: 'DEPRECATED', replacedBy: `default/${next}` } },
    });
    for (const actor of [registry.anyone, stranger, publisher])
      expect(await seen(actor)).toEqual({ status: 'DEPRECATED', replacedBy: { slug: next, namespace: 'default' } });
    const { body } = await restClient(registry.url, null).get(`/api/agents/${id}?namespace=default`);
    expect(body.replacedBy).toEqual({ namespace: 'default', slug: next });
    expect(await deprecate()).toMatchObject({ event: null });
    expect(await setStatus(admin, { id, status: 'ACTIVE' })).toMatchObject({ event: { action: 'ENABLED' } });
    expect(await seen(publisher)).toEqual({ status: 'ACTIVE', replacedBy: null });
  });

  it('is a warning of an instantiation, for the template and for its agents; the run is created', async () => {
    const templateId = fresh();
    await addTemplate(publisher, templateId, '1.0.0', { [id]: '^1.0.0' });
    const start = (actor: Actor) => actor.do(instantiate, { input: { templateId, namespace: 'default' } });
    expect(await start(publisher)).toMatchObject({ warnings: [] });
    await deprecate({ message: 'It misses renamed files' });
    const warned = {
      run: { id: expect.any(String) },
      warnings: [
        {
          file: 'template.json',
          path: `supportedAgents.${id}`,
          code: 'entry_deprecated',
          severity: 'WARNING',
          message: `The agent ${id} is deprecated: It misses renamed files. Use default/${next} instead.`,
        },
      ],
    };
    expect(await start(publisher)).toMatchObject(warned);
    expect(await start(stranger)).toMatchObject(warned);
    const rest = await restClient(registry.url, publisher.token).post(`/api/templates/${templateId}/instantiate`, {});
    expect(rest.body.warnings).toEqual(warned.warnings);
    const environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: publisher.token ?? '' };
    const { code, err } = await cliInProcess(environment, 'instantiate', templateId, '--dry-run');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(`Use default/${next} instead.`) });
  });

  it('is told only to those who can see it, and not after it was removed', async () => {
    await setVisibility(publisher, { id: next, visibility: 'PRIVATE' });
    await deprecate();
    expect((await seen(publisher)).replacedBy).toMatchObject({ slug: next });
    expect((await seen(stranger)).replacedBy).toBeNull();
    expect(JSON.stringify(await eventsOf(stranger, id))).not.toContain(next);
    await remove(admin, { id: next });
    expect((await seen(publisher)).replacedBy).toBeNull();
  });

  it('may be of another namespace, if it is visible', async () => {
    const theirs = fresh();
    await addAgent(stranger, theirs, '1.0.0');
    await deprecate({ replacedBy: `globex/${theirs}` });
    expect((await seen(registry.anyone)).replacedBy).toEqual({ slug: theirs, namespace: 'globex' });
  });

  it('is another entry that exists, of an entry that is not active, given by an admin', async () => {
    expect(await deprecate({ replacedBy: fresh() })).toMatchObject({ code: 'NOT_FOUND' });
    await remove(admin, { id: next });
    expect(await deprecate()).toMatchObject({ code: 'NOT_FOUND' });
    await expect(deprecate({ replacedBy: id })).rejects.toThrow('another entry');
    await expect(deprecate({ replacedBy: 'No!' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(deprecate({ replacedBy: 'a/b/c' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(deprecate({ replacedBy: 'reviewer', status: 'ACTIVE' })).rejects.toThrow('only when `status`');
    expect(await setStatus(publisher, { id, status: 'DEPRECATED' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await seen(publisher)).toEqual({ status: 'ACTIVE', replacedBy: null });
  });

  it('does not lead back to the entry, directly or through others', async () => {
    const last = fresh();
    await addAgent(publisher, last, '1.0.0');
    const replace = (from: string, by: string) => setStatus(admin, { id: from, status: 'DEPRECATED', replacedBy: by });
    expect(await replace(next, id)).toMatchObject({ agent: { status: 'DEPRECATED' } });
    await expect(deprecate()).rejects.toThrow(
      `\`replacedBy\` would lead back to "${id}": default/${id} → default/${next} → default/${id}. Name another entry, or first end the replacement of "${next}".`,
    );
    expect(await replace(id, last)).toMatchObject({ agent: { status: 'DEPRECATED' } });
    await expect(replace(last, next)).rejects.toThrow(
      `default/${last} → default/${next} → default/${id} → default/${last}.`,
    );
    await setStatus(admin, { id: next, status: 'ACTIVE' });
    expect(await replace(last, next)).toMatchObject({ agent: { status: 'DEPRECATED' } });
  });

  it('does not lead back when two entries get each other at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pair = [fresh(), fresh()];
      for (const agentId of pair) await addAgent(publisher, agentId, '1.0.0');
      const answers = await Promise.allSettled(
        pair.map((each, at) => setStatus(admin, { id: each, status: 'DEPRECATED', replacedBy: pair[1 - at] })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { message: expect.stringContaining('would lead back to') },
      });
    }
  });

  it('is given and shown by the CLI', async () => {
    const environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' };
    const done = await cliInProcess(environment, 'deprecate', 'agent', id, '--replaced-by', next);
    expect(done).toMatchObject({ code: 0, out: `${id} is deprecated.\nReplaced by default/${next}.\n` });
    expect((await cliInProcess(environment, 'show', 'agent', id)).out).toContain(`replaced by  default/${next}`);
  });
});
