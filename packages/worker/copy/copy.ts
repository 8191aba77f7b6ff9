import { type BundleFile, currentDigestRule, NotAsPublished, type ParseOptions } from '../../manifest/index.ts';
import { keyedQueue } from '../../node/concurrency.ts';
import { WorkerProblem } from '../problem.ts';
import { type CopiedAgent, copiedAgent } from './copiedAgent.ts';
import type { AgentRecord, Records, VersionName } from './records.ts';
import type { AgentHead, PublishedVersion, Remote } from './remote.ts';
import type { AgentAddress } from './selection.ts';
import { pruneVersions, readVersion, writeVersion } from './versions.ts';

export interface Which {
  /** Defaults to the worker's own namespace, then to `default`. */
  namespace?: string | undefined;
  /** Defaults to the current version. */
  version?: string | undefined;
  /** The required digest of the version, from a trusted source. */
  digest?: string | undefined;
  /** The rule that the digest was computed with. */
  digestRule?: number | undefined;
}

/** The change of an agent in the copy. */
export interface AgentChange extends AgentAddress {
  /** The previous current version; null if there was none, or no such agent. */
  before: string | null;
  after: string | null;
  /** Null if the agent is no longer in the copy. */
  status: AgentRecord['status'] | null;
}

/** The local, verified copy of agents. */
export interface Copy {
  /**
   * A version of an agent, verified now. The copy has the current versions of the agents that the worker serves; any
   * other version is fetched on request, and so is a file that was changed or lost.
   *
   * @throws NotInCopy, InvalidAgent, NotAsPublished, GatewayUnreachable, GatewayRefused
   */
  agent(agentId: string, which?: Which): Promise<CopiedAgent>;
  /** The agents of the copy, with their stored versions. */
  agents(): AsyncGenerator<AgentRecord, void, undefined>;
}

/** The copy, with the methods that update it. */
export interface OpenCopy extends Copy {
  /** Stores the current state of the gateway: files first, then the record. Null when nothing changed. */
  update(head: AgentHead, round?: string): Promise<AgentChange | null>;
  forget(address: AgentAddress): Promise<AgentChange | null>;
}

export class NotInCopy extends WorkerProblem {
  override readonly name = 'NotInCopy';
}

const maxKept = 5;

interface Parts {
  records: Records;
  remote: Remote;
  readOptions: ParseOptions;
  /** The namespaces in which an agent without a namespace is looked up. */
  ownNamespace: () => string;
  /** A file differed from what was published, and is fetched again. */
  onTampered(address: AgentAddress, version: VersionName): void;
}

export function openCopy({ records, remote, readOptions, ownNamespace, onTampered }: Parts): OpenCopy {
  const turn = keyedQueue();
  const keyOf = ({ namespace, agentId }: AgentAddress) => `${namespace}/${agentId}`;

  /** The files from disk, or else from the gateway; always those of the digest. */
  async function filesOf(
    address: AgentAddress,
    wanted: VersionName,
    isKept: boolean,
    told?: PublishedVersion,
  ): Promise<BundleFile[]> {
    const folder = records.folderOf(address);
    const there = await readVersion(folder, wanted);
    if (there) return there;
    if (isKept) onTampered(address, wanted);
    const published = told ?? (await remote.version(address, wanted.version));
    if (!published)
      throw new NotInCopy(
        `${keyOf(address)}@${wanted.version} was not found, or the worker does not have access to it.`,
      );
    if (published.digest !== wanted.digest)
      throw new NotAsPublished(
        `The gateway returned changed content for ${keyOf(address)}@${wanted.version}, but a published version never changes.`,
      );
    const files = await remote.files(address, published);
    await writeVersion(folder, wanted.digest, files);
    return files;
  }

  const isIn = (kept: readonly VersionName[], { digest }: VersionName) => kept.some((each) => each.digest === digest);

  /** The record with one more stored version; the current one is never removed. */
  function keeping(record: AgentRecord, version: VersionName): AgentRecord {
    const { current } = record;
    const others = record.kept.filter(({ digest }) => digest !== version.digest && digest !== current?.digest);
    const first = current && current.digest !== version.digest ? [version, current] : [version];
    return { ...record, kept: [...first, ...others].slice(0, maxKept) };
  }

  async function save(record: AgentRecord) {
    await records.write(record);
    await pruneVersions(records.folderOf(record), new Set(record.kept.map(({ digest }) => digest)));
  }

  /** The version for an exact name: already stored, given by the caller, or read from the gateway. */
  async function nameOf(address: AgentAddress, record: AgentRecord | null, { version, digest, digestRule }: Which) {
    if (version === undefined) return record?.current ?? null;
    if (digest !== undefined) return { version, digest, digestRule: digestRule ?? currentDigestRule };
    const known = record?.kept.find((each) => each.version === version);
    if (known) return known;
    const published = await remote.version(address, version);
    return published && { version, digest: published.digest, digestRule: published.digestRule };
  }

  function readOne(address: AgentAddress, which: Which): Promise<CopiedAgent | null> {
    return turn(keyOf(address), async () => {
      const record = await recordOf(address);
      const wanted = await nameOf(address, record, which);
      if (!wanted) return null;
      const isKept = record !== null && isIn(record.kept, wanted);
      const files = await filesOf(address, wanted, isKept);
      if (record && !isKept) await save(keeping(record, wanted));
      return copiedAgent({ ...address, ...wanted, status: record?.status ?? 'ACTIVE' }, files, readOptions);
    });
  }

  async function takeOver(head: AgentHead, round?: string): Promise<AgentChange | null> {
    const { agentId, namespace, status, currentVersion } = head;
    const before = await records.read(head);
    const current = currentVersion && {
      version: currentVersion.version,
      digest: currentVersion.digest,
      digestRule: currentVersion.digestRule,
    };
    if (current && currentVersion)
      await filesOf(head, current, before !== null && isIn(before.kept, current), currentVersion);
    const known = before ?? { kept: [], round: '' };
    const moved = { agentId, namespace, status, current, kept: known.kept, round: round ?? known.round };
    const after = current ? keeping(moved, current) : moved;
    if (JSON.stringify(after) !== JSON.stringify(before)) await save(after);
    const isSame = before?.status === status && before.current?.digest === current?.digest;
    if (isSame) return null;
    return { agentId, namespace, before: before?.current?.version ?? null, after: current?.version ?? null, status };
  }

  async function recordOf(address: AgentAddress): Promise<AgentRecord | null> {
    if (await records.isBroken(address)) {
      const head = await remote.agent(address);
      if (head) await takeOver(head);
    }
    return records.read(address);
  }

  return {
    async agent(agentId, which = {}) {
      const namespaces = which.namespace === undefined ? [...new Set([ownNamespace(), 'default'])] : [which.namespace];
      for (const namespace of namespaces) {
        const found = await readOne({ namespace, agentId }, which);
        if (found) return found;
      }
      const name = which.version === undefined ? agentId : `${agentId}@${which.version}`;
      throw new NotInCopy(`${name} is not in the copy of this worker.`);
    },

    agents: () => records.all(),

    update: (head, round) => turn(keyOf(head), () => takeOver(head, round)),

    forget: (address) =>
      turn(keyOf(address), async () => {
        const before = await records.read(address);
        await records.remove(address);
        if (!before) return null;
        const { agentId, namespace } = address;
        return { agentId, namespace, before: before.current?.version ?? null, after: null, status: null };
      }),
  };
}
