import { BundleLimits, locate, parseJsonText } from '../../../manifest/index.ts';
import type { ConsoleIssueFragment } from '../../generated/graphql.ts';
import type { Kinds } from '../api/gateway.ts';

export interface FolderFile {
  path: string;
  content: Uint8Array;
}

/** An issue with its place in the file, from 1; null when it is about the whole file. */
export interface PlacedIssue extends ConsoleIssueFragment {
  line: number | null;
}

/** A folder that holds a definition, as it was dropped. */
export interface Folder {
  name: string;
  kinds: Kinds;
  manifest: Record<string, unknown> | null;
  /** The manifest as its author wrote it. */
  text: string;
  /** All other files. */
  files: FolderFile[];
  /** Why it cannot be sent at all: its manifest is not JSON, or it is too large. */
  issues: PlacedIssue[];
}

const manifests = { 'agent.json': 'agents', 'template.json': 'templates' } as const;
const ignored = /(?:^|\/)(?:\.DS_Store|\.git|\.gitkeep|Thumbs\.db|node_modules)(?:\/|$)/;

/** The files of what was dropped, folders with all that is in them. Must be called while the event is handled. */
export async function filesOfDrop(items: DataTransferItemList): Promise<File[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (ignored.test(entry.fullPath)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.slice(1) });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // It hands over at most a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(walk))).flat();
}

/** The definitions in a list of files: each folder that holds an agent.json or a template.json. */
export async function readFolders(files: readonly File[]): Promise<Folder[]> {
  const all = files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  const roots = all.flatMap(({ path }) => {
    const [, folder = '', name = ''] = /^(.*?)([^/]+)$/.exec(path) ?? [];
    return name in manifests ? [{ folder, name: name as keyof typeof manifests }] : [];
  });
  return Promise.all(
    roots.map(async ({ folder, name }) => {
      const own = all.filter(({ path }) => path.startsWith(folder) && !ignored.test(path));
      const size = own.reduce((sum, { file }) => sum + file.size, 0);
      const about = { name: folder.replace(/\/$/, '') || name, kinds: manifests[name] };
      if (own.length > BundleLimits.files || size > BundleLimits.bytes)
        return { ...about, manifest: null, text: '', files: [], issues: [tooLarge(name)] };
      const read = await Promise.all(
        own.map(async ({ file, path }) => ({
          path: path.slice(folder.length),
          content: new Uint8Array(await file.arrayBuffer()),
        })),
      );
      return { ...about, ...parseManifest(name, read) };
    }),
  );
}

function parseManifest(name: string, files: FolderFile[]): Pick<Folder, 'manifest' | 'text' | 'files' | 'issues'> {
  const text = textOf(files, name) ?? '';
  const { value, problems } = parseJsonText(text);
  const issues = problems.map(({ path, code, message, severity, line }) => ({
    file: name,
    path: path.join('.'),
    code,
    message,
    severity: severity === 'error' ? ('ERROR' as const) : ('WARNING' as const),
    line,
  }));
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (value !== undefined && !isObject)
    issues.push({
      file: name,
      path: '',
      code: 'invalid_type',
      message: 'Must be an object.',
      severity: 'ERROR',
      line: 1,
    });
  return {
    manifest: isObject ? (value as Record<string, unknown>) : null,
    text,
    files: files.filter(({ path }) => path !== name),
    issues,
  };
}

const tooLarge = (file: string): PlacedIssue => ({
  file,
  path: '',
  code: 'bundle_too_large',
  message: `A definition must have at most ${BundleLimits.files} files and ${BundleLimits.bytes.toLocaleString()} bytes.`,
  severity: 'ERROR',
  line: null,
});

const textOf = (files: readonly FolderFile[], path: string): string | null => {
  const file = files.find((each) => each.path === path);
  return file ? new TextDecoder().decode(file.content) : null;
};

/** A file as the gateway takes it: text where it is text. */
export function fileInput({ path, content }: FolderFile) {
  try {
    return { path, content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    let binary = '';
    for (const byte of content) binary += String.fromCharCode(byte);
    return { path, content: btoa(binary), encoding: 'BASE64' as const };
  }
}

/** The line of each issue in the file that it is about. */
export function placeIssues(
  issues: readonly ConsoleIssueFragment[],
  manifest: { file: string; text: string },
  files: readonly FolderFile[],
): PlacedIssue[] {
  return issues
    .map((issue) => {
      const [head, line] = /^Line (\d+)(?:, column \d+)?: /.exec(issue.message) ?? [];
      if (head) return { ...issue, message: issue.message.slice(head.length), line: Number(line) };
      const file = issue.file || manifest.file;
      const text = file === manifest.file ? manifest.text : textOf(files, file);
      const place = text !== null && file.endsWith('.json') ? locate(text, issue.path) : null;
      return { ...issue, file, line: place?.line ?? null };
    })
    .sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.line ?? 0) - (b.line ?? 0));
}
