/** A rule that finds secrets, and what it finds. */
export interface SecretRule {
  rule: string;
  what: string;
}

/** A secret that was found. `value` is the secret itself: only its fingerprint leaves this package. */
export interface SecretFinding extends SecretRule {
  /** `low` is a guess, which only warns. */
  confidence: 'high' | 'low';
  value: string;
  /** Offset in the text. */
  at: number;
}

interface TokenRule extends SecretRule {
  /**
   * Substrings of which every match contains one: a fast check that excludes most texts. In lower case if the pattern
   * ignores case.
   */
  hints: readonly string[];
  pattern: RegExp;
}

const token = (rule: string, what: string, hints: readonly string[], pattern: RegExp): TokenRule => ({
  rule,
  what,
  hints,
  pattern,
});

// Every pattern is linear: no nested repetition, and every repetition is bounded or of one class.
/** The well-known forms of secrets. */
export const secretRules: readonly TokenRule[] = [
  token(
    'aws-access-key',
    'an AWS access key id',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3T'],
    /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  ),
  token(
    'aws-secret-key',
    'an AWS secret key',
    ['aws'],
    /aws[\w-]{0,20}(?:secret|key)[\w-]{0,20}["'`]?\s{0,5}[:=]\s{0,5}["'`]?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gi,
  ),
  token(
    'github-token',
    'a GitHub token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})/g,
  ),
  token(
    'gitlab-token',
    'a GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glsoat-', 'GR1348941'],
    /\b(?:gl(?:pat|dt|rt|cbt|ptt|soat)-[\w-]{20,300}|GR1348941[\w-]{20})/g,
  ),
  token(
    'slack-token',
    'a Slack token',
    ['xox', 'xapp-', 'xwfp-'],
    /\b(?:(?:xoxe\.)?xox[abceoprs]-[A-Za-z0-9-]{10,250}|xoxd-[\w%+/=-]{10,1000}|xapp-\d-[A-Za-z0-9-]{10,250}|xwfp-[A-Za-z0-9-]{10,250})/g,
  ),
  token(
    'slack-webhook',
    'a Slack webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{20,100}/g,
  ),
  token(
    'discord-webhook',
    'a Discord webhook',
    ['/webhooks/'],
    /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{10,25}\/[\w-]{30,100}/g,
  ),
  token(
    'stripe-key',
    'a Stripe key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    /\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/=]{24,100})/g,
  ),
  token('anthropic-key', 'an Anthropic key', ['sk-ant-'], /\bsk-ant-[\w-]{16,250}/g),
  token(
    'openai-key',
    'an OpenAI key',
    ['sk-'],
    /\bsk-(?:(?:proj|svcacct|admin|or-v1)-[\w-]{20,250}|[A-Za-z0-9]{32,64}\b)/g,
  ),
  token(
    'google-key',
    'a Google API key',
    ['AIza', 'GOCSPX-', 'ya29.'],
    /\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,250})/g,
  ),
  token(
    'jwt',
    'a signed token (JWT)',
    ['eyJ'],
    /(?<![\w-])[\w-]{0,100}?\b(?<body>eyJ[\w-]{8,4000}\.eyJ[\w-]{4,8000}\.[\w-]{10,2000})/g,
  ),
  token(
    'private-key',
    'a private key',
    ['PRIVATE KEY'],
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?<body>(?:[^-]|-(?!----)){0,20000})/g,
  ),
  token(
    'npm-token',
    'an npm token',
    ['npm_', '_authToken'],
    /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s{0,5}=\s{0,5}[\w-]{20,200}/g,
  ),
  token('pypi-token', 'a PyPI token', ['pypi-'], /\bpypi-[\w-]{50,1000}/g),
  token('supabase-key', 'a Supabase key', ['sb_secret_', 'sbp_'], /\b(?:sb_secret_[\w-]{16,100}|sbp_[a-f0-9]{40})/g),
  token(
    'vercel-token',
    'a Vercel token',
    ['vercel_blob_rw_', 'vcp_'],
    /\b(?:vercel_blob_rw_[A-Za-z0-9_]{20,100}|vcp_[A-Za-z0-9]{24,100})/g,
  ),
  token('sendgrid-key', 'a SendGrid key', ['SG.'], /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/g),
  token('mailgun-key', 'a Mailgun key', ['key-'], /\bkey-[a-f0-9]{32}\b/g),
  token('twilio-key', 'a Twilio key', ['SK'], /\bSK[a-f0-9]{32}\b/g),
  token('huggingface-token', 'a Hugging Face token', ['hf_'], /\bhf_[A-Za-z0-9]{30,60}\b/g),
  token(
    'digitalocean-token',
    'a DigitalOcean token',
    ['doo_v1_', 'dop_v1_', 'dor_v1_', 'dot_v1_'],
    /\bdo[oprt]_v1_[a-f0-9]{64}\b/g,
  ),
  token('linear-key', 'a Linear key', ['lin_api_'], /\blin_api_[A-Za-z0-9]{32,64}/g),
  token(
    'notion-token',
    'a Notion token',
    ['ntn_', 'secret_'],
    /\b(?:ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43})\b/g,
  ),
  token('groq-key', 'a Groq or xAI key', ['gsk_', 'xai-'], /\b(?:gsk_[A-Za-z0-9]{40,80}|xai-[A-Za-z0-9]{60,120})/g),
  token(
    'perplexity-key',
    'a Perplexity or Replicate key',
    ['pplx-', 'r8_'],
    /\b(?:pplx-[A-Za-z0-9]{40,80}|r8_[A-Za-z0-9]{36,50})\b/g,
  ),
  token('atlassian-token', 'an Atlassian token', ['ATATT3'], /\bATATT3[\w=-]{100,300}/g),
  token('shopify-token', 'a Shopify token', ['shp'], /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g),
  token('telegram-token', 'a Telegram bot token', [':AA'], /\b\d{8,12}:AA[\w-]{32,36}(?![\w-])/g),
  token('vault-token', 'a Vault token', ['hvs.', 'hvb.', 'hvr.'], /\bhv[sbr]\.[\w-]{24,300}/g),
  token('doppler-token', 'a Doppler token', ['dp.'], /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,100}/g),
  token('age-key', 'an age key', ['AGE-SECRET-KEY-1'], /AGE-SECRET-KEY-1[A-Z0-9]{58}/g),
  token(
    'azure-key',
    'an Azure key',
    ['AccountKey=', 'SharedAccessKey='],
    /(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{40,100}={0,2}/g,
  ),
  token(
    'url-password',
    'a URL with a password',
    ['://'],
    /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#:@"'<>]{0,200}:(?!\d{1,5}[?#])(?<body>[^\s/@"'<>]{1,200})@[^\s/@"'<>]/gi,
  ),
  // A capital or digit after the first character: `basic responsibilities` are words. A flag `i` would undo that.
  token(
    'basic-auth',
    'an Authorization value',
    ['Basic', 'basic', 'BASIC'],
    /\b(?:[Bb]asic|BASIC)\s+(?=[A-Za-z0-9+/]{1,200}[A-Z0-9])[A-Za-z0-9+/]{16,200}(?![\w+/])={0,2}/g,
  ),
  token('basic-auth', 'an Authorization value', ['bearer'], /\bBearer\s+(?=[\w.~+/-]{0,300}\d)[\w.~+/-]{20,300}=*/gi),
];
