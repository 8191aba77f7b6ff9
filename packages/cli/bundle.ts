import type { BundleFileInput } from '../client/index.ts';
import type { BundleFile } from '../manifest/index.ts';

/** A file as GraphQL takes it: as text where the text gives the same bytes back, else as base64. */
export function fileInput({ path, bytes }: BundleFile): BundleFileInput {
  const text = textOf(bytes);
  return text === null
    ? { path, content: Buffer.from(bytes).toString('base64'), encoding: 'BASE64' }
    : { path, content: text, encoding: 'UTF8' };
}

/** A byte order mark stays: it is part of the file. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What bytes say as text; null for what is not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
