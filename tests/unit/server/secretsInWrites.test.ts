import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { secretInWrite } from '../../../server/graphql/secretsInWrites.ts';
import type { Viewer } from '../../../src/viewer.ts';

const admin: Viewer = { kind: 'user', id: '00000000-0000-4000-8000-000000000001', role: 'admin', namespace: 'acme' };
const secret = `ghp_${'a1B2'.repeat(9)}`;
const document = parse('mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { __typename } }');
const operation = getOperationAST(document);

const told = (variables: Record<string, unknown>): string | undefined =>
  operation ? secretInWrite(admin, document, operation, variables)?.message.split(' holds ')[0] : undefined;

describe('a secret in the variables of a write', () => {
  it.each<[string, Record<string, unknown>]>([
    ['`url`', { input: { url: secret } }],
    ['`filter.entryId`', { input: { filter: { entryId: secret } } }],
    ['`filter.types[1]`', { input: { filter: { types: ['agent.added', secret] } } }],
    ['`items[0].id`', { input: { items: [{ id: secret }] } }],
    ['`id`', { id: secret }],
    ['`items`', { items: [secret] }],
    ['`filter`', { input: { filter: { [secret]: 'a' } } }],
    ['`filter`', { input: { filter: { 'not a name': secret } } }],
  ])('is reported at %s', (place, variables) => {
    expect(told(variables)).toBe(place);
  });

  it('is reported without the keys that are too deep to be read', () => {
    const name = 'a'.repeat(31);
    const deep = Array.from({ length: 20 }).reduce<unknown>((value) => ({ [name]: value }), secret);
    expect(told({ input: { deep } })).toBe(`\`deep${`.${name}`.repeat(7)}\``);
  });

  it('is none where there is none', () => {
    expect(told({ input: { filter: { types: ['agent.added'] } } })).toBeUndefined();
  });

  it('is never made of one text and the next, or of a text and the document', () => {
    const header = `-----BEGIN ${'PRIVATE'} KEY-----`;
    expect(told({ input: { url: header, description: 'a1B2'.repeat(20) } })).toBeUndefined();
    expect(told({ input: { description: 'a1B2'.repeat(20), url: header } })).toBeUndefined();
  });

  it('is reported in the document that holds it', () => {
    const literal = parse(`mutation { createWebhook(input: { url: "${secret}" }) { __typename } }`);
    const write = getOperationAST(literal);
    expect(write && secretInWrite(admin, literal, write, {})?.message).toBe(
      'The document holds what looks like a secret (a GitHub token). Send a reference to it.',
    );
  });
});
