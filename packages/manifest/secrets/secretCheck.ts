import type { BundleFile } from '../contract/bundle.ts';
import type { IssueLocation } from '../contract/issue.ts';
import { clip, type Path } from '../contract/path.ts';
import { entries, isRecord, items, own } from '../read/jsonValue.ts';
import { eachText } from '../read/placeholders.ts';
import type { SecretReport } from './reportFinding.ts';
import { keyFileFinding, secretsInFile } from './secretFiles.ts';
import { findTokens, isSecretName, type SecretFinding, secretsInProse, secretsInValue } from './secrets.ts';

function refuse(report: SecretReport, place: IssueLocation, found: readonly SecretFinding[]): void {
  for (const finding of found.slice(0, 3)) report.add(place, finding);
}

const vague = new Set(['default', 'value', 'const', 'example', 'examples', 'enum']);

/** The key that says what a value is: the last one that is no index and no `default` or `value`. */
const nameOf = (path: Path): string => {
  const names = path.filter((part): part is string => typeof part === 'string');
  return names.findLast((name) => !vague.has(name)) ?? '';
};

/** Secrets in any JSON document: in a value under a telling name, in texts, and in keys. */
export function checkDocumentSecrets(value: unknown, file: string, report: SecretReport): void {
  eachText(value, (text, path) => refuse(report, { file, path }, [...secretsInValue(nameOf(path), text, false)]));
  eachKey(value, (key, path) => {
    refuse(report, { file, path }, findTokens(key));
  });
}

/** The defaults of `env`: what is marked or named as a secret has none but a reference. */
export function checkEnvSecrets(manifest: unknown, file: string, report: SecretReport): void {
  for (const [index, variable] of items(own(manifest, 'env')).entries()) {
    const value = own(variable, 'default');
    const name = own(variable, 'name');
    if (typeof value !== 'string' || value === '') continue;
    const path = ['env', index, 'default'];
    if (own(variable, 'isSecret') === true && !/^\$\{(?:secret:)?[A-Za-z_][A-Za-z0-9_]*\}$/.test(value)) {
      const what = 'the default of a secret variable';
      report.add({ file, path }, { rule: 'secret-default', what, confidence: 'high', value, at: 0 });
    } else refuse(report, { file, path }, secretsInValue(typeof name === 'string' ? name : '', value, true));
  }
}

/**
 * A server of mcp.json in the contract's form: what stands under a secret's name, in a header of authority or after
 * `--token` is a reference, or refused. `place` says where something in it was authored.
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
function secretsInArgument(arg: string, before: unknown): SecretFinding[] {
  const [, option, value] = /^-{0,2}([A-Za-z][\w-]{0,60})=(.*)$/s.exec(arg) ?? [];
  if (option !== undefined && value !== undefined) return secretsInValue(option, value, true);
  const flag = typeof before === 'string' ? /^--?([A-Za-z][\w-]{0,60})$/.exec(before)?.[1] : undefined;
  const [, header, rest] = /^([A-Za-z][\w-]{0,60}):\s*(.*)$/s.exec(arg) ?? [];
  if (header !== undefined && rest !== undefined && isSecretName(header)) return secretsInValue(header, rest, true);
  return arg.startsWith('-') ? secretsInValue('', arg, true) : secretsInValue(flag ?? '', arg, true);
}

/** `?api_key=...` */
function secretsInQuery(url: string): SecretFinding[] {
  const query = url.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return secretsInValue(name, value.join('='), true);
  });
}

/** Findings of one text that are named by their line. */
const maxLines = 20;

/** Prompts, docs.md and the like: the line is named, what it says is not. */
export const checkProseSecrets = (text: string, file: string, report: SecretReport): void =>
  refuseLines(text, secretsInProse(text), file, report);

/** Assets and other files: by what the file is, and by its name. `text` is null for what is not text. */
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
      // The key itself may be the secret, so the path ends above it.
      visit(key, path);
      eachKey(item, visit, [...path, clip(key)]);
    }
  }
}
