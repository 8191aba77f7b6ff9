import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isNamespace, isSlug, isVersion, NotAsPublished } from '../../manifest/index.ts';
import { writeAtomically } from '../../node/writeAtomically.ts';
import type { AgentAddress } from './selection.ts';

const VersionName = z.strictObject({
  version: z.string().refine(isVersion),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Copies from before there was another rule do not state theirs. */
  digestRule: z.number().int().default(1),
});
/** A version and its expected digest. */
export type VersionName = z.infer<typeof VersionName>;

const AgentRecord = z.strictObject({
  agentId: z.string().refine(isSlug),
  namespace: z.string().refine(isNamespace),
  status: z.enum(['ACTIVE', 'DEPRECATED', 'DISABLED']),
  current: VersionName.nullable(),
  /** The versions whose files are stored, most recently used first. */
  kept: z.array(VersionName).max(20),
  /** The last full comparison with the gateway that found it. */
  round: z.string(),
});
export type AgentRecord = z.infer<typeof AgentRecord>;

/** The records of agents: one file for each, so that a copy of any size takes no memory. */
export interface Records {
  /** The folder of an agent, for its files. Throws NotAsPublished for an invalid address. */
  folderOf(address: AgentAddress): string;
  /** Null if there is none, or it cannot be read. */
  read(address: AgentAddress): Promise<AgentRecord | null>;
  /** The record exists but is invalid: it was not written by this worker. */
  isBroken(address: AgentAddress): Promise<boolean>;
  write(record: AgentRecord): Promise<void>;
  remove(address: AgentAddress): Promise<void>;
  all(): AsyncGenerator<AgentRecord, void, undefined>;
}

const recordFile = 'record.json';

export function openRecords(folder: string): Records {
  function folderOf({ namespace, agentId }: AgentAddress) {
    // They become part of a path, and come from elsewhere.
    if (!isNamespace(namespace) || !isSlug(agentId))
      throw new NotAsPublished(`The gateway returned an invalid agent id: ${JSON.stringify([namespace, agentId])}.`);
    return join(folder, namespace, agentId);
  }

  async function read(address: AgentAddress) {
    if (!isNamespace(address.namespace) || !isSlug(address.agentId)) return null;
    const record = recordFrom(await readFile(join(folderOf(address), recordFile), 'utf8').catch(() => ''));
    const isItsOwn = record?.agentId === address.agentId && record.namespace === address.namespace;
    return isItsOwn ? record : null;
  }

  return {
    folderOf,
    read,
    async isBroken(address) {
      if (!isNamespace(address.namespace) || !isSlug(address.agentId)) return false;
      const isThere = await access(join(folderOf(address), recordFile)).then(
        () => true,
        () => false,
      );
      return isThere && (await read(address)) === null;
    },
    async write(record) {
      const own = folderOf(record);
      await mkdir(own, { recursive: true, mode: 0o700 });
      await writeAtomically(join(own, recordFile), `${JSON.stringify(record)}\n`);
    },
    async remove(address) {
      // The record first: without it, remaining files are not used.
      await rm(join(folderOf(address), recordFile), { force: true });
      await rm(folderOf(address), { recursive: true, force: true });
    },
    async *all() {
      for (const namespace of await foldersIn(folder)) {
        for (const agentId of await foldersIn(join(folder, namespace))) {
          const record = await read({ namespace, agentId });
          if (record) yield record;
        }
      }
    },
  };
}

function recordFrom(text: string): AgentRecord | null {
  try {
    return AgentRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
