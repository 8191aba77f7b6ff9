import { createHash } from 'node:crypto';
import { createTarPacker } from 'modern-tar';
import {
  blobName,
  type End,
  type ExportRecord,
  endName,
  errorName,
  type Header,
  headerName,
  recordsName,
  type Stopped,
} from './format.ts';

/** Writes an export. Each method waits until what it wrote was taken. */
export interface ArchiveWriter {
  readable: ReadableStream<Uint8Array>;
  start(header: Header): Promise<void>;
  /** Whether this content is in the archive already. */
  has(sha256: string): boolean;
  blob(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Records that need no other blobs than those before them. */
  records(records: readonly ExportRecord[]): Promise<void>;
  /** Ends the archive, and returns what it contains. */
  finish(): Promise<End>;
  /** Ends the archive with the reason why it is not whole. An import refuses it. */
  stop(reason: Stopped): Promise<void>;
  fail(error: unknown): void;
}

/** The number of digests that are remembered. Content that is met again later is written again, which is harmless. */
const maxKnown = 100_000;
const utf8 = new TextEncoder();

export function createArchiveWriter(): ArchiveWriter {
  const { readable, controller } = createTarPacker();
  const known = new Set<string>();
  const hash = createHash('sha256');
  const counts = { entries: 0, versions: 0, removed: 0, blobs: 0, bytes: 0 };
  const countOf = { entry: 'entries', version: 'versions', removed: 'removed' } as const;
  let parts = 0;

  async function member(name: string, bytes: Uint8Array): Promise<void> {
    // The same content is the same archive: no times of today.
    const writer = controller.add({ name, size: bytes.length, mode: 0o644, mtime: new Date(0) }).getWriter();
    await writer.write(bytes);
    await writer.close();
  }
  const json = (name: string, value: unknown) => member(name, utf8.encode(`${JSON.stringify(value, null, 2)}\n`));

  return {
    readable,
    start: (header) => json(headerName, header),
    has: (sha256) => known.has(sha256),
    async blob(sha256, bytes) {
      if (known.has(sha256)) return;
      if (known.size >= maxKnown) known.clear();
      known.add(sha256);
      counts.blobs += 1;
      counts.bytes += bytes.length;
      await member(blobName(sha256), bytes);
    },
    async records(records) {
      parts += 1;
      for (const { type } of records) counts[countOf[type]] += 1;
      const bytes = utf8.encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      hash.update(bytes);
      await member(recordsName(parts), bytes);
    },
    async finish() {
      const end: End = { ...counts, digest: hash.digest('hex') };
      await json(endName, end);
      controller.finalize();
      return end;
    },
    async stop(reason) {
      await json(errorName, reason);
      controller.finalize();
    },
    fail: (error) => controller.error(error),
  };
}
