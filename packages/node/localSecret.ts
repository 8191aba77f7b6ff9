import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that signs the tokens of a registry without an identity provider: 32 random bytes, base64url, in a file
 * that only its owner can read. Created at the first use; two concurrent first uses agree on one.
 */
export async function localSecret(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, 'jwt-secret');
  const existing = await readFile(file, 'utf8').catch(() => null);
  if (existing !== null) return encode(existing);
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  await link(draft, file).catch(() => {}); // Another process was first: its secret is used.
  await rm(draft);
  return encode(await readFile(file, 'utf8'));
}

const encode = (text: string) => new TextEncoder().encode(text.trim());
