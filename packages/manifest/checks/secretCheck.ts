import type { BundleFile } from '../contract/bundle.ts';
import { eachText } from '../contract/placeholders.ts';
import { findTokens, isSecretName, type SecretFinding, secretsInProse, secretsInValue } from '../secrets/secrets.ts';
import type { IssueLocation } from '../values/issue.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { clip, type Path } from '../values/path.ts';
import type { SecretReport } from './reportFinding.ts';
import { keyFileFinding, secretsInFile } from './secretFiles.ts';

function refuse(report: SecretReport, place: IssueLocation, found: readonly SecretFinding[]): void {
  for (const finding of found.slice(0, 3)) report.add(place, finding);
}

const vague = new Set(['default', 'value', 'const', 'example', 'examples', 'enum']);

/** The key that names a value: the last one that is not an index, `default`, `value` or the like. */
const nameOf = (path: Path): string => {
  const names = path.filter((part): part is string => typeof part === 'string');
  return names.findLast((name) => !vague.has(name)) ?? '';
};

/** Reports secrets in a JSON document: in values with the name of a secret, in other strings, and in keys. */
export function checkDocumentSecrets(value: unknown, file: string, report: SecretReport): void {
  eachText(value, (text, path) => refuse(report, { file, path }, [...secretsInValue(nameOf(path), text, false)]));
  eachKey(value, (key, path) => {
    refuse(report, { file, path }, findTokens(key));
  });
}

/** Reports secrets in the defaults of `env`: the default of a secret variable must be a reference. */
export function checkEnvSecrets(manifest: unknown, file: string, report: SecretReport): void {
  for (const [index, variable] of items(ownProperty(manifest, 'env')).entries()) {
    const value = ownProperty(variable, 'default');
    const name = ownProperty(variable, 'name');
    if (typeof value !== 'string' || value === '') continue;
    const path = ['env', index, 'default'];
    if (ownProperty(variable, 'isSecret') === true && !/^\$\{(?:secret:)?[A-Za-z_][A-Za-z0-9_]*\}$/.test(value)) {
      const what = 'the default of a secret variable';
      report.add({ file, path }, { rule: 'secret-default', what, confidence: 'high', value, at: 0 });
    } else refuse(report, { file, path }, secretsInValue(typeof name === 'string' ? name : '', value, true));
  }
}

/**
 * Reports secrets in a server of mcp.json: the value of a secret's name, of an authorization header or after
 * `--token` must be a reference. `place` maps a path in it to where it was authored.
 */
export function checkServerSecrets(
  server: unknown,
  place: (path: Path) => Path,
  file: string,
  report: SecretReport,
): void {
  const check = (path: Path, found: readonly SecretFinding[]): void =>
    refuse(report, { file, path: place(path) }, found);
  for (const group of ['env', 'headers']) {
    for (const [key, value] of entries(ownProperty(server, group)))
      if (typeof value === 'string') check([group, key], secretsInValue(key, value, true));
  }
  const args = items(ownProperty(server, 'args'));
  for (const [index, arg] of args.entries())
    if (typeof arg === 'string') check(['args', index], secretsInArgument(arg, args[index - 1]));
  const url = ownProperty(server, 'url');
  if (typeof url === 'string') check(['url'], secretsInQuery(url));
}

/** `--api-key=...`, `TOKEN=...` (after docker's -e), or what follows `--api-key`. */
function secretsInArgument(arg: string, before: unknown): SecretFinding[] {
  const assigned = /^-{0,2}(?<name>[A-Za-z][\w-]{0,60})=(?<value>.*)/s.exec(arg)?.groups;
  if (assigned) return secretsInOption(assigned.name, assigned.value);
  const flag = typeof before === 'string' ? /^--?(?<name>[A-Za-z][\w-]{0,60})$/.exec(before)?.groups : undefined;
  return secretsInOption(arg.startsWith('-') ? '' : flag?.name, arg);
}

/** The value of an option, which may be a header (`Authorization: ...`) or a URL. */
function secretsInOption(name = '', value = ''): SecretFinding[] {
  const header = /^(?<name>[A-Za-z][\w-]{0,60}):(?<value>.*)/s.exec(value)?.groups;
  if (header && isSecretName(header.name ?? '')) return secretsInValue(header.name ?? '', header.value ?? '', true);
  const found = secretsInValue(name, value, true);
  return found.length === 0 && /^https?:/i.test(value) ? secretsInQuery(value) : found;
}

/** `?api_key=...` */
function secretsInQuery(url: string): SecretFinding[] {
  const query = /^[^?#]*\?(?<query>[^#]*)/.exec(url)?.groups?.query ?? '';
  return query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return secretsInValue(name, value.join('='), true);
  });
}

/** The maximum number of findings that are reported per file. */
const maxLines = 20;

/** Reports secrets in prompts, docs.md and the like, with their line but not their value. */
export const checkProseSecrets = (text: string, file: string, report: SecretReport): void =>
  refuseLines(text, secretsInProse(text), file, report);

/** Reports secrets in assets and other files, by name and content. `text` is null for a binary file. */
export function checkFileSecrets(text: string | null, { path, bytes }: BundleFile, report: SecretReport): void {
  const key = keyFileFinding(path, bytes);
  if (key) report.add({ file: path, path: [] }, key);
  else if (text !== null) refuseLines(text, secretsInFile(path, text), path, report);
}

function refuseLines(text: string, found: readonly SecretFinding[], file: string, report: SecretReport): void {
  let [line, start] = [1, 0];
  for (const finding of [...found].sort((a, b) => a.at - b.at).slice(0, maxLines)) {
    for (let next = text.indexOf('\n', start); next !== -1 && next < finding.at; next = text.indexOf('\n', start)) {
      line += 1;
      start = next + 1;
    }
    report.add({ file, path: [] }, finding, line);
  }
}

function eachKey(value: unknown, visit: (key: string, path: Path) => void, path: Path = []): void {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) eachKey(item, visit, [...path, index]);
  else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      // The key itself may be the secret, so it is not part of the path.
      visit(key, path);
      eachKey(item, visit, [...path, clip(key)]);
    }
  }
}
