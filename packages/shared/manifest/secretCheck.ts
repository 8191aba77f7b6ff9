import type { Issues, Place } from './issue.ts';
import { clip, type Path } from './path.ts';
import { eachText } from './placeholders.ts';
import { entries, isRecord, items, own } from './plain.ts';
import { isSecretName, knownTokens, type SecretRule, secretsInProse, secretsInValue } from './secrets.ts';

const advice = 'Write a reference such as ${secret:NAME} instead.';

function refuse(issues: Issues, place: Place, rules: readonly SecretRule[]): void {
  for (const { rule, what } of rules.slice(0, 3))
    issues.error(place, 'secret', `This looks like ${what} (rule ${rule}). ${advice}`);
}

const vague = new Set(['default', 'value', 'const', 'example', 'examples', 'enum']);

/** The key that says what a value is: the last one that is no index and no `default` or `value`. */
const nameOf = (path: Path): string => {
  const names = path.filter((part): part is string => typeof part === 'string');
  return names.findLast((name) => !vague.has(name)) ?? '';
};

/** Secrets in any JSON document: in a value under a telling name, in texts, and in keys. */
export function checkDocumentSecrets(value: unknown, file: string, issues: Issues): void {
  eachText(value, (text, path) => refuse(issues, { file, path }, [...secretsInValue(nameOf(path), text, false)]));
  eachKey(value, (key, path) => {
    const rules = knownTokens(key);
    if (rules.length > 0) refuse(issues, { file, path }, rules);
  });
}

/** The defaults of `env`: what is marked or named as a secret has none but a reference. */
export function checkEnvSecrets(manifest: unknown, file: string, issues: Issues): void {
  for (const [index, variable] of items(own(manifest, 'env')).entries()) {
    const value = own(variable, 'default');
    const name = own(variable, 'name');
    if (typeof value !== 'string' || value === '') continue;
    const path = ['env', index, 'default'];
    if (own(variable, 'isSecret') === true && !/^\$\{(?:secret:)?[A-Za-z_][A-Za-z0-9_]*\}$/.test(value)) {
      issues.error(
        { file, path },
        'secret',
        `A variable marked as secret has no default (rule secret-default). ${advice}`,
      );
    } else refuse(issues, { file, path }, secretsInValue(typeof name === 'string' ? name : '', value, true));
  }
}

/**
 * A server of mcp.json in the contract's form: what stands under a secret's name, in a header of authority or after
 * `--token` is a reference, or refused. `place` says where something in it was authored.
 */
export function checkServerSecrets(server: unknown, place: (path: Path) => Path, file: string, issues: Issues): void {
  const check = (path: Path, rules: readonly SecretRule[]): void => refuse(issues, { file, path: place(path) }, rules);
  for (const group of ['env', 'headers']) {
    for (const [key, value] of entries(own(server, group)))
      if (typeof value === 'string') check([group, key], secretsInValue(key, value, true));
  }
  const args = items(own(server, 'args'));
  for (const [index, arg] of args.entries())
    if (typeof arg === 'string') check(['args', index], secretsInArgument(arg, args[index - 1]));
  const url = own(server, 'url');
  if (typeof url === 'string') check(['url'], secretsInQuery(url));
}

/** `--api-key=...`, `TOKEN=...` (after docker's -e), or what follows `--api-key`. */
function secretsInArgument(arg: string, before: unknown): SecretRule[] {
  const [, option, value] = /^-{0,2}([A-Za-z][\w-]{0,60})=(.*)$/s.exec(arg) ?? [];
  if (option !== undefined && value !== undefined) return secretsInValue(option, value, true);
  const flag = typeof before === 'string' ? /^--?([A-Za-z][\w-]{0,60})$/.exec(before)?.[1] : undefined;
  const [, header, rest] = /^([A-Za-z][\w-]{0,60}):\s*(.*)$/s.exec(arg) ?? [];
  if (header !== undefined && rest !== undefined && isSecretName(header)) return secretsInValue(header, rest, true);
  return arg.startsWith('-') ? secretsInValue('', arg, true) : secretsInValue(flag ?? '', arg, true);
}

/** `?api_key=...` */
function secretsInQuery(url: string): SecretRule[] {
  const query = url.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return secretsInValue(name, value.join('='), true);
  });
}

/** Prompts and docs.md: the line is named, what it says is not. */
export function checkProseSecrets(text: string, file: string, issues: Issues): void {
  const rules = secretsInProse(text);
  if (rules.length === 0) return;
  const lines = linesWithSecrets(text, 20);
  for (const { line, rule } of lines) {
    const message = `Line ${line}: this looks like ${rule.what} (rule ${rule.rule}). ${advice}`;
    issues.error({ file, path: [] }, 'secret', message);
  }
  if (lines.length === 0) refuse(issues, { file, path: [] }, rules);
}

function linesWithSecrets(text: string, most: number): { line: number; rule: SecretRule }[] {
  const found: { line: number; rule: SecretRule }[] = [];
  let line = 0;
  for (let start = 0; start < text.length && found.length < most; line += 1) {
    const end = text.indexOf('\n', start);
    const [rule] = secretsInProse(text.slice(start, end === -1 ? undefined : end));
    if (rule) found.push({ line: line + 1, rule });
    start = end === -1 ? text.length : end + 1;
  }
  return found;
}

/** Assets may be anything; only the well-known forms are looked for. */
export function checkAssetSecrets(text: string, file: string, issues: Issues): void {
  refuse(issues, { file, path: [] }, knownTokens(text));
}

function eachKey(value: unknown, visit: (key: string, path: Path) => void, path: Path = []): void {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) eachKey(item, visit, [...path, index]);
  else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      // The key itself may be the secret, so the path ends above it.
      visit(key, path);
      eachKey(item, visit, [...path, clip(key)]);
    }
  }
}
