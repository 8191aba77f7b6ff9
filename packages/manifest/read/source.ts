import { type Bundle, type BundleFile, BundleLimits, parseBundle } from '../contract/bundle.ts';
import { canonicalJson } from '../contract/digest.ts';
import { type Issue, Issues } from '../contract/issue.ts';
import { type Kind, manifestFile } from '../contract/kind.ts';
import { allowedFindingsOf } from '../secrets/allowFindings.ts';
import { SecretReport } from '../secrets/reportFinding.ts';
import { checkDocumentSecrets, checkFileSecrets, checkProseSecrets } from '../secrets/secretCheck.ts';
import { parseJsonText } from './jsonText.ts';
import { isRecord, items, own, toJsonValue } from './jsonValue.ts';
import { decodeUtf8, textProblems } from './text.ts';

/** A definition as it comes in. */
export interface DefinitionSource {
  /** The text of agent.json or template.json, or its JSON value; when it is left out, the file is read. */
  manifest?: unknown;
  /** Every other file of the folder, and perhaps agent.json or template.json itself. */
  files: readonly BundleFile[];
}

export interface ReadOptions {
  /** Commands that MCP servers may be started with; `defaultStdioCommands` when not given. */
  stdioCommands?: readonly string[];
  /** It is kept as a draft, whatever the manifest says: what a draft may be without is a warning. */
  draft?: boolean;
  /** It was published before: how its MCP servers are started is not judged by rules that came later. */
  asPublished?: boolean;
  /** It is published already: rules about secrets and hidden text, which may have come later, warn only. */
  lenientContent?: boolean;
}

/** `definition` is null exactly when an issue is an error. */
export interface ReadResult<D> {
  definition: D | null;
  issues: Issue[];
}

/** What both kinds begin with: the files, the authored value, and a way to read further JSON files. */
interface Opened {
  bundle: Bundle;
  /** The authored manifest as plain JSON; null when there is none to go on with. */
  authored: Record<string, unknown> | null;
  readJson: (path: string) => unknown;
  /** Where secrets are reported. */
  secrets: SecretReport;
}

/** What a text may hide; a version from before these rules is read with warnings. */
const hidingCodes = ['bidi_control', 'invisible_text', 'blank_text'];

/** Runs a reading so that nothing it meets makes it throw. */
export function reading<D>(kind: Kind, options: ReadOptions, work: (issues: Issues) => D | null): ReadResult<D> {
  const issues = new Issues(options.lenientContent ? hidingCodes : []);
  try {
    const definition = work(issues);
    if (definition === null && !issues.failed) throw new Error('No definition and no issue.');
    return { definition: issues.failed ? null : definition, issues: issues.list() };
  } catch {
    issues.error(
      { file: manifestFile[kind], path: [] },
      'unreadable',
      'The definition cannot be read. Report this as a bug.',
    );
    return { definition: null, issues: issues.list() };
  }
}

/** Opens a source: everything is plain and bounded from here on. */
export function open(kind: Kind, source: DefinitionSource, options: ReadOptions, issues: Issues): Opened {
  const files = items(own(source, 'files'));
  const bundle = parseBundle(kind, files, issues);
  const file = manifestFile[kind];
  const read = new Map<string, unknown>();
  const readJson = (path: string): unknown => {
    if (!read.has(path)) read.set(path, readJsonFile(bundle, path, issues));
    return read.get(path);
  };
  const value = readManifest(own(source, 'manifest'), file, bundle, readJson, issues);
  const secrets = new SecretReport(issues, allowedFindingsOf(value), options.lenientContent);
  checkTexts(bundle, issues, secrets);
  for (const path of bundle.bytesOf.keys())
    if (/^tests\/|^versions\//.test(path)) checkDocumentSecrets(readJson(path), path, secrets);
  return { bundle, authored: isRecord(value) ? value : null, readJson, secrets };
}

/** The authored manifest: given, or else the file. It is an object, or an issue says why there is none. */
function readManifest(
  given: unknown,
  file: string,
  bundle: Bundle,
  readJson: (path: string) => unknown,
  issues: Issues,
): unknown {
  const before = issues.count;
  let value: unknown;
  if (given === undefined && bundle.bytesOf.has(file)) value = readJson(file);
  else if (given === undefined) issues.error({ file, path: [] }, 'missing_file', `${file} is missing.`);
  else value = typeof given === 'string' ? parse(given, file, issues) : plain(given, file, issues);
  if (given !== undefined) compareWithFile(bundle, file, value, issues);
  if (!isRecord(value) && issues.count === before) {
    issues.error({ file, path: [] }, 'invalid_type', 'Must be an object.');
  }
  return value;
}

function plain(value: unknown, file: string, issues: Issues): unknown {
  return toJsonValue(value, (path, code, message, severity = 'error') =>
    issues[severity]({ file, path }, code, message),
  );
}

function parse(text: string, file: string, issues: Issues): unknown {
  if (text.length > BundleLimits.jsonBytes) {
    issues.error({ file, path: [] }, 'too_large', `The file must have at most ${BundleLimits.jsonBytes} characters.`);
    return undefined;
  }
  const { value, problems } = parseJsonText(text);
  for (const { path, code, message, severity } of problems) issues[severity]({ file, path }, code, message);
  return value === undefined ? undefined : plain(value, file, issues);
}

function readJsonFile(bundle: Bundle, path: string, issues: Issues): unknown {
  const bytes = bundle.bytesOf.get(path);
  if (bytes === undefined) {
    issues.error({ file: path, path: [] }, 'missing_file', 'This file is referenced but was not found.');
    return undefined;
  }
  const text = bytes.length > BundleLimits.jsonBytes ? null : decodeUtf8(bytes);
  if (text !== null) return parse(text, path, issues);
  const large = bytes.length > BundleLimits.jsonBytes;
  issues.error(
    { file: path, path: [] },
    large ? 'file_too_large' : 'invalid_utf8',
    large ? 'A JSON file must have at most 1 MiB.' : 'The file must be encoded in UTF-8.',
  );
  return undefined;
}

/** An agent.json among the files says the same as the manifest; it is kept so that a pull gives it back byte by byte. */
function compareWithFile(bundle: Bundle, file: string, value: unknown, issues: Issues): void {
  const bytes = bundle.bytesOf.get(file);
  if (bytes === undefined || value === undefined) return;
  const text = bytes.length > BundleLimits.jsonBytes ? null : decodeUtf8(bytes);
  const there = text === null ? undefined : parse(text, file, issues);
  if (there !== undefined && canonicalJson(there) === canonicalJson(value)) return;
  issues.error({ file, path: [] }, 'manifest_mismatch', `${file} must have the same content as the manifest.`);
}

/** Every file but the JSON documents of a definition, which are read as such. */
function checkTexts(bundle: Bundle, issues: Issues, secrets: SecretReport): void {
  for (const [path, bytes] of bundle.bytesOf) {
    if (isDocument(path) || bytes.length > BundleLimits.fileBytes) continue;
    const text = decodeUtf8(bytes);
    const prose = path.endsWith('.md') && !path.startsWith('assets/');
    if (prose && text === null)
      issues.error({ file: path, path: [] }, 'invalid_utf8', 'The file must be encoded in UTF-8.');
    if (prose && text !== null) {
      checkProse(text, path, issues);
      checkProseSecrets(text, path, secrets);
    } else checkFileSecrets(text, { path, bytes }, secrets);
  }
}

const isDocument = (path: string): boolean => /^(?:agent|template|mcp)\.json$|^(?:tests|versions)\//.test(path);

function checkProse(text: string, file: string, issues: Issues): void {
  if (text.trim() === '') issues.warning({ file, path: [] }, 'empty_text', 'The file is empty.');
  for (const { code, message, severity = 'error' } of textProblems(text, { nfc: false }))
    issues[severity]({ file, path: [] }, code, `The file ${message}`);
  if (text.normalize('NFC') !== text)
    issues.warning({ file, path: [] }, 'not_nfc', 'The file is not in Unicode normal form C; save it as NFC.');
}
