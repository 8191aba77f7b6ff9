import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** Invalid usage: exit code 2, the wrong argument, and no request. */
const misused: [words: string, place: string][] = [
  ['frob', "'frob'"],
  ['show', "'kind'"],
  ['show agent', "'id[@version]'"],
  ['show agent reviewer --namespace Upper', "'--namespace <namespace>' argument 'Upper'"],
  ['versions agent reviewer --first 0', "'--first <count>' argument '0'"],
  ['search x --first 101', "'--first <count>' argument '101'"],
  ['search x --kind wrong', "'--kind <kind>' argument 'wrong'"],
  ['diff reviewer 1.0.0 1.1.0 1.2.0', "'diff'"],
  ['pull agent reviewer', "'pull'"],
  ['promote sculpture reviewer 1.0.0', "'sculpture' is invalid for argument 'kind'"],
  ['rollback agent reviewer', "'--reason <text>'"],
  ['visibility agent reviewer hidden', "'hidden' is invalid for argument 'visibility'"],
  ['instantiate review-round --variables nonsense', '--variables'],
  ['instantiate review-round --variables []', '--variables'],
  ['instantiate review-round --variables @nowhere.json', '--variables: nowhere.json'],
  ['runs --status BROKEN', "'--status <status>' argument 'BROKEN'"],
  ['run retry nobody --from middle', "'--from <where>' argument 'middle'"],
  ['rate review-round', "'stars'"],
  ['rate review-round 6', "'6' is invalid for argument 'stars'"],
  ['rate Review 5', "'Review' is invalid for argument 'templateId'"],
  ['tail --count 0', "'--count <count>' argument '0'"],
  ['tail --action FROBBED', "'--action <action...>' argument 'FROBBED'"],
  ['tail --transport pigeon', "'--transport <transport>' argument 'pigeon'"],
  ['verify nobody', "'verify'"],
  ['sweep --older-than 1h', "'--older-than <hours>' argument '1h'"],
  ['token', "'--role <role>'"],
  ['token --role king', "'--role <role>' argument 'king'"],
  ['token --role viewer --namespace Upper', "'--namespace <namespace>' argument 'Upper'"],
  ['token --role viewer --subject me', "'--subject <uuid>' argument 'me'"],
  ['token --role viewer --expires never', "'--expires <time>' argument 'never'"],
  ['whoami extra', "'whoami'"],
  ['console runs', "'page'"],
  ['console //elsewhere.example/', "'page'"],
  ['console /runs#code=x', "'page'"],
  ['publish frogs', "'frogs' is invalid for argument 'kind'"],
  ['publish agents --dir nowhere', 'nowhere'],
  ['validate agents --dir nowhere', 'nowhere'],
  ['validate agents --format pdf', "'--format <format>' argument 'pdf'"],
  ['sync agents --dir nowhere', 'nowhere'],
];

/** Refused by the gateway, or not found: exit code 1, the subject, and the code of the gateway if there is one. */
const refused: [words: string, place: string, code: string | null][] = [
  ['show agent nobody', 'nobody', null],
  ['versions agent nobody', 'nobody', null],
  ['versions agent reviewer --after x', '`after`', 'BAD_USER_INPUT'],
  ['search x --after y', '`after`', 'BAD_USER_INPUT'],
  ['diff reviewer 1.0.0 9.9.9', 'Version 9.9.9', null],
  ['diff nobody 1.0.0 1.1.0', 'nobody', null],
  ['promote agent nobody 1.0.0', '"nobody"', 'NOT_FOUND'],
  ['promote agent reviewer 9.9.9', '"9.9.9"', 'NOT_FOUND'],
  ['promote agent reviewer 1.0.0 --expect 9.9.9', 'is 1.1.0, not 9.9.9', 'STALE_VERSION'],
  ['rollback agent nobody --reason x', '"nobody"', 'NOT_FOUND'],
  ['rollback agent reviewer --reason x --to 9.9.9', '"9.9.9"', 'NOT_FOUND'],
  ['rollback agent reviewer --reason x --expect 1.0.0', 'is 1.1.0, not 1.0.0', 'STALE_VERSION'],
  ['rollback agent reviewer --reason x --namespace other', '"other"', 'FORBIDDEN'],
  ['rollback agent reviewer --reason x --key short', '`idempotencyKey`', 'BAD_USER_INPUT'],
  ['visibility agent nobody private', '"nobody"', 'NOT_FOUND'],
  ['deprecate agent nobody', '"nobody"', 'NOT_FOUND'],
  ['disable agent nobody', '"nobody"', 'NOT_FOUND'],
  ['enable template nobody', '"nobody"', 'NOT_FOUND'],
  ['instantiate nobody', '"nobody"', 'NOT_FOUND'],
  ['instantiate review-round', 'variables: change', 'VARIABLES_INVALID'],
  ['instantiate review-round --variables {"change":5}', 'variables: change', 'VARIABLES_INVALID'],
  ['instantiate review-round --variables {"change":"a"} --version 9', 'published version "9"', 'NOT_FOUND'],
  [
    'instantiate review-round --variables {"change":"a"} --environment moon',
    'variables: environment',
    'VARIABLES_INVALID',
  ],
  ['runs --after x', '`after`', 'BAD_USER_INPUT'],
  ['run nobody', '`id`', 'BAD_USER_INPUT'],
  ['run cancel nobody', '`id`', 'BAD_USER_INPUT'],
  ['run retry nobody', '`id`', 'BAD_USER_INPUT'],
  ['rate nobody 5', '"nobody"', 'NOT_FOUND'],
  ['tail --type nothing --count 1', '`filter.types`', 'BAD_USER_INPUT'],
  ['tail --after x --count 1', '`after`', 'BAD_USER_INPUT'],
];

/** Commands that a viewer may not use, and those that require a token at all. */
const forbidden: [words: string, role: string][] = [
  ['promote agent reviewer 1.0.0', 'publisher'],
  ['rollback agent reviewer --reason x', 'admin'],
  ['visibility agent reviewer private', 'publisher'],
  ['deprecate agent reviewer', 'admin'],
  ['disable agent reviewer', 'admin'],
  ['instantiate review-round', 'publisher'],
  ['run cancel nobody', 'publisher'],
  ['run retry nobody', 'publisher'],
  ['sweep', 'admin'],
  ['verify', 'admin'],
];

describe.skipIf(!hasEngine)('a refused command', () => {
  let registry: TestRegistry;
  const as = async (role: 'viewer' | 'admin') => ({
    REGISTRY_URL: registry.url,
    REGISTRY_TOKEN: await registry.token({ role }),
  });
  const tokens: Record<string, Record<string, string>> = {};

  beforeAll(async () => {
    registry = await openRegistry();
    const admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishAgent, { input: agent({ version: '1.1.0' }) });
    await admin.do(publishTemplate, { input: template() });
    Object.assign(tokens, { admin: await as('admin'), viewer: await as('viewer') });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it.each(misused)('%s: exit code 2, and the message contains %s', async (words, place) => {
    registry.statements();
    const { code, out, err } = await cliInProcess(tokens.admin ?? {}, ...words.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(place);
    expect(err).not.toMatch(/\n\s+at /);
    expect(registry.statements()).toEqual([]);
  });

  it.each(refused)('%s: exit code 1, about %s (%s)', async (words, place, refusal) => {
    const { code, out, err } = await cliInProcess(tokens.admin ?? {}, ...words.split(' '));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(place);
    expect(/\(([A-Z_]{5,})\)/.exec(err)?.[1] ?? null).toBe(refusal);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each(forbidden)('%s: exit code 1 for a viewer, with the required role %s', async (words, role) => {
    const { code, out, err } = await cliInProcess(tokens.viewer ?? {}, ...words.split(' '));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('(FORBIDDEN)');
    expect(err).toContain(role);
  });

  it.each(forbidden)('%s: exit code 1 without a token, with a hint how to get one', async (words) => {
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: registry.url }, ...words.split(' '));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('REGISTRY_TOKEN is not set');
    expect(err).toContain('registry token --role');
  });

  it.each(['show agent reviewer', 'search x', 'whoami', 'tail --count 1', 'versions agent reviewer'])(
    '%s: exit code 3 without a gateway, with its URL',
    async (words) => {
      const { code, out, err } = await cliInProcess(
        { REGISTRY_URL: 'http://127.0.0.1:9/graphql' },
        ...words.split(' '),
      );
      expect([code, out]).toEqual([3, '']);
      expect(err).toContain('http://127.0.0.1:9/graphql');
    },
  );

  it('with a malformed token: exit code 1, with a hint how to get another', async () => {
    const { code, err } = await cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: 'a.b.c' }, 'whoami');
    expect(code).toBe(1);
    expect(err).toContain('(UNAUTHENTICATED)');
    expect(err).not.toContain('a.b.c');
  });

  it('suggests another option, never the same one', async () => {
    const { code, err } = await cliInProcess(tokens.admin ?? {}, 'pull', 'reviewer', '--version', '1.0.0');
    expect(code).toBe(2);
    expect(err).toContain("'--version'");
    expect(err).not.toContain('Did you mean');
    expect((await cliInProcess(tokens.admin ?? {}, 'pull', 'reviewer', '--forse')).err).toContain(
      'Did you mean --force?',
    );
  });
});
