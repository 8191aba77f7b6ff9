import { type SecretRule, tokenRules } from './tokenRules.ts';

export type { SecretRule };

const reference = /\$\{(?:(?:secret:|env:)?[A-Za-z_][A-Za-z0-9_]*(?::-)?|input:[\w.-]{1,100})\}|\{\{[^{}]{0,200}\}\}/g;
const placeholder =
  /your|example|placeholder|change[-_ ]?me|redacted|dummy|sample|insert|replace|<[^<>]*>|\.\.\.|…|\*{3}|x{5}|todo|none|null|undefined/i;

/** A text without its references, which say where a secret is and not what. */
const withoutReferences = (text: string): string => (text.includes('{') ? text.replace(reference, ' ') : text);

const sorts = [/[a-z]/, /[A-Z]/, /[0-9]/];
const mixed = (text: string): boolean => sorts.every((sort) => sort.test(text));

/** Words that stand where a secret will be: `your-api-key`, `<token>`, `xxxxxxxx`; not a key with EXAMPLE in it. */
const isPlaceholder = (text: string): boolean =>
  new Set(text).size <= 2 || (placeholder.test(text) && !(mixed(text) && /^[A-Za-z0-9+/=]{20,}$/.test(text)));

/** Shannon entropy of a text, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Well-known forms of secrets in any text, one entry per rule. Runs in linear time. */
export function knownTokens(text: string): SecretRule[] {
  const rules = tokenRules.filter(({ hints }) => hints.some((hint) => text.includes(hint)));
  if (rules.length === 0) return [];
  const bare = withoutReferences(text);
  return rules.filter(({ pattern, rule }) => matches(bare, pattern, rule)).map(({ rule, what }) => ({ rule, what }));
}

/** A text with its well-known tokens replaced, so that it can be shown. */
export function hideTokens(text: string): string {
  return tokenRules
    .filter(({ hints }) => hints.some((hint) => text.includes(hint)))
    .reduce((shown, { pattern }) => shown.replace(pattern, '(hidden)'), text);
}

function matches(text: string, pattern: RegExp, rule: string): boolean {
  for (const match of text.matchAll(pattern)) {
    const body = match.groups?.body ?? match[0];
    const fake = rule === 'aws-access-key' ? /X{5}/.test(body) : fakeBody(body, rule);
    if (!fake) return true;
  }
  return false;
}

/** `ghp_xxxxxxxx`, `sk-your-key`, `postgres://user:password@host`. */
const fakeBody = (body: string, rule: string): boolean =>
  rule === 'private-key'
    ? false
    : /x{5}|X{5}|\*{3}|\.\.\.|your[-_]|[-_]here|change[-_]?me|placeholder|redacted/i.test(body) ||
      (rule === 'url-password' && /^(?:password|passwd|pass|pwd|secret|\s*|<.*|\[.*|x+|\*+)$/i.test(body));

const randomRule: SecretRule = { rule: 'high-entropy', what: 'a random text such as a key' };

/**
 * Texts that look random: at least 24 of base64's characters, of three sorts that change all the time.
 * Names, UUIDs, hex digests, integrity hashes and data URIs are none.
 */
export function looksRandom(text: string): boolean {
  if (text.length < 24) return false;
  const bare = withoutReferences(text)
    .replace(/data:[\w/+.;=-]{0,200};base64,[A-Za-z0-9+/=]*/g, ' ')
    .replace(/\bsha\d{3}[-:][A-Za-z0-9+/=]+/g, ' ');
  for (const [word] of bare.matchAll(/[A-Za-z0-9_+/=-]{24,}/g)) {
    if (word.length <= 4096 && isRandomWord(word)) return true;
  }
  return false;
}

function isRandomWord(word: string): boolean {
  if (/^[0-9a-f-]+$/i.test(word) || isPlaceholder(word)) return false;
  if (!mixed(word)) return false;
  const kinds = [...word].map((char) => sorts.findIndex((sort) => sort.test(char)));
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes / word.length >= 0.4 && entropy(word) >= Math.min(4.2, Math.log2(word.length) - 0.9);
}

const secretName =
  /(?:^|[^a-z])(?:.*[^a-z])?(?:token|api[-_ ]?key|apikey|secret|secret[-_ ]?key|access[-_ ]?key|private[-_ ]?key|signing[-_ ]?key|encryption[-_ ]?key|auth[-_ ]?key|password|passwd|passphrase|pwd|credentials?|authorization|cookie|dsn|pat|bearer)$/i;

/** True for a name whose value is a secret: `GITHUB_TOKEN`, `apiKey`, `x-api-key`, `Authorization`; not `MAX_TOKENS`. */
export function isSecretName(name: string): boolean {
  const words = name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretName.test(words) && !/public[-_ ]?key$/i.test(words);
}

const scheme = /^\s*(?:basic|bearer|token|apikey|digest|bot)\s+/i;

/**
 * Secrets in a value that belongs to a name (a variable, a header, an option, a key of metadata).
 * With `strict`, any literal under a secret's name is one; else it must look like one.
 */
export function secretsInValue(name: string, value: string, strict: boolean): SecretRule[] {
  const known = knownTokens(value);
  if (known.length > 0) return known;
  if (looksRandom(value)) return [randomRule];
  if (!isSecretName(name)) return [];
  const literal = withoutReferences(value).replace(scheme, '').trim();
  if (literal === '' || isPlaceholder(literal) || /^(?:true|false|\d{1,6}|none|null)$/i.test(literal)) return [];
  if (/^(?:basic|bearer|token)$/i.test(literal)) return [];
  const hasReference = withoutReferences(value) !== value;
  const suspicious = strict ? !hasReference || literal.length >= 8 : looksTyped(literal);
  return suspicious ? [{ rule: 'named-secret', what: `a literal where "${name.slice(0, 60)}" needs a reference` }] : [];
}

/** One word with letters and digits, as passwords and keys are; not a sentence, a path or a name such as `vault-db-1`. */
const looksTyped = (text: string): boolean =>
  text.length >= 7 &&
  !/\s/.test(text) &&
  /\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !named.test(text) &&
  entropy(text) >= 2.5;

const named = /^https?:\/\/|^[a-z]+\d{0,3}(?:[-_./:][a-z]*\d{0,8})+$|^[A-Z]+(?:_[A-Z]*\d{0,4})+$/;

const assignment =
  /(?:token|api[-_]?key|secret|password|passwd|pwd)["'`]?\s{0,5}[:=]\s{0,5}["'`]?(?<value>[^\s"'`,;<>(){}]{8,200})/gi;

/** Secrets in running text: known tokens, random words, and `password: ...` with something that looks typed. */
export function secretsInProse(text: string): SecretRule[] {
  const found = knownTokens(text);
  if (found.length > 0) return found;
  if (looksRandom(text)) return [randomRule];
  for (const { groups } of withoutReferences(text).matchAll(assignment)) {
    const value = groups?.value ?? '';
    if (!isPlaceholder(value) && looksTyped(value) && entropy(value) >= 2.7) {
      return [{ rule: 'assigned-secret', what: 'a secret after its name' }];
    }
  }
  return [];
}
