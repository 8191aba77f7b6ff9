import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { leastRoles, openMutations } from '../../src/registry/leastRoles.ts';
import type { RegistryRole } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const mutations = (schema.getMutationType() as GraphQLObjectType).getFields();
const below: Record<RegistryRole, RegistryRole | null> = { viewer: null, publisher: 'viewer', admin: 'publisher' };

/** Generated at run time: the repository contains no such text. */
const secret = ['ghp', `${'a1B2c3D4'.repeat(5)}`].join('_');

/** An input with the required fields, and the secret in every string. */
function inputOf(field: string): Record<string, unknown> {
  const type = getNamedType(mutations[field]?.args[0]?.type);
  if (!isInputObjectType(type)) throw new Error(`${field} takes no input object.`);
  const values: Record<string, unknown> = {
    String: secret,
    ID: secret,
    Int: 1,
    Boolean: true,
    JSON: { secret },
  };
  return valuesOf(type, values);
}

function valuesOf(type: GraphQLInputObjectType, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
      const inner = getNamedType(fieldType);
      const named = String(inner);
      if (isEnumType(inner)) return [[name, inner.getValues()[0]?.name]];
      if (named === 'DateTime') return [[name, '2026-01-01T00:00:00.000Z']];
      if (named === 'BundleFileInput') return [[name, [{ path: secret, content: '!', encoding: 'BASE64' }]]];
      if (isInputObjectType(inner)) {
        const value = valuesOf(inner, values);
        return [[name, String(fieldType).startsWith('[') ? [value] : value]];
      }
      if (!(named in values) || name === 'dryRun') return [];
      return [[name, String(fieldType).startsWith('[') ? [values[named]] : values[named]]];
    }),
  );
}

describe.skipIf(!hasEngine)('permissions are checked before content', () => {
  let registry: TestRegistry;
  const asking = (field: string, actor: Actor) =>
    actor.ask(
      `mutation ($input: ${String(mutations[field]?.args[0]?.type)}) { ${field}(input: $input) { ... on Error { code } } }`,
      { input: inputOf(field) },
    );

  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  it('with a minimum role for every mutation', () =>
    expect([...Object.keys(leastRoles), ...openMutations].sort()).toEqual(Object.keys(mutations).sort()));

  it.each(Object.keys(leastRoles))('%s answers UNAUTHENTICATED without a token', async (field) => {
    const { errors } = await asking(field, registry.anyone);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it.each(Object.entries(leastRoles).flatMap(([field, role]) => (below[role] ? [[field, below[role]] as const] : [])))(
    '%s answers FORBIDDEN to a %s, whatever the input is',
    async (field, role) => {
      const { data, errors } = await asking(field, await registry.actor({ role }));
      expect(errors).toBeUndefined();
      expect(data).toEqual({ [field]: { code: 'FORBIDDEN' } });
    },
  );

  it('a secret is reported to those who may write', async () => {
    const { errors } = await asking('rollbackAgent', await registry.actor({ role: 'admin' }));
    expect(errors).toMatchObject([{ message: expect.stringContaining('a GitHub token') }]);
  });

  it('the length of a comment is checked before its content', async () => {
    const viewer = await registry.actor({ role: 'viewer' });
    const { errors } = await viewer.ask(
      'mutation ($input: RateTemplateInput!) { rateTemplate(input: $input) { __typename } }',
      { input: { templateId: 'any-template', rating: 5, comment: `${secret} ${'-eyJ'.repeat(100_000)}` } },
    );
    expect(errors).toMatchObject([{ message: expect.stringContaining('`comment` must be 1 to 2000 characters') }]);
  });
});
