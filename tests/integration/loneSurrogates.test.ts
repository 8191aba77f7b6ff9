import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const half = 'a\ud83db';

/** Valid in JSON, but not in UTF-8 and Postgres: no text is stored differently from what was sent. */
describe.skipIf(!hasEngine)('a lone surrogate', () => {
  let registry: TestRegistry;
  let admin: Actor;
  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishTemplate, { input: template() });
  });
  afterAll(() => registry?.close());

  const issuesOf = (issues: { file: string; path: string; code: string }[]) =>
    issues.map(({ file, path, code }) => [file, path, code]);

  it.each([
    ['prompts/system.md', `# Title\n\n${half}`, 3],
    ['assets/list.txt', `${half.slice(1)}`, 1],
    ['assets/low.txt', `first\nx\udc00`, 2],
  ])('is refused in the content of %s, with its line', async (path, content, line) => {
    const { manifest, files } = agent({ agentId: 'with-half' });
    const others = files.filter((file) => file.path !== path);
    const answer = await admin.do(publishAgent, { input: { manifest, files: [...others, { path, content }] } });
    expect(answer).toMatchObject({ __typename: 'ManifestInvalid' });
    expect(answer.issues).toMatchObject([
      {
        file: path,
        path: '',
        code: 'lone_surrogate',
        message: expect.stringContaining(`Line ${line} contains a lone surrogate`),
      },
    ]);
  });

  it('is reported by a validation as well, and a complete pair is accepted', async () => {
    const validate = (content: string) =>
      admin.do(
        'mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { ... on ValidatePayload { valid issues { file path code } } } }',
        { input: { manifest: agent().manifest, files: [{ path: 'prompts/system.md', content }] } },
      );
    expect(await validate(half)).toEqual({
      valid: false,
      issues: [{ file: 'prompts/system.md', path: '', code: 'lone_surrogate' }],
    });
    expect(await validate('a😀b')).toEqual({ valid: true, issues: [] });
  });

  it.each([
    ['name', { name: half }, 'name'],
    ['description', { description: half }, 'description'],
    ['tags', { tags: [half] }, 'tags[0]'],
    ['metadata', { metadata: { note: half } }, 'metadata.note'],
    ['a key', { metadata: { [half]: 1 } }, 'metadata["a\ufffdb"]'],
  ])('is refused in the manifest: %s', async (_, change, path) => {
    const answer = await admin.do(publishAgent, { input: agent({ agentId: 'with-half', ...change }) });
    expect(answer.__typename).toBe('ManifestInvalid');
    expect(issuesOf(answer.issues)).toContainEqual(['agent.json', path, 'lone_surrogate']);
  });

  it('is refused in a variable, a comment, a reason and a message', async () => {
    expect(
      await admin.do(instantiateTemplate, { input: { templateId: 'review-round', variables: { change: half } } }),
    ).toMatchObject({ __typename: 'VariablesInvalid', issues: [{ path: 'change', code: 'lone_surrogate' }] });
    const refused = async (query: string, input: object) => (await admin.ask(query, { input })).errors;
    expect(await refused(rateTemplate, { templateId: 'review-round', rating: 5, comment: half })).toMatchObject([
      { message: expect.stringContaining('`comment` contains a lone surrogate') },
    ]);
    expect(
      await refused('mutation ($input: RollbackInput!) { rollbackAgent(input: $input) { __typename } }', {
        id: 'reviewer',
        reason: half,
      }),
    ).toMatchObject([{ message: expect.stringContaining('`reason` contains a lone surrogate') }]);
    expect(
      await refused('mutation ($input: SetStatusInput!) { setAgentStatus(input: $input) { __typename } }', {
        id: 'reviewer',
        status: 'DEPRECATED',
        message: half,
      }),
    ).toMatchObject([{ message: expect.stringContaining('`message` contains a lone surrogate') }]);
  });
});
