import { SecretReport } from '../checks/reportFinding.ts';
import { checkDocumentSecrets, checkFileSecrets, checkProseSecrets } from '../checks/secretCheck.ts';
import { allowedFindingsOf } from '../contract/allowFindings.ts';
import { type Bundle, type BundleFile, BundleLimits, isDocument, parseBundle } from '../contract/bundle.ts';
import type { PlanSource } from '../contract/expandRun.ts';
import type { TemplateTestReport } from '../contract/templateTest.ts';
import { canonicalJson } from '../values/digest.ts';
import { type Issue, Issues } from '../values/issue.ts';
import { parseJsonText } from '../values/jsonText.ts';
import { isRecord, items, ownProperty, toJsonValue } from '../values/jsonValue.ts';
import { type Kind, manifestFile } from '../values/kind.ts';
import { decodeUtf8, textProblems } from '../values/text.ts';

/** A definition to parse. */
export interface DefinitionSource {
  /** The text of agent.json or template.json, or its JSON value; when omitted, the file in `files` is parsed. */
  manifest?: unknown;
  /** Every other file of the folder, and perhaps agent.json or template.json itself. */
  files: readonly BundleFile[];
}

export interface ParseOptions {
  /** Allowed commands for MCP servers. Defaults to `defaultStdioCommands`. */
  stdioCommands?: readonly string[];
  /** Whether it is a draft regardless of the manifest: what a draft may omit is only a warning. */
  draft?: boolean;
  /** Whether it was published before: its MCP servers are not checked against later rules. */
  asPublished?: boolean;
  /** The templates that a template includes. Without it, a template that includes others is not tested. */
  include?: (templateId: string) => PlanSource | null;
  /** Whether it is already published: rules about secrets and hidden text, which may be newer, only warn. */
  lenientContent?: boolean;
}

/** `definition` is null if and only if an issue is an error. */
export interface ParseResult<D> {
  definition: D | null;
  issues: Issue[];
  /** The tests of a template that is otherwise valid. */
  tests?: TemplateTestReport;
}

/** What both kinds need: the files, the authored value, and a function that parses further JSON files. */
interface OpenedSource {
  bundle: Bundle;
  /** The authored manifest as plain JSON; null when it cannot be used. */
  authored: Record<string, unknown> | null;
  parseJson: (path: string) => unknown;
  /** Where secrets are reported. */
  secrets: SecretReport;
}

/** Codes of hidden text; in a version from before these rules they are warnings. */
const hiddenTextCodes = ['bidi_control', 'invisible_text', 'blank_text'];

/** Parses a definition and collects its issues. Never throws. */
export function collectIssues<D>(
  kind: Kind,
  options: ParseOptions,
  work: (issues: Issues) => D | null,
): ParseResult<D> {
  const issues = new Issues(options.lenientContent ? hiddenTextCodes : []);
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

/** Checks the files and the manifest of a source. The returned values are plain JSON of bounded size. */
export function openSource(kind: Kind, source: DefinitionSource, options: ParseOptions, issues: Issues): OpenedSource {
  const files = items(ownProperty(source, 'files'));
  const bundle = parseBundle(kind, files, issues);
  const file = manifestFile[kind];
  const read = new Map<string, unknown>();
  const parseJson = (path: string): unknown => {
    if (!read.has(path)) read.set(path, parseJsonFile(bundle, path, issues));
    return read.get(path);
  };
  const value = parseManifest(ownProperty(source, 'manifest'), file, bundle, parseJson, issues);
  const secrets = new SecretReport(issues, allowedFindingsOf(value), options.lenientContent);
  checkTexts(bundle, issues, secrets);
  for (const path of bundle.bytesOf.keys())
    if (/^tests\/|^versions\//.test(path)) checkDocumentSecrets(parseJson(path), path, secrets);
  return { bundle, authored: isRecord(value) ? value : null, parseJson, secrets };
}

/** The authored manifest: passed, or else from the file. When it is not an object, there is an issue. */
function parseManifest(
  given: unknown,
  file: string,
  bundle: Bundle,
  parseJson: (path: string) => unknown,
  issues: Issues,
): unknown {
  const before = issues.count;
  let value: unknown;
  if (given !== undefined && isNotUtf8(bundle.bytesOf.get(file))) return void reportEncoding(file, issues);
  if (given === undefined && bundle.bytesOf.has(file)) value = parseJson(file);
  else if (given === undefined) issues.error({ file, path: [] }, 'missing_file', `${file} is missing.`);
  else value = typeof given === 'string' ? parse(given, file, issues) : plain(given, file, issues);
  if (given !== undefined) compareWithFile(bundle, file, value, issues);
  if (value !== undefined && !isRecord(value) && issues.count === before) {
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

function parseJsonFile(bundle: Bundle, path: string, issues: Issues): unknown {
  const bytes = bundle.bytesOf.get(path);
  if (bytes === undefined) {
    issues.error({ file: path, path: [] }, 'missing_file', 'This file is referenced but was not found.');
    return undefined;
  }
  // What is too large was reported with the sizes of all files.
  if (bytes.length > BundleLimits.jsonBytes) return undefined;
  const text = decodeUtf8(bytes);
  return text === null ? void reportEncoding(path, issues) : parse(text, path, issues);
}

const isNotUtf8 = (bytes: Uint8Array | undefined): boolean =>
  bytes !== undefined && bytes.length <= BundleLimits.jsonBytes && decodeUtf8(bytes) === null;

const reportEncoding = (file: string, issues: Issues): void =>
  issues.error({ file, path: [] }, 'invalid_utf8', 'The file must be encoded in UTF-8.');

/** An agent.json among the files must equal the manifest; it is stored so that a pull returns the same bytes. */
function compareWithFile(bundle: Bundle, file: string, value: unknown, issues: Issues): void {
  const bytes = bundle.bytesOf.get(file);
  if (bytes === undefined || value === undefined || bytes.length > BundleLimits.jsonBytes) return;
  const text = decodeUtf8(bytes);
  const there = text === null ? undefined : parse(text, file, issues);
  if (there !== undefined && canonicalJson(there) === canonicalJson(value)) return;
  issues.error({ file, path: [] }, 'manifest_mismatch', `${file} must have the same content as the manifest.`);
}

/** Checks every file except the JSON documents of a definition. */
function checkTexts(bundle: Bundle, issues: Issues, secrets: SecretReport): void {
  for (const [path, bytes] of bundle.bytesOf) {
    if (isDocument(path) || bytes.length > BundleLimits.fileBytes) continue;
    const text = decodeUtf8(bytes);
    const prose = path.endsWith('.md') && !path.startsWith('assets/');
    if (prose && text === null) reportEncoding(path, issues);
    if (prose && text !== null) {
      checkProse(text, path, issues);
      checkProseSecrets(text, path, secrets);
    } else checkFileSecrets(text, { path, bytes }, secrets);
  }
}

function checkProse(text: string, file: string, issues: Issues): void {
  if (text.trim() === '') issues.warning({ file, path: [] }, 'empty_text', 'The file is empty.');
  for (const { code, message, severity = 'error' } of textProblems(text, { nfc: false }))
    issues[severity]({ file, path: [] }, code, `The file ${message}`);
  if (text.normalize('NFC') !== text)
    issues.warning({ file, path: [] }, 'not_nfc', 'The file is not in Unicode normal form C; save it as NFC.');
}
