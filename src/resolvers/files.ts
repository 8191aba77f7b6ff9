import { RequestError } from '../errors.ts';

/** A file of a bundle as a client sends it. */
export interface FileInput {
  path: string;
  content: string;
  encoding?: 'UTF8' | 'BASE64' | null;
}

/** The files' bytes. Throws BAD_USER_INPUT for what is not base64 although it says so. */
export const decodeFiles = (files: readonly FileInput[] | null | undefined) =>
  (files ?? []).map(({ path, content, encoding }) => ({
    path,
    bytes: encoding === 'BASE64' ? fromBase64(path, content) : utf8.encode(content),
  }));

const utf8 = new TextEncoder();

function fromBase64(path: string, content: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content) || content.length % 4 !== 0) {
    throw new RequestError('BAD_USER_INPUT', `The content of ${JSON.stringify(path.slice(0, 100))} is not base64.`);
  }
  return Buffer.from(content, 'base64');
}
