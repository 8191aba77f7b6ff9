import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from './makeFolder.ts';
import { writeAtomically } from './writeAtomically.ts';

export const defaultGatewayUrl = 'http://127.0.0.1:4000/graphql';

const Contents = z.object({
  url: z.url({ protocol: /^http$/ }).max(300),
  pid: z.number().int().min(1),
  host: z.string().regex(/^[A-Za-z0-9_.-]{1,255}$/),
});

/** The URL of the gateway for a data folder, or the reason why there is none. */
export type FoundGateway = { url: string; reason?: undefined } | { url: null; reason: string };

/** The file in the data folder that contains the URL of its running gateway. */
export const gatewayFile = (dataDir: string): string => join(dataDir, 'gateway.json');

/**
 * Writes the URL of this process, for commands on the same machine.
 *
 * @param origin such as http://127.0.0.1:4001; an unspecified address (0.0.0.0, ::) is written as the loopback address
 * @returns removes the file, if it still belongs to this process
 * @throws FolderUnusable, or an error of the file system
 */
export async function writeGatewayFile(dataDir: string, origin: string): Promise<() => Promise<void>> {
  const file = gatewayFile(dataDir);
  const url = `${origin.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')}/graphql`;
  const text = `${JSON.stringify({ url, pid: process.pid, host: hostname() })}\n`;
  await makeFolder(dataDir, 'REGISTRY_DATA_DIR');
  await writeAtomically(file, text);
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => null)) === text) await rm(file, { force: true });
  };
}

/** The running gateway of this data folder. Only a URL of this machine, and of a process that is alive, counts. */
export function findGateway(dataDir: string): FoundGateway {
  const file = gatewayFile(dataDir);
  const contents = read(file);
  if (typeof contents === 'string') return { url: null, reason: contents };
  const { url, pid, host } = contents;
  if (host !== hostname()) return { url: null, reason: `The gateway of ${file} runs on another machine (${host}).` };
  if (!isHere(url)) return { url: null, reason: `The address in ${file} is not an address of this machine.` };
  if (!isAlive(pid)) return { url: null, reason: `The gateway of ${file} (process ${pid}) is no longer running.` };
  return { url };
}

/** Where to look for a gateway when no URL was given, with a sentence that explains the choice. */
export function localGateway(dataDir: string): { url: string; reason: string } {
  const { url, reason } = findGateway(dataDir);
  return url === null
    ? { url: defaultGatewayUrl, reason: `REGISTRY_URL is not set, so the default address was used: ${reason}` }
    : { url, reason: `REGISTRY_URL is not set, so the address in ${gatewayFile(dataDir)} was used.` };
}

function read(file: string): z.infer<typeof Contents> | string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? `${file} was not found.` : `${file} cannot be read (${code}).`;
  }
  try {
    return Contents.parse(JSON.parse(text));
  } catch {
    return `${file} does not contain the address of a gateway.`;
  }
}

/** A file must not be able to send a token to another machine. */
function isHere(url: string): boolean {
  const { hostname: name, username, password, pathname } = new URL(url);
  if (username || password || pathname !== '/graphql') return false;
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (!isIPv4(address) && !isIPv6(address)) return address === 'localhost';
  if (isIPv4(address) && address.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
