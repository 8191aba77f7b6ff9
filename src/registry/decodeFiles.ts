import type { BundleFile } from '../../packages/manifest/index.ts';
import { RequestError } from '../errors.ts';
import { quoted } from './quoted.ts';

/** A file of a bundle as a client sends it. */
export interface FileInput {
  path: string;
  content: string;
  encoding?: 'UTF8' | 'BASE64' | null;
}

/**
 * The bytes of the files. Text that UTF-8 cannot represent gets a `problem`, which becomes an issue of the definition.
 * Throws BAD_USER_INPUT for invalid base64.
 */
export const decodeFiles = (files: readonly FileInput[] | null | undefined): BundleFile[] =>
  (files ?? []).map(({ path, content, encoding }) =>
    encoding === 'BASE64' ? { path, bytes: fromBase64(path, content) } : fromText(path, content),
  );

function fromText(path: string, content: string): BundleFile {
  const bytes = utf8.encode(content);
  if (content.isWellFormed()) return { path, bytes };
  const line = 1 + countLines(content.slice(0, loneSurrogateAt(content)));
  const message = `Line ${line} contains a lone surrogate (half of a character), which UTF-8 cannot represent. Write the whole character.`;
  return { path, bytes, problem: { code: 'lone_surrogate', message } };
}

const loneSurrogateAt = (text: string): number =>
  text.search(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);

const countLines = (text: string): number => text.split('\n').length - 1;

const utf8 = new TextEncoder();

function fromBase64(path: string, content: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content) || content.length % 4 !== 0) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `The content of ${quoted(path)} is not valid base64. Encode it, or use the encoding UTF8 for text.`,
    );
  }
  return Buffer.from(content, 'base64');
}
