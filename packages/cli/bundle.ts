import type { BundleFileInput } from '../client/index.ts';
import type { BundleFile } from '../manifest/index.ts';

/** A file as GraphQL input: as text if that reproduces the same bytes, otherwise as base64. */
export function fileInput({ path, bytes }: BundleFile): BundleFileInput {
  const text = textOf(bytes);
  return text === null
    ? { path, content: Buffer.from(bytes).toString('base64'), encoding: 'BASE64' }
    : { path, content: text, encoding: 'UTF8' };
}

/** A byte order mark stays: it is part of the file. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text; null when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
