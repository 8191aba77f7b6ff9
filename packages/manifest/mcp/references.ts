/** A part of a value: literal text, or a reference that a worker replaces. */
export type ReferencePart =
  | { kind: 'text'; text: string }
  | { kind: 'reference'; name: string; isSecret: boolean; default?: string }
  | UnknownReference;

/** What looks like a reference but is not one: `position` counts characters from 1. */
interface UnknownReference {
  kind: 'unknown';
  text: string;
  position: number;
  advice: string;
}

/** `${NAME}`, `${secret:NAME}`, `${NAME:-a literal default}`. */
const known = /^\$\{(?<secret>secret:)?(?<name>[A-Za-z_][A-Za-z0-9_]{0,127})(?::-(?<fallback>[^${}]*))?\}/;

/** Notations of shells, editors and templates that are meant as a reference. */
const foreign: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [/^\{\{\s{0,20}[A-Za-z_][\w .$-]{0,100}\}\}/, () => 'write ${NAME}'],
  [/^\{(?:env|file|input|secret|secrets|vault):[^{}]{0,200}\}/i, () => 'write ${NAME} or ${secret:NAME}'],
  [/^\$\([A-Za-z][^()]{0,200}\)/, () => 'it is not run by a shell; write the value, or ${NAME}'],
  [/^\$env:[A-Za-z_]\w{0,127}/i, () => 'write ${NAME}'],
  [/^\$[A-Z_][A-Z0-9_]{1,127}(?![A-Za-z0-9_])/, ([text]) => `write \${${text.slice(1)}}`],
  [/^%[A-Z_][A-Z0-9_]{1,127}%(?![0-9A-Fa-f]{2})/, ([text]) => `write \${${text.slice(1, -1)}}`],
];

/** A variable in a path of a URL, as in URI templates; braces are not part of any URL. */
const inUrl: (typeof foreign)[number] = [/^\{[A-Za-z_][\w-]{0,100}\}/, ([text]) => `write $${text}`];

/**
 * Splits a value into text and references. What looks like a reference in another notation, or like a broken one, is
 * `unknown`: it would reach the server as text, or half replaced.
 */
export function parseReferences(value: string, { isUrl = false } = {}): ReferencePart[] {
  const parts: ReferencePart[] = [];
  const notations = isUrl ? [...foreign, inUrl] : foreign;
  let from = 0;
  const upTo = (at: number): void => {
    if (at > from) parts.push({ kind: 'text', text: value.slice(from, at) });
  };
  const starts = /[$%{]/g;
  for (let start = starts.exec(value); start !== null; start = starts.exec(value)) {
    const at = start.index;
    const part = value.startsWith('${', at) ? braced(value, at) : otherNotation(value, at, notations);
    if (part === null) continue;
    upTo(at);
    parts.push(part.parsed);
    from = at + part.length;
    starts.lastIndex = from;
  }
  upTo(value.length);
  return parts;
}

interface Found {
  parsed: ReferencePart;
  length: number;
}

/** Parses what starts with `${`: a reference, or an unknown one that ends at its closing brace. */
function braced(value: string, at: number): Found {
  const match = known.exec(value.slice(at, at + 4_500));
  const { secret, name = '', fallback } = match?.groups ?? {};
  if (match && !(secret && fallback !== undefined)) {
    const parsed = { kind: 'reference' as const, name, isSecret: secret !== undefined };
    return { parsed: fallback === undefined ? parsed : { ...parsed, default: fallback }, length: match[0].length };
  }
  const text = match?.[0] ?? value.slice(at, closing(value, at));
  return { parsed: { kind: 'unknown', text, position: at + 1, advice: adviceFor(text) }, length: text.length };
}

/** The end of the braces that open at `at`; the end of the value when they are not closed. */
function closing(value: string, at: number): number {
  let depth = 0;
  for (let index = at; index < value.length; index += 1) {
    if (value[index] === '{') depth += 1;
    else if (value[index] === '}') depth -= 1;
    if (value[index] === '}' && depth === 0) return index + 1;
  }
  return value.length;
}

function adviceFor(text: string): string {
  const name = /^\$\{(?:env|ENV):([A-Za-z_]\w*)\}$/.exec(text)?.[1];
  if (name !== undefined) return `write \${${name}}`;
  if (text.startsWith('${secret:') && text.includes(':-'))
    return 'a secret must not have a default; write ${secret:NAME}';
  if (/^\$\{(?:input|promptString|pickString|command):/.test(text))
    return 'declare it under "inputs", or write ${NAME} or ${secret:NAME}';
  if (!text.endsWith('}')) return 'the closing brace is missing';
  if (text.includes(':-')) return 'a default must be a literal without "$", "{" and "}"';
  return 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}';
}

function otherNotation(value: string, at: number, notations: typeof foreign): Found | null {
  // `pa$$WORD`, `a$B`: part of a word, or an escaped sign.
  if (value[at] === '$' && /[\w$\\]/.test(value[at - 1] ?? '')) return null;
  const rest = value.slice(at, at + 300);
  for (const [pattern, advice] of notations) {
    const match = pattern.exec(rest);
    if (!match) continue;
    const [text] = match;
    return { parsed: { kind: 'unknown', text, position: at + 1, advice: advice(match) }, length: text.length };
  }
  return null;
}

/** Variables that editors replace and that are not environment variables. */
const editorVariables = new Set([
  ...['workspaceFolder', 'workspaceFolderBasename', 'workspaceRoot', 'userHome', 'pathSeparator', 'cwd', 'file'],
  ...['fileDirname', 'relativeFile', 'CLAUDE_PLUGIN_ROOT', 'CLAUDE_PROJECT_DIR', 'extensionPath', '__dirname'],
]);

/** True for `${workspaceFolder}` and the like: a valid name that an editor replaces and a worker does not. */
export const isEditorVariable = (name: string): boolean => editorVariables.has(name);
