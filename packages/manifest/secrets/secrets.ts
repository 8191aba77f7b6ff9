import {
  entropy,
  isExamplePassword,
  isMixed,
  isPlaceholder,
  isSequence,
  withoutReferences,
} from './placeholderValues.ts';
import { randomTexts } from './randomText.ts';
import { type SecretFinding, type SecretRule, secretRules } from './secretRules.ts';

export type { SecretFinding, SecretRule };

/** Finds well-known forms of secrets in a text, except published examples and placeholders. Runs in linear time. */
export function findTokens(text: string): SecretFinding[] {
  return rulesFor(text).flatMap(({ pattern, rule, what }) =>
    [...text.matchAll(pattern)]
      .filter((match) => !isFake(match, rule))
      .map((match) => ({ rule, what, confidence: 'high' as const, value: match[0], at: match.index })),
  );
}

/** The rules that may find something. Those that ignore case have hints in lower case. */
function rulesFor(text: string) {
  const lower = text.toLowerCase();
  return secretRules.filter(({ hints, pattern }) =>
    hints.some((hint) => (pattern.ignoreCase ? lower : text).includes(hint)),
  );
}

/** The rules of the well-known secrets in a text, each once. */
export function findSecrets(text: string): SecretRule[] {
  const rules = new Map(findTokens(text).map(({ rule, what }) => [rule, { rule, what }]));
  return [...rules.values()];
}

/** A text with its well-known tokens replaced, so that it can be shown. */
export const redactSecrets = (text: string): string =>
  rulesFor(text).reduce((shown, { pattern }) => shown.replace(pattern, '(hidden)'), text);

/** jwt.io’s example, and the keys of every local Supabase. */
const publicJwts = /\.(?:eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpva|eyJpc3MiOiJzdXBhYmFzZS1kZW1v)/;

/** `ghp_xxxxxxxx`, `sk-your-key`, `postgres://user:password@host`, a PEM header without a key. */
function isFake(match: RegExpExecArray, rule: string): boolean {
  const body = withoutReferences(match.groups?.body ?? match[0]);
  if (rule === 'private-key') return !hasKeyBytes(body);
  if (rule === 'jwt') return publicJwts.test(body);
  if (rule === 'url-password') return isFakeUrlPassword(match[0], body);
  if (/x{5}|\.\.\.|your[-_]|[-_]here|change[-_]?me|placeholder|redacted/i.test(body)) return true;
  const secret = withoutPrefix(body);
  return /EXAMPLE(?:KEY)?$/.test(body) || isSequence(secret) || new Set(secret).size <= 2;
}

/** A token without the words before it: `sk_live_`, `AccountKey=`. */
const withoutPrefix = (token: string): string =>
  token.replace(/^[^=:]{0,80}[=:]\s{0,5}(?=\S{8})|^[A-Za-z0-9]{1,12}[-_](?:[a-z0-9]{1,8}[-_])?/, '');

/** Whether base64 follows the header of a key, also with the line breaks escaped as `\n` in a JSON string. */
function hasKeyBytes(body: string): boolean {
  const base64 = body
    .replace(/\\[nr]/g, '\n')
    .replace(/^[A-Za-z-]{1,40}: .*/gm, '')
    .match(/[A-Za-z0-9+/]{16,}/g);
  const bytes = (base64 ?? []).join('');
  return bytes.length >= 40 && !isPlaceholder(bytes) && isMixed(bytes);
}

const isFakeUrlPassword = (url: string, password: string): boolean =>
  url.includes(`://${password}:`) || isExamplePassword(password) || /^(?:pwd|\[.*|x+)$/i.test(password);

const secretName =
  /(?:^|[^a-z])(?:token|api[-_ ]?key|secret|secret[-_ ]?key|access[-_ ]?key|private[-_ ]?key|signing[-_ ]?key|encryption[-_ ]?key|auth[-_ ]?key|password|passwd|passphrase|pwd|credentials?|authorization|cookie|dsn|pat|bearer)$/i;

/** True for a name whose value is a secret: `GITHUB_TOKEN`, `apiKey`, `x-api-key`, `Authorization`; not `MAX_TOKENS`. */
export function isSecretName(name: string): boolean {
  const words = name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretName.test(words);
}

const scheme = /^\s*(?:basic|bearer|token|apikey|digest|bot)\s/i;

/** Whether a value is only references, perhaps after the scheme of an Authorization header: `Bearer ${secret:TOKEN}`. */
export const isReference = (value: string): boolean => withoutReferences(value).replace(scheme, '').trim() === '';

/**
 * Secrets in a value that belongs to a name (a variable, a header, an option, a key of metadata).
 * With `strict`, any literal value of a secret's name is a secret; otherwise it must look like one.
 */
export function secretsInValue(name: string, value: string, strict: boolean): SecretFinding[] {
  const known = findTokens(value);
  if (known.length > 0) return known;
  const [found] = isSecretName(name) ? namedSecret(name, value, strict) : [];
  return found ? [found] : randomTexts(value);
}

function namedSecret(name: string, value: string, strict: boolean): SecretFinding[] {
  const bare = withoutReferences(value);
  const literal = bare.replace(scheme, '').trim();
  if (isPlaceholder(literal) || /^(?:true|false|\d{1,6})$/i.test(literal)) return [];
  if (/^(?:basic|bearer|token)$/i.test(literal)) return [];
  const suspicious = strict ? bare === value || literal.length >= 8 : looksTyped(literal);
  if (!suspicious) return [];
  const what = `a literal value of "${name.slice(0, 60)}"`;
  const confidence = strict || !isExamplePassword(literal) ? 'high' : 'low';
  return [{ rule: 'named-secret', what, confidence, value: literal, at: 0 }];
}

/** A single word with letters and digits, like a password or key; not a sentence, a path or a name such as `vault-db-1`. */
export const looksTyped = (text: string): boolean =>
  text.length >= 7 &&
  !/\s/.test(text) &&
  /\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !named.test(text) &&
  entropy(text) >= 2.5;

const named =
  /^https?:\/\/|^[a-z]+\d{0,3}(?:[-_./:][a-z]*\d{0,8})+$|^[A-Z]+(?:_[A-Z]*\d{0,4})+$|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^(?:[A-Za-z]+\d{0,3}\/)+[A-Za-z]+\d{0,3}$/;

const assignment =
  /(?:(?<!public[-_ ]?key[-_ ]?)token|api[-_]?key|secret|password|passwd|pwd)["'`]?\s{0,5}[:=]\s{0,5}["'`]?([^\s"'`,;<>(){}]{8,200})/gi;

/** Known tokens, and `password: ...` with a value that looks like a password, in prose or source code. */
export function assignedSecrets(text: string): SecretFinding[] {
  const found = findTokens(text);
  const known = isWithin(found);
  for (const { 0: whole, 1: value = '', index } of text.matchAll(assignment)) {
    const at = index + whole.length - value.length;
    if (!looksTyped(value) || entropy(value) < 2.7 || isPlaceholder(value)) continue;
    if (isExamplePassword(value) || isSequence(withoutPrefix(value))) continue;
    if (!known(at))
      found.push({ rule: 'assigned-secret', what: 'a secret assigned to a name', confidence: 'high', value, at });
  }
  return found;
}

/** Secrets in prose: as in `assignedSecrets`, and random strings as a guess. */
export function secretsInProse(text: string): SecretFinding[] {
  const found = assignedSecrets(text);
  const covered = isWithin(found);
  return [...found, ...randomTexts(text).filter(({ at }) => !covered(at))];
}

/** Whether an offset is in one of these findings. A file can have tens of thousands, so each offset is looked up. */
function isWithin(findings: readonly SecretFinding[]): (at: number) => boolean {
  const sorted = [...findings].sort((one, other) => one.at - other.at);
  let last = 0;
  /** Of each finding, where it ends, or where an earlier one does that is longer. */
  const ends = sorted.map(({ at, value }) => {
    last = Math.max(last, at + value.length);
    return last;
  });
  return (at) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return (ends[low - 1] ?? 0) > at;
  };
}
