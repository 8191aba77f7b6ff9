import { describe, expect, it } from 'vitest';
import {
  assignedSecrets,
  isReference,
  isSecretName,
  looksTyped,
  secretsInValue,
} from '../../../packages/manifest/secrets/secrets.ts';

const keys = ['api', 'secret', 'access', 'private', 'signing', 'encryption', 'auth'];

describe('the name of a secret', () => {
  it.each(keys.flatMap((kind) => ['', '-', '_', ' '].map((between) => `${kind}${between}key`)))('may be %j', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSecretName(name.toUpperCase())).toBe(true);
    expect(isSecretName(`my-${name}`)).toBe(true);
    expect(isSecretName(`${name}-id`)).toBe(false);
  });

  it.each(keys.flatMap((kind) => ['.', '--'].map((between) => `${kind}${between}key`)))('is not %j', (name) =>
    expect(isSecretName(name)).toBe(false),
  );

  it.each(['token', 'secret', 'password', 'passwd', 'passphrase', 'pwd', 'credential', 'credentials', 'authorization'])(
    'may be %j',
    (name) => expect(isSecretName(name)).toBe(true),
  );

  it.each(['cookie', 'dsn', 'pat', 'bearer'])('may be %j, as a word of its own', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSecretName(`my2${name}`)).toBe(true);
    expect(isSecretName(`my${name}`)).toBe(false);
  });
});

describe('a value that is only references', () => {
  it.each([
    '${A}',
    ' ${A} ',
    '${A}${secret:B}',
    '',
    ...['Basic', 'Bearer', 'token', 'ApiKey', 'digest', 'Bot'].map((scheme) => ` ${scheme}  \${A}`),
  ])('may be %j', (value) => expect(isReference(value)).toBe(true));

  it.each(['a', '${A} a', 'Scheme ${A}', 'Bearer', '${A} Bearer x', 'Bearer${A}x', 'my-bearer ${A}', 'Bearer a ${A}'])(
    'is not %j',
    (value) => expect(isReference(value)).toBe(false),
  );

  it('has a scheme, of which the finding of another value shows nothing', () => {
    expect(secretsInValue('Authorization', 'Bot  abc def', true)).toMatchObject([{ value: 'abc def' }]);
    expect(secretsInValue('Authorization', 'my-bot abc', true)).toMatchObject([{ value: 'my-bot abc' }]);
    expect(secretsInValue('Authorization', 'abc bot def', true)).toMatchObject([{ value: 'abc bot def' }]);
  });
});

it('reports a token of a known form as what it is, whatever its name is', () => {
  const token = `${'gh'}p_${'q7Zx2Kp9Lm'.repeat(4)}`;
  const found = { rule: 'github-token', what: 'a GitHub token', confidence: 'high', value: token, at: 7 };
  expect(secretsInValue('API_KEY', `Bearer ${token}`, true)).toContainEqual(found);
  expect(secretsInValue('note', `Use it ${token}`, false)).toEqual([found]);
});

describe('a word that looks typed', () => {
  it.each([
    'hunter2z',
    'Zhttp://Q7x2k9m',
    'Q7x2-k9m4',
    'Q7xk-m4',
    'ab1234-kmqzx',
    'abc-123kmq',
    'q-7!kmzx9',
    'q7_KMZX',
    'Q7x_KMZX1',
    'KMZX_12345',
    'KMZ_QX7k',
    '7kmz.qxv',
    'kmz.7qxv2',
    'kmzq.qxv9!',
    '7kmz/qxv',
    'kmzq/qxv9!',
    'Kmzq1234/Qxvw',
    'KMz!q/Qx7',
    'q7!KMZ_QXV',
  ])('is %s', (text) => expect(looksTyped(text)).toBe(true));

  it.each([
    'http://Q7x2k9m!',
    'https://Q7x2k9m!',
    'kmzq123-vault-12345678',
    'kmz.qxv:12',
    'kmz/qxv_1',
    'KMZ_QXV_1234',
    'KMZQ__XV7',
    'kmZq.Qxv7.$w_2',
    '_kmz2.Qxv',
    'Kmz1/Qxv2/Klm345',
  ])('is not the name %s', (text) => expect(looksTyped(text)).toBe(false));
});

describe('what is assigned', () => {
  const value = 'hunter2zkq';

  it.each(['token', 'apikey', 'api-key', 'api_key', 'secret', 'password', 'passwd', 'pwd', 'myToken', 'API_KEY'])(
    'to %s is found',
    (name) => {
      for (const before of [`${name}=`, `${name}: `, `"${name}": "`, `'${name}' = '`, `\`${name}\`     =     \``])
        expect(assignedSecrets(before + value)).toEqual([
          {
            rule: 'assigned-secret',
            what: 'a secret assigned to a name',
            confidence: 'high',
            value,
            at: before.length,
          },
        ]);
    },
  );

  it.each(['', '-', '_', ' '].flatMap((a) => ['', '-', '_', ' '].map((b) => `public${a}key${b}token`)))(
    'to %j is not a secret',
    (name) => expect(assignedSecrets(`${name}=${value}`)).toEqual([]),
  );

  it.each(['public.keytoken', 'publickey.token'])('to %j is a secret', (name) =>
    expect(assignedSecrets(`${name}=${value}`)).toMatchObject([{ value }]),
  );

  it.each([
    `key=${value}`,
    `api.key=${value}`,
    `token.=${value}`,
    `token""=${value}`,
    `token      =${value}`,
    `token=      ${value}`,
    `token ${value}`,
    'token=hunter2',
    'token=hunter2(zkq',
  ])('is not found in %s', (text) => expect(assignedSecrets(text)).toEqual([]));

  it.each([...' \n"\'`,;<>(){}'])('ends before %j', (end) =>
    expect(assignedSecrets(`token=${value}${end}x`)).toMatchObject([{ value }]),
  );

  it('has 200 characters at most', () =>
    expect(assignedSecrets(`token=${value.repeat(21)}`)).toMatchObject([{ value: value.repeat(20) }]));

  it('is found beside a token of a known form', () => {
    const token = `${'gh'}p_${'q7Zx2Kp9Lm'.repeat(4)}`;
    expect(assignedSecrets(`${token} password=${value} ${token}`)).toMatchObject([
      { rule: 'github-token' },
      { rule: 'github-token' },
      { rule: 'assigned-secret', value },
    ]);
  });
});
