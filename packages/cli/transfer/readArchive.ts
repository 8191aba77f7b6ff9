import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import type { z } from 'zod';
import { checkList, checkVersion, NotAsPublished, sha256Hex } from '../../manifest/index.ts';
import {
  blobPattern,
  End,
  ExportRecord,
  endName,
  errorName,
  Header,
  headerName,
  memberLimits,
  recordsPattern,
  Stopped,
  type VersionRecord,
} from '../../node/transfer/format.ts';
import { clean } from '../terminal.ts';
import { type ArchiveFault, ArchiveInvalid } from './archiveInvalid.ts';

/** A verified export, unpacked into a folder. */
export interface Archive {
  header: Header;
  end: End;
  /** The file of all records, in order. */
  recordsFile: string;
  /** The content of a blob of the archive. */
  read(sha256: string): Promise<Uint8Array>;
}

/**
 * Unpacks an export into an empty folder, and verifies all of it: every digest, every record, and that nothing is missing.
 * Names of the archive never become paths: a blob is stored under its digest.
 *
 * @throws ArchiveInvalid
 */
export async function readArchive(source: ReadableStream<Uint8Array>, folder: string): Promise<Archive> {
  const blobs = join(folder, 'blobs');
  const recordsFile = join(folder, 'records.ndjson');
  await mkdir(blobs);
  await writeFile(recordsFile, '');
  const known = new Set<string>();
  const hash = createHash('sha256');
  const counts = { entries: 0, versions: 0, removed: 0 };
  const countOf = { entry: 'entries', version: 'versions', removed: 'removed' } as const;
  let header: Header | null = null;
  let end: End | null = null;
  let stopped: Stopped | null = null;
  const read = (sha256: string) => readFile(join(blobs, sha256));

  async function take({ header: { name, size, type }, body }: ParsedTarEntry): Promise<void> {
    if (header === null && name !== headerName)
      throw new ArchiveInvalid(
        'NOT_AN_EXPORT',
        `This tar file is not an export: it does not start with ${headerName}.`,
      );
    if (stopped || end) throw unexpected(name, `comes after ${endName}`);
    if (type !== undefined && type !== 'file') throw unexpected(name, `is a ${type}, not a file`);
    const digest = blobPattern.exec(name)?.[1];
    const isRecords = recordsPattern.test(name);
    if (name === headerName && header === null) {
      header = parsed(Header, await content(body, name, size, memberLimits.json), name, 'NOT_AN_EXPORT');
    } else if (name === errorName) {
      stopped = parsed(Stopped, await content(body, name, size, memberLimits.json), name, 'INVALID_RECORD');
    } else if (name === endName) {
      end = parsed(End, await content(body, name, size, memberLimits.json), name, 'INVALID_RECORD');
    } else if (digest !== undefined) {
      const bytes = await content(body, name, size, memberLimits.blob);
      if (sha256Hex(bytes) !== digest)
        throw new ArchiveInvalid('TAMPERED', `${name} was changed: its content has another digest.`);
      if (!known.has(digest)) await writeFile(join(blobs, digest), bytes);
      known.add(digest);
    } else if (isRecords) {
      const bytes = await content(body, name, size, memberLimits.records);
      hash.update(bytes);
      for (const record of recordsIn(bytes, name)) {
        counts[countOf[record.type]] += 1;
        if (record.type === 'version') await checkFiles(record, known, read);
      }
      await appendFile(recordsFile, bytes);
    } else throw unexpected(name, 'does not belong in an export');
  }

  await eachMember(source, take);
  const [first, last, why] = [header as Header | null, end as End | null, stopped as Stopped | null];
  if (!first) throw new ArchiveInvalid('NOT_AN_EXPORT', `This is not an export: it has no ${headerName}.`);
  if (why)
    throw new ArchiveInvalid(
      'STOPPED',
      `The export is not complete. The registry stopped it: ${clean(why.message)} (${clean(why.code)})`,
    );
  if (!last) throw new ArchiveInvalid('TRUNCATED', `The export is not complete: it has no ${endName}.`);
  const isWhole = (['entries', 'versions', 'removed'] as const).every((name) => counts[name] === last[name]);
  if (!isWhole || hash.digest('hex') !== last.digest)
    throw new ArchiveInvalid('TAMPERED', `The records are not those that ${endName} describes.`);
  return { header: first, end: last, recordsFile, read };
}

/** The maximum from one member to the next: the largest one, with its headers and padding, and what was read ahead. */
const maxBetween = Math.max(...Object.values(memberLimits)) + 4 * 1024 * 1024;

async function eachMember(
  source: ReadableStream<Uint8Array>,
  take: (member: ParsedTarEntry) => Promise<void>,
): Promise<void> {
  let length = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      // Headers may follow one another without end, or have any size, and the decoder keeps them.
      if (length > maxBetween)
        throw new ArchiveInvalid('TOO_LARGE', `A member and its headers have more than ${maxBetween} bytes.`);
      controller.enqueue(chunk);
    },
  });
  const members = source
    .pipeThrough(bounded)
    .pipeThrough(createTarDecoder({ strict: true }) as ReadableWritablePair<ParsedTarEntry, Uint8Array>);
  let isStarted = false;
  try {
    for await (const member of members) {
      isStarted = true;
      length = 0;
      await take(member);
    }
  } catch (error) {
    if (error instanceof ArchiveInvalid || (error as NodeJS.ErrnoException).code !== undefined) throw error;
    const { message } = error as Error;
    if (!isStarted) throw new ArchiveInvalid('NOT_AN_EXPORT', `This is not a tar file: ${message}`);
    throw new ArchiveInvalid(
      /truncated/i.test(message) ? 'TRUNCATED' : 'TAMPERED',
      `The tar file is damaged: ${message}`,
    );
  }
}

const unexpected = (name: string, why: string) =>
  new ArchiveInvalid(
    'UNEXPECTED_MEMBER',
    `The archive contains ${JSON.stringify(clean(name.slice(0, 200)))}, which ${why}.`,
  );

async function content(
  body: ReadableStream<Uint8Array>,
  name: string,
  size: number,
  limit: number,
): Promise<Uint8Array> {
  if (size > limit) throw new ArchiveInvalid('TOO_LARGE', `${name} has ${size} bytes; the maximum is ${limit}.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  place: string,
  fault: ArchiveFault,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new ArchiveInvalid(fault, `${place} is not valid JSON in UTF-8.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ArchiveInvalid(fault, `${place} is not valid: ${issue?.path.join('.') || 'value'}: ${issue?.message}.`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const lineFeed = 10;

/** The records of a member, each checked. */
function* recordsIn(bytes: Uint8Array, name: string): Generator<ExportRecord> {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found === -1 ? bytes.length : found;
    const place = `${name}, line ${line}`;
    if (end - start > memberLimits.record)
      throw new ArchiveInvalid(
        'TOO_LARGE',
        `${place} has ${end - start} bytes; the maximum is ${memberLimits.record}.`,
      );
    yield parsed(ExportRecord, bytes.subarray(start, end), place, 'INVALID_RECORD');
    start = end + 1;
  }
}

/** Checks that the files of a version are in the archive, may be in a definition, and have its digest. */
async function checkFiles(
  { kind, namespace, id, version, files, digest, digestRule }: VersionRecord,
  known: ReadonlySet<string>,
  read: (sha256: string) => Promise<Uint8Array>,
): Promise<void> {
  const name = `${namespace}/${id}@${version}`;
  const missing = files.find(({ sha256 }) => !known.has(sha256));
  if (missing) throw new ArchiveInvalid('TAMPERED', `${name}: the content of ${clean(missing.path)} is missing.`);
  try {
    checkList(kind, files);
    const contents = await Promise.all(files.map(async ({ path, sha256 }) => ({ path, bytes: await read(sha256) })));
    checkVersion(kind, contents, digest, digestRule);
  } catch (error) {
    if (!(error instanceof NotAsPublished)) throw error;
    throw new ArchiveInvalid('TAMPERED', `${name}: ${error.message}`);
  }
}
