import { describe, expect, it, vi } from 'vitest';
import { looksRandom } from '../../../packages/manifest/secrets/randomText.ts';
import {
  findSecrets,
  isSecretName,
  redactSecrets,
  secretsInProse,
  secretsInValue,
} from '../../../packages/manifest/secrets/secrets.ts';

// Written in parts, so that no scanner reports this file as a leak.
const random = (length: number) => 'q7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js'.repeat(Math.ceil(length / 31)).slice(0, length);
const hex = (length: number) => '0f9e8d7c6b5a49382716'.repeat(12).slice(0, length);

const tokens: [rule: string, text: string][] = [
  ['aws-access-key', `${'AKIA'}Y34FZKBOKMUTVV7A`],
  ['aws-access-key', `${'ASIA'}Y34FZKBOKMUTVV7A`],
  ['aws-secret-key', `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}q7Zx2Kp9Lm`],
  ['github-token', `${'gh'}p_${random(36)}`],
  ['github-token', `${'gh'}s_${random(36)}`],
  ['github-token', `${'github'}_pat_${random(22)}_${random(59)}`],
  ['gitlab-token', `${'gl'}pat-${random(20)}`],
  ['slack-token', `${'xo'}xb-123456789012-1234567890123-${random(24)}`],
  ['slack-webhook', `https://${'hooks.slack'}.com/services/T00000000/B00000000/${random(24)}`],
  ['stripe-key', `${'sk'}_live_${random(24)}`],
  ['stripe-key', `${'rk'}_test_${random(24)}`],
  ['anthropic-key', `${'sk'}-ant-api03-${random(80)}`],
  ['openai-key', `${'sk'}-proj-${random(60)}`],
  ['openai-key', `${'sk'}-${random(48)}`],
  ['google-key', `${'AI'}za${random(35)}`],
  ['jwt', `${'ey'}JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${random(43)}`],
  ['private-key', `-----BEGIN ${'RSA PRIVATE'} KEY-----\nMIIE${random(60)}\n`],
  ['private-key', `-----BEGIN ${'PRIVATE'} KEY-----\\n${random(64)}\\n`],
  ['private-key', `-----BEGIN ${'OPENSSH PRIVATE'} KEY-----\n    ${random(32)}\n    ${random(32)}`],
  ['private-key', `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----\nVersion: 1\n\n${random(64)}`],
  ['npm-token', `${'np'}m_${random(36)}`],
  ['pypi-token', `${'py'}pi-${random(80)}`],
  ['supabase-key', `${'sb'}_secret_${random(22)}`],
  ['supabase-key', `${'sb'}p_${hex(40)}`],
  ['sendgrid-key', `${'SG'}.${random(22)}.${random(43)}`],
  ['huggingface-token', `${'h'}f_${random(34)}`],
  ['url-password', `${'postgres'}://app:hunter2secret@db.example.com:5432/app`],
  ['url-password', `${'mongodb+srv'}://root:aB3dE5@cluster0.mongodb.net`],
  ['url-password', `${'redis'}://:p4ssw0rd@cache:6379/0`],
  ['url-password', `${'https'}://bob:s3cr3t@example.com/x`],
  ['basic-auth', `Authorization: Basic ${'dXNlcjpw'}YXNzd29yZA==`],
  ['basic-auth', `Bearer ${random(40)}`],
  ['azure-key', `DefaultEndpointsProtocol=https;AccountKey=${random(86)}==`],
  ['digitalocean-token', `${'do'}p_v1_${hex(64)}`],
  ['vault-token', `${'hv'}s.${random(24)}`],
];

describe('well-known tokens', () => {
  it.each(tokens)('are detected as %s', (rule, text) => {
    expect(findSecrets(`some text ${text} and more`).map((found) => found.rule)).toContain(rule);
    expect(findSecrets(`"${text}"`).map((found) => found.rule)).toContain(rule);
  });

  it.each([
    ['basic-auth', `AUTHORIZATION: BASIC ${'dXNlcjpw'}YXNzd29yZA==`],
    ['basic-auth', `BEARER ${random(40)}`],
    ['basic-auth', `bearer\t${random(40)}`],
    ['aws-secret-key', `aWS_SECRET=${random(31)}${random(9)}`],
    ['url-password', `${'POSTGRES'}://APP:HUNTER2SECRET@DB.EXAMPLE.COM`],
  ])('are detected as %s in any case', (rule, text) => {
    expect(findSecrets(text)).toMatchObject([{ rule }]);
    expect(redactSecrets(text)).toContain('(hidden)');
  });

  it.each([
    ['github-token', `${'gh'}p_abcdefabcdefabcdefabcdefq7z2k9p`],
    ['aws-access-key', `${'AKIA'}EXAMPLEY34FZKBOK`],
    ['basic-auth', `Bearer q7Zx2Kp9Lm-${'1234567890'.repeat(4)}`],
    ['anthropic-key', `${'sk'}-ant-api03-whereq7Zx2yourKp9Lm4Vt8`],
    ['url-password', `${'postgres'}://app:hunterpwd@db.example.com`],
    ['url-password', `${'postgres'}://app:pwdhunter@db.example.com`],
    ['url-password', `${'postgres'}://app:hunterxx@db.example.com`],
    ['url-password', `${'postgres'}://app:xxhunter@db.example.com`],
    ['url-password', `${'postgres'}://app:hunter[x@db.example.com`],
    ['url-password', `${'postgres'}://app:testqwz1@db.example.com`],
  ])('are detected as %s although a part looks like an example: %s', (rule, text) =>
    expect(findSecrets(text)).toMatchObject([{ rule }]),
  );

  it.each([
    `${'gh'}p_abcdefabcdefabcdefabcdefq7z2k9`,
    `${'gh'}p_${'ab'.repeat(18)}`,
    `${'sk'}_live_1234567890abcdef`,
    `${'sk'}-ant-api03-your-key-goes-into-this`,
    `${'sk'}-ant-api03-your_key_goes_into_this`,
    `${'sk'}-ant-paste-the-key-here`,
    `${'sk'}-ant-paste_the_key_here`,
    `${'sk'}-ant-change-me-before-the-start`,
    `${'sk'}-ant-change_me-before-the-start`,
    `${'sk'}-ant-changemebeforethestart`,
    `${'sk'}-ant-a-placeholder-for-the-key`,
    `${'sk'}-ant-the-key-was-redacted`,
    `${'sk'}-ant-q7Zx2Kp9Lmxxxxx`,
    'Bearer q7Zx2Kp9Lm4Vt8Rb3...',
    `AccountKey=${'1234567890abcdef'.repeat(3)}`,
    `SharedAccessKey=${'1234567890abcdef'.repeat(3)}`,
    `aws_secret_access_key = ${'1234567890'.repeat(4)}`,
    `"aws_secret_access_key": "${'1234567890'.repeat(4)}"`,
    `${'postgres'}://app:x@db.example.com`,
    `${'postgres'}://app:app@db.example.com`,
    `${'postgres'}://app:pwd@db.example.com`,
    `${'postgres'}://app:PWD@db.example.com`,
    `${'postgres'}://app:[db-value]@db.example.com`,
    `${'postgres'}://app:xxx@db.example.com`,
    `${'postgres'}://app:***@db.example.com`,
    `${'postgres'}://app:testqw1@db.example.com`,
    `${'postgres'}://app:\${DB_PASSWORD}@db.example.com`,
  ])('are not examples such as %s', (text) => expect(findSecrets(text)).toEqual([]));

  const header = `-----BEGIN ${'RSA PRIVATE'} KEY-----`;

  it.each([
    [`${header}\n${random(40)}`],
    [`${header}\n${random(20)}\n${random(20)}`],
    [`${header}\n1. key: ${random(64)}`],
    [`${header}\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: AES-128-CBC,F0\\n\\n${random(64)}\\n`],
    [`${header}\\r\\nProc-Type: 4,ENCRYPTED\\r\\n\\r\\n${random(64)}\\r\\n`],
  ])('are keys of at least 40 characters in base64: %j', (text) =>
    expect(findSecrets(text)).toMatchObject([{ rule: 'private-key' }]),
  );

  it.each([
    [`${header}\n${random(39)}`],
    [`${header}\n${random(16)}\n${random(16)}`],
    [`${header}\nPaste the 2048 bits of the Key between these lines, and save the file.`],
    [`${header}\nComment: ${random(64)}\n`],
    [`${header}\\nComment: ${random(64)}\\n`],
    [`${header}\n${random(40)}EXAMPLE`],
    [`${header}\n${'g7z2k9m4t8r3n6w1'.repeat(4)}`],
  ])('are not keys: %j', (text) => expect(findSecrets(text)).toEqual([]));

  it('are never repeated in a finding', () => {
    for (const [, text] of tokens)
      for (const found of findSecrets(text)) expect(JSON.stringify(found)).not.toContain(text.slice(4, 20));
  });
});

const harmless = [
  'You are a careful reviewer. Never ask for a password; secrets are read from ${GITHUB_TOKEN}.',
  'Set the header to Bearer ${secret:MCP_TOKEN} or to {{ variables.token }}.',
  'postgres://user:password@localhost:5432/db',
  'postgres://${DB_USER}:${DB_PASSWORD}@db.example.com/app',
  'https://example.com/a:b@c/d',
  'https://github.com/modelcontextprotocol/servers/tree/2a4b5c6d7e8f90123456789abcdef01234567890',
  'b7e23ec29af22b0b4e41da31e868d57226121c84',
  'a3f5c9d2e8b7461f0a9d8c7b6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f',
  'sha256:a3f5c9d2e8b7461f0a9d8c7b6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f',
  'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
  '123e4567-e89b-12d3-a456-426614174000',
  'your-api-key',
  'sk-your-key-here',
  'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  '<YOUR_TOKEN>',
  'sk-...',
  'Bearer <token>',
  '@modelcontextprotocol/server-github@2025.4.8',
  'ghcr.io/github/github-mcp-server@sha256:a3f5c9d2e8b7461f0a9d8c7b6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f',
  'thisIsAVeryLongCamelCaseIdentifierForVersion2Of2024',
  'THIS_IS_A_LONG_CONSTANT_NAME_WITH_VERSION_2_0_IN_IT',
  'packages/shared/agents/code-reviewer/prompts/system-v2.md',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'Basic authentication is not supported; use tokens.',
  'The basic configuration of authentication middleware',
  'The task-management-and-scheduling-assistant answers.',
  'token: string, the token of the user',
  'password: required',
  'api_key = os.environ["API_KEY"]',
  'apiKey: process.env.OPENAI_API_KEY',
  'secret=${secret:NAME}',
  'const token = await getToken(request)',
  'Wer den Schlüssel verliert, braucht einen neuen.',
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN CERTIFICATE-----',
  'eyJ is how a JWT begins',
  'claude-sonnet-4-5-20250929',
  // Published examples, or values that only have the format.
  `${'AKIA'}IOSFODNN7EXAMPLE`,
  `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`,
  `const API_KEY = "${'sk'}_live_abc123def456";`,
  `${'gh'}p_1234567890abcdef1234567890abcdef1234`,
  `${'gh'}s_${'a'.repeat(36)}`,
  `-----BEGIN ${'RSA PRIVATE'} KEY-----`,
  `-----BEGIN ${'PRIVATE'} KEY-----\n... the key ...\n-----END ${'PRIVATE'} KEY-----`,
  `${'ey'}JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c`,
  `${'amqp'}://guest:guest@localhost:5672`,
  `${'postgres'}://postgres:test@localhost/test`,
  `${'postgresql'}://admin:password123@prod-db:5432/main`,
  'password: "securepass123"',
  "'password': 'Test@123'",
  'Use the test credentials: password: TestPass123',
  'Figma Token: "Desktop/Title/H1"',
  'API_KEY=secret123',
  'token = config.apiKeyV2',
  'ProjectV2ItemFieldSingleSelectValue',
  'public void GetProduct_WithInvalidId_Returns404() {}',
  'https://example.com/notion/Skills-for-Claude-28dA4445d27B80c7Zf1df7D8615723qX',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7q7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js bob@example.com',
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5\n-----END PUBLIC KEY-----',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
];

describe('text without a secret', () => {
  it.each(harmless)('is accepted: %s', (text) => {
    expect(secretsInProse(text)).toEqual([]);
    expect(secretsInValue('description', text, false)).toEqual([]);
  });
});

describe('a value with a name', () => {
  it.each([
    ['GITHUB_TOKEN', 'abc123def456'],
    ['AWS_SECRET_ACCESS_KEY', `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}q7Zx2Kp9Lm`],
    ['API_KEY', 'letmein99'],
    ['apiKey', 'k1234567'],
    ['x-api-key', 'abc12345'],
    ['DB_PASSWORD', 'correct'],
    ['Authorization', 'Bearer abc'],
    ['Authorization', 'Token t0k3n'],
    ['Cookie', 'session=abc'],
    ['client_secret', 's3cr3tval'],
    ['SOME_VALUE', random(40)],
  ])('%s: %s is reported in mcp.json', (name, value) => expect(secretsInValue(name, value, true)).not.toEqual([]));

  it.each<[name: string, value: string, strict: boolean, confidence: 'high' | 'low', literal: string]>([
    ['API_KEY', ' letmein99 ', true, 'high', 'letmein99'],
    ['Authorization', 'Token trueblood', true, 'high', 'trueblood'],
    ['API_KEY', '1234567', true, 'high', '1234567'],
    ['API_KEY', 'tokenabc', true, 'high', 'tokenabc'],
    ['API_KEY', 'mytoken', true, 'high', 'mytoken'],
    ['API_KEY', 'abcdefgh ${X}', true, 'high', 'abcdefgh'],
    ['API_KEY', 'q7Zx2yourKp9Lm4Vt8Rb', true, 'high', 'q7Zx2yourKp9Lm4Vt8Rb'],
    ['API_KEY', 'q7Zx2EXAMPLEKp9Lm4Vt8', true, 'high', 'q7Zx2EXAMPLEKp9Lm4Vt8'],
    ['password', 'Tr0ub4dor&3x', false, 'high', 'Tr0ub4dor&3x'],
    ['password', 'TestPass123', false, 'low', 'TestPass123'],
    ['password', 'aabbcd12', false, 'high', 'aabbcd12'],
    ['password', 'a1b2c3d', false, 'high', 'a1b2c3d'],
  ])('%s: %j (strict: %s) is reported with %s confidence', (name, value, strict, confidence, literal) =>
    expect(secretsInValue(name, value, strict)).toEqual([
      { rule: 'named-secret', what: `a literal value of "${name}"`, confidence, value: literal, at: 0 },
    ]),
  );

  it('has a name of which a finding shows 60 characters', () =>
    expect(secretsInValue(`${'n'.repeat(100)}_token`, 'abc', true)).toMatchObject([
      { what: `a literal value of "${'n'.repeat(60)}"` },
    ]));

  it.each([
    ['API_KEY', ' true '],
    ['API_KEY', 'FALSE'],
    ['API_KEY', 'none'],
    ['API_KEY', 'null'],
    ['API_KEY', '123456'],
    ['API_KEY', 'abababab'],
    ['API_KEY', 'yourapikeygoesintothis'],
    ['API_KEY', 'q7Zx2yourKp9Lm4Vt8Rb-x'],
    ['API_KEY', 'q7Zx2Kp9Lm4Vt8RbEXAMPLE'],
    ['API_KEY', 'q7Zx2Kp9Lm4Vt8RbEXAMPLEKEY'],
    ['API_KEY', 'abcdefg ${X}'],
    ['Authorization', 'Bearer'],
    ['Authorization', 'token'],
  ])('%s: %j is accepted in mcp.json', (name, value) => expect(secretsInValue(name, value, true)).toEqual([]));

  it.each([
    ['password', 'a1b2c3'],
    ['password', '12345678'],
    ['password', 'aaabbb12'],
    ['password', 'abc${X}123d'],
  ])('%s: %j is accepted in metadata', (name, value) => expect(secretsInValue(name, value, false)).toEqual([]));

  it('that says nothing about it is reported with low confidence when the value is random', () =>
    expect(secretsInValue('SOME_VALUE', random(40), true)).toMatchObject([{ confidence: 'low' }]));

  it.each([
    ['GITHUB_TOKEN', '${GITHUB_TOKEN}'],
    ['GITHUB_TOKEN', '${secret:GITHUB_TOKEN}'],
    ['Authorization', 'Bearer ${secret:T}'],
    ['API_KEY', 'your-api-key'],
    ['API_KEY', ''],
    ['MAX_TOKENS', '4096'],
    ['LOG_LEVEL', 'debug'],
    ['AUTH_MODE', 'oauth'],
    ['PUBLIC_KEY', 'abc123def456'],
    ['TOKEN_LIMIT', '100000'],
    ['DATABASE_URL', 'postgres://${USER}:${PASSWORD}@db.example.com/app'],
    ['API_KEY_HEADER', 'X-Api-Key'],
    ['PATH_STYLE', 'a/b/c'],
  ])('%s: %s is accepted in mcp.json', (name, value) => expect(secretsInValue(name, value, true)).toEqual([]));

  it.each([
    ['apiKey', 'k1j2h3g4f5d6'],
    ['password', 'Tr0ub4dor&3x'],
    ['password', 'hunter2'],
  ])('%s: %s is refused in metadata', (name, value) => expect(secretsInValue(name, value, false)).not.toEqual([]));

  it.each([
    ['token', 'Where the token is kept'],
    ['secret', 'vault'],
    ['secret', 'vault/path/db-1'],
    ['token', 'oauth2.token.v1'],
    ['secret', 'my-secret-2'],
    ['password', 'see 1Password, entry 12'],
    ['dsn', 'none'],
  ])('%s: %s is accepted in metadata', (name, value) => expect(secretsInValue(name, value, false)).toEqual([]));
});

it.each([
  'GITHUB_TOKEN',
  'token',
  'apiKey',
  'api-key',
  'openaiApiKey',
  'X-API-Key',
  'Authorization',
  'AWS_SECRET_ACCESS_KEY',
  'password',
  'DB_PASSWORD',
  'clientSecret',
  'Cookie',
  'GITHUB_PAT',
])('%s is the name of a secret', (name) => expect(isSecretName(name)).toBe(true));
it.each([
  'MAX_TOKENS',
  'tokens',
  'AUTHOR',
  'KEYBOARD',
  'monkey',
  'primaryKey',
  'PUBLIC_KEY',
  'path',
  'compat',
  'SECRETARY',
  'tokenizer',
  'keys',
  'passport',
])('%s is not the name of a secret', (name) => expect(isSecretName(name)).toBe(false));

it('reads the first 200 characters of a name', () => {
  expect(isSecretName(`${'n'.repeat(194)}_token`)).toBe(true);
  expect(isSecretName(`${'n'.repeat(195)}_token`)).toBe(false);
});

it.each([
  `Set password: ${random(12)}`,
  `client_secret = "${random(20)}"`,
  `${'AKIA'}IOSFODNN7EXAMPLE and ${'AKIA'}Y34FZKBOKMUTVV7A`,
])('reports %j with high confidence', (text) => expect(secretsInProse(text)).toMatchObject([{ confidence: 'high' }]));

it('reports a lone random word with low confidence', () =>
  expect(secretsInProse(`Use ${random(32)} here.`)).toMatchObject([
    { rule: 'high-entropy', confidence: 'low', at: 4 },
  ]));

it('reports what is assigned to a name once, where its value begins', () => {
  const token = `${'gh'}p_${random(36)}`;
  expect(secretsInProse(`token = "${token}"`)).toEqual([
    { rule: 'github-token', what: 'a GitHub token', confidence: 'high', value: token, at: 9 },
  ]);
  expect(secretsInProse(`Here: password: '${random(32)}'.`)).toEqual([
    { rule: 'assigned-secret', what: 'a secret assigned to a name', confidence: 'high', value: random(32), at: 17 },
  ]);
  expect(secretsInProse('password: aabbcd12')).toEqual([]);
  expect(secretsInProse(`${random(24)} password=${random(12)} ${random(25)}`)).toMatchObject([
    { rule: 'assigned-secret', at: 34 },
    { rule: 'high-entropy', at: 0 },
    { rule: 'high-entropy', at: 47 },
  ]);
});

it.each([
  random(24),
  random(64),
  random(4_096),
  'ab123CD567ef89GH012ij34KL',
  'aB1cD2eF3gH4kL5aB1cD2eF3gH4',
  'Q7abcdZ2K9efghM4V8xR3N6W',
  'A7BbC2D9EcF4G1HdJ8K3L6MnP5',
  'q7x2k9Km4v8t1Rb3n6w5Dz0y2',
  'a7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5',
])('takes a word of mixed characters for random: %s', (word) =>
  expect(secretsInProse(word)).toEqual([
    { rule: 'high-entropy', what: 'a random string such as a key', confidence: 'low', value: word, at: 0 },
  ]),
);

it.each([
  ['too short', random(23)],
  ['too long', random(4_097)],
  ['hexadecimal', 'A3f5C9d2E8b7461f0A9d8c7B6e5F4a3B2c1D0e9F'],
  ['a UUID', '123e4567-E89b-12D3-a456-426614174000'],
  ['without capitals', 'g7z2k9m4t8r3n6w1y5h0s2x7'],
  ['of few characters', 'gX1gX1gX1gX1gX1gX1gX1gX1'],
  ['in groups of one sort', 'ab1234CD567ef890GH12ij345'],
  ['half of words', 'abcQ7defZ2ghiK9jklM4V8xR'],
  ['half of capitalized words', 'Q7AbcdefZ2K9EfghijM4V8xR'],
  ['an example', `${random(24)}EXAMPLE`],
  ['a placeholder', `your_${random(24)}`],
  ['an image', `iVBORw0KGgo${random(24)}`],
])('does not take a word for random that is %s', (_, word) => expect(looksRandom(word)).toBe(false));

it('reports a random word after references and links where it is', () => {
  expect(secretsInProse(`\${TOKEN} ${random(24)}`)).toMatchObject([{ rule: 'high-entropy', at: 9 }]);
  expect(secretsInProse(`{{ name }} ${random(24)}`)).toMatchObject([{ rule: 'high-entropy', at: 11 }]);
  expect(secretsInProse(`https://example.com/a ${random(24)}`)).toMatchObject([{ rule: 'high-entropy', at: 22 }]);
});

it('redacts every well-known token, and nothing around it', () =>
  expect(redactSecrets(`a ${'gh'}p_${random(36)} b`)).toBe('a (hidden) b'));

it('detects randomness, not length', () => {
  expect(looksRandom(`x ${random(32)} y`)).toBe(true);
  expect(looksRandom('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1A')).toBe(false);
});

it.each([
  'sk-',
  'eyJ',
  'token=',
  '://',
  'a:',
  'aB3',
  'Bearer ',
  'xox',
  '${',
  '{{',
  'sha256-',
  'data:;base64,',
  'AccountKey=',
  '-----BEGIN ',
  'password=',
  'aB3/',
])('takes linear time for a megabyte of %j', (text) => {
  /** How often a pattern is tried, and how much text those get that search from the start. */
  function workOn(length: number): number {
    const exec = vi.spyOn(RegExp.prototype, 'exec');
    secretsInProse(text.repeat(length / text.length));
    const work = exec.mock.calls.reduce(
      (sum, [searched], index) =>
        sum + 1 + ((exec.mock.contexts[index] as RegExp).global ? 0 : String(searched).length),
      0,
    );
    exec.mockRestore();
    return work;
  }
  // tests/unit/linearPatterns.test.ts proves that each pattern is linear.
  expect(workOn(40_000)).toBeLessThanOrEqual(2.1 * workOn(20_000));
  secretsInProse(text.repeat(1_000_000 / text.length));
});
