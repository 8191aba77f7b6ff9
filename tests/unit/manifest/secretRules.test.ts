import { describe, expect, it, vi } from 'vitest';
import { findTokens } from '../../../packages/manifest/secrets/secrets.ts';

/** The characters of a token, and their neighbors, which are not. Tokens are repetitions: no scanner reports this file. */
interface Alphabet {
  of: string;
  not: string;
}

const capitals = { of: 'A0Z9QK7M', not: 'az@[/:_-' };
const letters = { of: 'a0Z9Azq7Kp4Lm', not: '@[`{/:_-+' };
const lettersAndHyphen = { of: 'a0Z9-Azq7K', not: '@[`{/:_.+' };
const lettersAndUnderscore = { of: 'a0Z9_Azq7K', not: '@[`{/:-.+' };
const word = { of: 'a0Z9_Az-q7K', not: '@[`{/:.+' };
const wordAndDot = { of: 'a0Z9_Az-q.7K', not: '@[`{/:+' };
const wordAndEquals = { of: 'a0Z9_Az-q=7K', not: '@[`{/:+.' };
const base64 = { of: 'a0Z9+Az/q7K', not: '@[`{:_-.' };
const paddedBase64 = { of: 'a0Z9+Az/q=7K', not: '@[`{:_-.' };
const cookie = { of: 'a0%2FZ9+Az-q_7K=/', not: '@[`{:.;"' };
const hex = { of: 'a0f9c3e8', not: 'g`/:AF-' };
const anyHex = { of: 'a0f9AF3e', not: 'gG`@/:-' };

const repeat = ({ of }: Alphabet, length: number) => of.repeat(Math.ceil(length / of.length)).slice(0, length);

interface Form {
  rule: string;
  what: string;
  /** How a token may begin: each way once. */
  starts: string[];
  /** How a token does not begin. */
  others?: string[];
  alphabet: Alphabet;
  /** The lengths of what follows. */
  lengths: [shortest: number, longest: number];
  /** Whether the token must end where a word does. Otherwise, what is longer is cut off. */
  ends?: true;
  /** Whether it may follow a character of a word. */
  inside?: true;
}

const aws = { rule: 'aws-access-key', what: 'an AWS access key id' };
const github = { rule: 'github-token', what: 'a GitHub token' };
const gitlab = { rule: 'gitlab-token', what: 'a GitLab token' };
const slack = { rule: 'slack-token', what: 'a Slack token' };
const stripe = { rule: 'stripe-key', what: 'a Stripe key' };
const openai = { rule: 'openai-key', what: 'an OpenAI key' };
const google = { rule: 'google-key', what: 'a Google API key' };
const npm = { rule: 'npm-token', what: 'an npm token' };
const supabase = { rule: 'supabase-key', what: 'a Supabase key' };
const vercel = { rule: 'vercel-token', what: 'a Vercel token' };
const notion = { rule: 'notion-token', what: 'a Notion token' };
const groq = { rule: 'groq-key', what: 'a Groq or xAI key' };
const perplexity = { rule: 'perplexity-key', what: 'a Perplexity or Replicate key' };
const azure = { rule: 'azure-key', what: 'an Azure key' };
const awsSecret = { rule: 'aws-secret-key', what: 'an AWS secret key' };
const discord = { rule: 'discord-webhook', what: 'a Discord webhook' };
const slackWebhook = { rule: 'slack-webhook', what: 'a Slack webhook' };
const sendgrid = { rule: 'sendgrid-key', what: 'a SendGrid key' };
const telegram = { rule: 'telegram-token', what: 'a Telegram bot token' };
const jwt = { rule: 'jwt', what: 'a signed token (JWT)' };
const privateKey = { rule: 'private-key', what: 'a private key' };
const url = { rule: 'url-password', what: 'a URL with a password' };
const authorization = { rule: 'basic-auth', what: 'an Authorization value' };

const forms: Form[] = [
  {
    ...aws,
    starts: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3TA', 'A3TZ', 'A3T0', 'A3T9'],
    others: ['AKIB', 'A3Ta', 'A3T_', 'akia'],
    alphabet: capitals,
    lengths: [16, 16],
    ends: true,
  },
  {
    ...github,
    starts: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    others: ['gha_', 'gh_', 'ghp-', 'GHP_'],
    alphabet: letters,
    lengths: [30, 255],
  },
  { ...github, starts: ['github_pat_'], alphabet: lettersAndUnderscore, lengths: [22, 255] },
  {
    ...gitlab,
    starts: ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glsoat-'],
    others: ['gl-', 'glpat_', 'glxx-'],
    alphabet: word,
    lengths: [20, 300],
  },
  { ...gitlab, starts: ['GR1348941'], alphabet: word, lengths: [20, 20] },
  {
    ...slack,
    starts: ['xoxa-', 'xoxb-', 'xoxc-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-0-', 'xapp-9-', 'xwfp-'],
    others: ['xoxz-', 'xox-', 'xoxe.', 'xapp-', 'xapp-a-', 'xapp-10-'],
    alphabet: lettersAndHyphen,
    lengths: [10, 250],
  },
  { ...slack, starts: ['xoxd-'], alphabet: cookie, lengths: [10, 1_000] },
  {
    ...slackWebhook,
    starts: ['hooks.slack.com/services/', 'hooks.slack.com/workflows/', 'hooks.slack.com/triggers/'],
    others: ['hooks.slack.com/others/', 'hooks-slack.com/services/', 'hooks.slack-com/services/'],
    alphabet: base64,
    lengths: [20, 100],
    inside: true,
  },
  {
    ...discord,
    starts: [
      `discord.com/api/webhooks/${'90'.repeat(5)}/`,
      `discordapp.com/api/webhooks/${'90'.repeat(12)}1/`,
      `discord.com/api/v9/webhooks/${'90'.repeat(9)}/`,
      `discord.com/api/v10/webhooks/${'90'.repeat(9)}/`,
    ],
    others: [
      `discord.com/api/webhooks/${'90'.repeat(4)}1/`,
      `discord.com/api/webhooks/${'90'.repeat(13)}/`,
      `discord.com/api/webhooks/${'90'.repeat(5)}a/`,
      `discord.com/api/v/webhooks/${'90'.repeat(5)}/`,
      `discord.com/api/v100/webhooks/${'90'.repeat(5)}/`,
      `discord-com/api/webhooks/${'90'.repeat(5)}/`,
    ],
    alphabet: word,
    lengths: [30, 100],
    inside: true,
  },
  {
    ...stripe,
    starts: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    others: ['pk_live_', 'sk_demo_', 'k_live_'],
    alphabet: letters,
    lengths: [16, 250],
  },
  { ...stripe, starts: ['whsec_'], alphabet: paddedBase64, lengths: [24, 100] },
  { rule: 'anthropic-key', what: 'an Anthropic key', starts: ['sk-ant-'], alphabet: word, lengths: [16, 250] },
  {
    ...openai,
    starts: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-or-v1-'],
    others: ['sk-other-', 'sk-proj_'],
    alphabet: word,
    lengths: [20, 250],
  },
  { ...openai, starts: ['sk-'], others: ['SK-', 'sk_'], alphabet: letters, lengths: [32, 64], ends: true },
  { ...google, starts: ['AIza'], alphabet: word, lengths: [35, 35] },
  { ...google, starts: ['GOCSPX-'], alphabet: word, lengths: [28, 28] },
  { ...google, starts: ['ya29.'], others: ['ya29-'], alphabet: word, lengths: [20, 250] },
  { ...npm, starts: ['npm_'], alphabet: letters, lengths: [36, 36], ends: true },
  {
    ...npm,
    starts: ['_authToken=', `_authToken${' '.repeat(5)}=`, `_authToken=${'\t'.repeat(5)}`],
    others: ['_authToken', '_authToken:', `_authToken${' '.repeat(6)}=`, `_authToken=${' '.repeat(6)}`, '_authTokens='],
    alphabet: word,
    lengths: [20, 200],
    inside: true,
  },
  { rule: 'pypi-token', what: 'a PyPI token', starts: ['pypi-'], alphabet: word, lengths: [50, 1000] },
  { ...supabase, starts: ['sb_secret_'], others: ['sb_publishable_'], alphabet: word, lengths: [16, 100] },
  { ...supabase, starts: ['sbp_'], alphabet: hex, lengths: [40, 40] },
  { ...vercel, starts: ['vercel_blob_rw_'], alphabet: lettersAndUnderscore, lengths: [20, 100] },
  { ...vercel, starts: ['vcp_'], alphabet: letters, lengths: [24, 100] },
  {
    ...sendgrid,
    starts: [`SG.${repeat(word, 16)}.`, `SG.${repeat(word, 32)}.`],
    others: [
      `SG.${repeat(word, 15)}.`,
      `SG.${repeat(word, 33)}.`,
      `SG.${repeat(word, 16)}-`,
      `SG-${repeat(word, 16)}.`,
    ],
    alphabet: word,
    lengths: [16, 64],
  },
  { rule: 'mailgun-key', what: 'a Mailgun key', starts: ['key-'], alphabet: hex, lengths: [32, 32], ends: true },
  {
    rule: 'twilio-key',
    what: 'a Twilio key',
    starts: ['SK'],
    others: ['AC'],
    alphabet: hex,
    lengths: [32, 32],
    ends: true,
  },
  {
    rule: 'huggingface-token',
    what: 'a Hugging Face token',
    starts: ['hf_'],
    alphabet: letters,
    lengths: [30, 60],
    ends: true,
  },
  {
    rule: 'digitalocean-token',
    what: 'a DigitalOcean token',
    starts: ['doo_v1_', 'dop_v1_', 'dor_v1_', 'dot_v1_'],
    others: ['doz_v1_', 'do_v1_', 'dop_v2_'],
    alphabet: hex,
    lengths: [64, 64],
    ends: true,
  },
  { rule: 'linear-key', what: 'a Linear key', starts: ['lin_api_'], alphabet: letters, lengths: [32, 64] },
  { ...notion, starts: ['ntn_'], alphabet: letters, lengths: [40, 60], ends: true },
  { ...notion, starts: ['secret_'], alphabet: letters, lengths: [43, 43], ends: true },
  { ...groq, starts: ['gsk_'], alphabet: letters, lengths: [40, 80] },
  { ...groq, starts: ['xai-'], alphabet: letters, lengths: [60, 120] },
  { ...perplexity, starts: ['pplx-'], alphabet: letters, lengths: [40, 80], ends: true },
  { ...perplexity, starts: ['r8_'], alphabet: letters, lengths: [36, 50], ends: true },
  {
    rule: 'atlassian-token',
    what: 'an Atlassian token',
    starts: ['ATATT3'],
    alphabet: wordAndEquals,
    lengths: [100, 300],
  },
  {
    rule: 'shopify-token',
    what: 'a Shopify token',
    starts: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    others: ['shpxx_', 'shp_'],
    alphabet: anyHex,
    lengths: [32, 32],
    ends: true,
  },
  {
    ...telegram,
    starts: [`${'90'.repeat(4)}:AA`, `${'90'.repeat(6)}:AA`],
    others: [`${'90'.repeat(3)}1:AA`, `${'90'.repeat(6)}1:AA`, `${'90'.repeat(4)}:AB`, `a${'0'.repeat(7)}:AA`],
    alphabet: word,
    lengths: [32, 36],
    ends: true,
  },
  {
    rule: 'vault-token',
    what: 'a Vault token',
    starts: ['hvs.', 'hvb.', 'hvr.'],
    others: ['hva.', 'hv.', 'hvs-'],
    alphabet: word,
    lengths: [24, 300],
  },
  {
    rule: 'doppler-token',
    what: 'a Doppler token',
    starts: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    others: ['dp.xx.', 'dp-pt.', 'dp.pt-'],
    alphabet: wordAndDot,
    lengths: [20, 100],
  },
  {
    rule: 'age-key',
    what: 'an age key',
    starts: ['AGE-SECRET-KEY-1'],
    others: ['AGE-SECRET-KEY-2'],
    alphabet: capitals,
    lengths: [58, 58],
    inside: true,
  },
  {
    ...azure,
    starts: ['AccountKey=', 'SharedAccessKey='],
    others: ['PublicKey=', 'AccountKey:'],
    alphabet: base64,
    lengths: [40, 100],
    inside: true,
  },
];

const found = (rule: { rule: string; what: string }, value: string, at: number) => ({
  rule: rule.rule,
  what: rule.what,
  confidence: 'high',
  value,
  at,
});

const cases = forms.flatMap(({ starts, ...form }) => starts.map((start) => ({ ...form, start })));

describe.each(cases)('$rule: $start…', ({ rule, what, start, alphabet, lengths, ends = false, inside = false }) => {
  const [shortest, longest] = lengths;
  const token = (length: number) => start + repeat(alphabet, length);
  const finding = (value: string, at: number) => [found({ rule, what }, value, at)];

  it('is found from its shortest to its longest form', () => {
    expect(findTokens(token(shortest))).toEqual(finding(token(shortest), 0));
    expect(findTokens(`one: (${token(shortest)})`)).toEqual(finding(token(shortest), 6));
    expect(findTokens(`one: (${token(longest)})`)).toEqual(finding(token(longest), 6));
  });

  it('is found each time', () =>
    expect(findTokens(`${token(shortest)} ${token(longest)}`)).toEqual([
      ...finding(token(shortest), 0),
      ...finding(token(longest), token(shortest).length + 1),
    ]));

  it('is not found when one character is missing', () => expect(findTokens(token(shortest - 1))).toEqual([]));

  it('is not found, or cut off, when it is longer', () =>
    expect(findTokens(token(longest + 1))).toEqual(ends ? [] : finding(token(longest), 0)));

  it('does not contain other characters', () => {
    for (const other of alphabet.not) {
      expect(findTokens(token(shortest - 1) + other), other).toEqual([]);
      if (!ends) expect(findTokens(token(shortest) + other), other).toEqual(finding(token(shortest), 0));
    }
  });

  it('does not end within a word', () => {
    if (ends && !alphabet.of.includes('_')) expect(findTokens(`${token(shortest)}_`)).toEqual([]);
  });

  it.each(['a', 'Z', '_'])('does not begin within a word, unless it may: %s', (before) =>
    expect(findTokens(before + token(shortest))).toEqual(inside ? finding(token(shortest), 1) : []),
  );
});

const nearMisses = forms.flatMap(({ rule, others = [], alphabet, lengths: [shortest] }) =>
  others.map((start) => ({ rule, start, text: start + repeat(alphabet, shortest) })),
);

it.each(nearMisses)('$rule: $start… is another text', ({ text }) => expect(findTokens(text)).toEqual([]));

/** What is found of each text: all of it, a part, or nothing. */
type Example = [rule: { rule: string; what: string }, text: string, value?: string];

const key = repeat(base64, 40);
const header = (words: string) => `-----BEGIN ${words}PRIVATE ${'KEY'}-----`;
const part = (length: number) => `eyJ${repeat(word, length)}`;
const signed = `${part(8)}.${part(4)}.${repeat(word, 10)}`;
const line = (length: number) => `\n${repeat(letters, length)}`;

const examples: Example[] = [
  [awsSecret, `aws_secret=${key}`],
  [awsSecret, `AWS_SECRET_ACCESS_KEY=${key}`],
  [awsSecret, `awskey:${key}`],
  [awsSecret, `aws${'-_a9'.repeat(5)}key${'-_a9'.repeat(5)}"     =     '${key}`],
  [awsSecret, `aws-secret': "${key}`],
  [awsSecret, `aws-secret\`: \`${key}`],
  [awsSecret, `aws_secret=${key}=`, `aws_secret=${key}`],
  [awsSecret, `aws_secret=${key}"`, `aws_secret=${key}`],
  [azure, `AccountKey=${key}=`],
  [azure, `AccountKey=${key}==`],
  [azure, `AccountKey=${key}===`, `AccountKey=${key}==`],
  [telegram, `${'90'.repeat(4)}:AA${repeat(letters, 31)}--`],
  [slack, `xoxe.xoxb-${repeat(lettersAndHyphen, 10)}`],
  [slack, `xoxe.xoxp-1-${repeat(letters, 200)}`],
  [slack, `d=xoxd-${repeat(cookie, 40)}; lang=en`, `xoxd-${repeat(cookie, 40)}`],
  [jwt, signed],
  [jwt, `${part(4000)}.${part(8000)}.${repeat(word, 2000)}`],
  [jwt, `${part(4000)}.${part(8000)}.${repeat(word, 2001)}`, `${part(4000)}.${part(8000)}.${repeat(word, 2000)}`],
  [jwt, `session-${signed}`],
  [jwt, `${'s_9Z'.repeat(24)}abc-${signed}`],
  [jwt, `(${signed})`, signed],
  [privateKey, `${header('')}${line(40)}`],
  [privateKey, `${header('RSA ')}${line(40)}`],
  [privateKey, `${header('A0Z9 '.repeat(8))}${line(40)}`],
  [privateKey, `-----BEGIN PGP PRIVATE ${'KEY'} BLOCK-----${line(40)}`],
  [privateKey, `${header('')}${line(40)}----${line(40)}`],
  [privateKey, `${header('')}${line(40)}\n-----END`, `${header('')}${line(40)}\n`],
  [privateKey, `${header('')}${line(19_999)}`],
  [privateKey, `${header('')}${line(20_000)}`, `${header('')}${line(19_999)}`],
  [url, 'ab://:hunter2z@h'],
  [url, 'a+.-09z://bob:hunter2z@h'],
  [url, `a${'z'.repeat(30)}://${'b'.repeat(200)}:${repeat(word, 200)}@h`],
  [url, 'https://bob:hunter2z@host.example/x', 'https://bob:hunter2z@h'],
  [url, 'https://bob:hun:ter2z@h'],
  [url, 'https://bob:hun?ter2z@h'],
  [url, 'https://bob:hun#ter2z@h'],
  [url, 'https://bob:qzk@h'],
  [url, 'za://bob:hunter2z@h'],
  [url, 'https://bob:hunter@2z@h', 'https://bob:hunter@2'],
  [url, 'https://bob:80qzk@h'],
  [url, 'https://bob:?qzk@h'],
  [url, 'https://bob:123456?qzk@h'],
  [authorization, `Basic ${repeat(letters, 16)}`],
  [authorization, `Basic  \t${repeat(base64, 200)}==`],
  [authorization, `basic ${repeat(base64, 17)}=`],
  [authorization, `BASIC ${repeat(base64, 17)}`],
  [authorization, `Basic ${'q'.repeat(8)}${'z'.repeat(8)}9`],
  [authorization, `Basic ${'q'.repeat(8)}${'z'.repeat(8)}Z`],
  [authorization, `Basic qZ${'q'.repeat(7)}${'z'.repeat(7)}`],
  [authorization, `Basic ${repeat(base64, 17)}==a`, `Basic ${repeat(base64, 17)}==`],
  [authorization, `Basic ${repeat(base64, 17)}=/`, `Basic ${repeat(base64, 17)}=`],
  [authorization, `Basic ${repeat(base64, 17)}==="`, `Basic ${repeat(base64, 17)}==`],
  [authorization, `Bearer ${'a0Z9_Az.~+/-q7K'.repeat(2).slice(0, 20)}`],
  [authorization, `Bearer  \t${'a0Z9_Az.~+/-q7K'.repeat(20)}`],
  [authorization, `bearer ${'q'.repeat(9)}-${'z'.repeat(9)}0===`],
  [authorization, `BEARER ${'a0Z9_Az.~+/-q7K'.repeat(21)}`, `BEARER ${'a0Z9_Az.~+/-q7K'.repeat(20)}`],
];

it.each(examples.map(([form, text, value = text]) => ({ ...form, text, value })))(
  '$rule is found where it begins: $text',
  ({ text, value, ...rule }) => expect(findTokens(text)).toEqual([found(rule, value, text.indexOf(value))]),
);

const noTokens = [
  ...[1, 2, 3, 4].map((missing) => `aws_secret=${key.slice(0, -missing)}`),
  `aws_secret=${key.slice(0, 20)}.${key.slice(21)}`,
  `aws_secret=${key}a`,
  `aws_secret=${key}/`,
  `aws_secret=${key}+`,
  `aws_secret=${key}0`,
  `aws_secret ${key}`,
  `aws_public=${key}`,
  `aws${'a'.repeat(21)}key=${key}`,
  `awskey${'a'.repeat(21)}=${key}`,
  `aws.key=${key}`,
  `awskey.id=${key}`,
  `awskey      =${key}`,
  `awskey=      ${key}`,
  `awskey=""${key}`,
  `awskey""=${key}`,
  `${part(7)}.${part(4)}.${repeat(word, 10)}`,
  `${part(8)}.${part(3)}.${repeat(word, 10)}`,
  `${part(8)}.${part(4)}.${repeat(word, 9)}`,
  `${part(4001)}.${part(4)}.${repeat(word, 10)}`,
  `${part(8)}.${part(8001)}.${repeat(word, 10)}`,
  `${part(8)}-${part(4)}.${repeat(word, 10)}`,
  `${part(8)}.${part(4)}-${repeat(word, 10)}`,
  `eyJ ${part(8)}.${repeat(word, 10)}`,
  `eyJ ${repeat(word, 10)}.${part(4)}.${repeat(word, 10)}`,
  `${part(8)}.eyJ ${repeat(word, 10)}.${repeat(word, 10)}`,
  `SG.${repeat(word, 8)} ${repeat(word, 8)}.${repeat(word, 16)}`,
  `${'90'.repeat(4)}:AA${repeat(letters, 36)}-`,
  `a${signed}`,
  `_${signed}`,
  `${'s_9Z'.repeat(25)}-${signed}`,
  `${header('rsa ')}${line(40)}`,
  `${header(`${'A0Z9 '.repeat(8)}A`)}${line(40)}`,
  `${header('').slice(1)}${line(40)}`,
  `${header('').slice(0, -1)}${line(40)}`,
  `a://bob:hunter2z@h`,
  `_https://bob:hunter2z@h`,
  `9https://bob:hunter2z@h`,
  `a${'z'.repeat(31)}://bob:hunter2z@h`,
  `https://${'b'.repeat(201)}:hunter2z@h`,
  `https://bob:${repeat(word, 201)}@h`,
  'https://bob:@h',
  ...[' ', '\n', '/', '@', '"', "'", '<', '>', '?', '#'].map((other) => `https://b${other}b:hunter2z@h`),
  ...[' ', '\n', '/', '"', "'", '<', '>'].map((other) => `https://bob:hunter${other}2z@h`),
  ...[' ', '\n', '/', '@', '"', "'", '<', '>', ''].map((other) => `https://bob:hunter2z@${other}`),
  'https://example.com:8080?email=bob@example.org',
  'https://example.com:80#bob@example.org',
  'https://example.com:8?email=bob@example.org',
  'https://example.com:65535?email=bob@example.org',
  `Basic ${repeat(letters, 15)}`,
  `Basic ${repeat(base64, 201)}`,
  `Basic ${repeat(base64, 17)}_`,
  `Basic${repeat(base64, 17)}`,
  `aBasic ${repeat(base64, 17)}`,
  `Basic ${'q'.repeat(8)}${'z'.repeat(8)}+/`,
  'The basic responsibilities of a reviewer',
  '# Basic Internationalization',
  `Bearer ${repeat(letters, 19)}`,
  `Bearer${repeat(letters, 20)}`,
  `aBearer ${repeat(letters, 20)}`,
  `Basic ${'q'.repeat(8)}${'z'.repeat(8)} Z9`,
  `Bearer ${'qzZ'.repeat(7)}`,
  `Bearer ${'qzZ'.repeat(7)} 9`,
  `Bearer ${'q7Z'.repeat(4)} ${'q7Z'.repeat(4)}`,
];

it.each(noTokens.map((text) => ({ text })))('finds nothing in $text', ({ text }) =>
  expect(findTokens(text)).toEqual([]),
);

it('tries no rule on a text without a part that every match of it contains', () => {
  const exec = vi.spyOn(RegExp.prototype, 'exec');
  findTokens('The quick brown fox jumps over the lazy dog.');
  const tried = exec.mock.calls.length;
  exec.mockRestore();
  expect(tried).toBe(0);
});
