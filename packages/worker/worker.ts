import { EventEmitter } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, createClient, isTransient, type Transport } from '../client/index.ts';
import { lockFolder } from '../node/lockFolder.ts';
import { type Tracing, tracedFetch } from '../node/tracing.ts';
import { type AgentChange, type Copy, openCopy } from './copy/copy.ts';
import { type Follower, openFollower } from './copy/follow.ts';
import { openRecords } from './copy/records.ts';
import { openRemote } from './copy/remote.ts';
import { selectionFrom } from './copy/selection.ts';
import { openStateFile } from './copy/state.ts';
import type { DocumentRules } from './document/stepDocument.ts';
import type { Executor } from './executors/executor.ts';
import { type Log, silent } from './log.ts';
import { messageOf, WorkerProblem } from './problem.ts';
import { openSteps } from './steps/gatewaySteps.ts';
import { type Loop, openLoop, type Tally } from './steps/loop.ts';
import { openOutbox } from './steps/outbox.ts';
import { perform } from './steps/perform.ts';

export interface WorkerOptions extends Connection {
  /** The folder of the copy. For one process at a time. */
  folder: string;
  /** `code-reviewer`, `acme/code-reviewer`; empty for every agent that the token may see. */
  agents?: readonly string[];
  /** Compares the whole copy with the gateway, whatever its cursor is. */
  startAgain?: boolean;
  /** Commands that MCP servers may be started with; defaults to the contract's list. */
  stdioCommands?: readonly string[] | undefined;
  /** Executes the steps. Without it the worker only maintains its copy. */
  work?: WorkOptions | undefined;
  /** Defaults to `ws`; use `sse` where WebSockets are blocked. */
  transport?: Transport;
  log?: Log;
  /** Nothing is traced without it. */
  tracing?: Tracing | undefined;
  /** Waits between attempts to reach the gateway. */
  backoff?: { firstMs: number; maxMs: number };
}

export interface WorkOptions {
  executor: Executor;
  /** 1 to 100 of A-Z a-z 0-9 _ . : - @ */
  name: string;
  concurrency: number;
  /** 5 to 3600. */
  leaseSeconds: number;
  /** For agents without a value in their profile. */
  timeoutSeconds: number;
  rules: DocumentRules;
}

interface WorkerEvents {
  /** The copy contains other current versions now. */
  updated: [changes: AgentChange[]];
}

const maxLines = 20;

/** A client of the registry that maintains a verified copy of its agents, and executes the steps of runs with them. */
export interface Worker {
  readonly copy: Copy;
  readonly events: EventEmitter<WorkerEvents>;
  /** False when it started from its copy alone. */
  readonly isConnected: boolean;
  /**
   * Resolves when the feed is no longer followed: to the reason (the copy can still be read, and steps are still
   * executed), or to null when the worker was closed.
   */
  readonly followed: Promise<WorkerProblem | null>;
  /** Aborted when another process may have the folder: nothing is written afterwards. End the process. */
  readonly lost: AbortSignal;
  /** The results of the steps that it started; null if it executes none. */
  readonly tally: Readonly<Tally> | null;
  /** The cursor of the event up to which the copy is complete; null before there is one. */
  cursor(): Promise<string | null>;
  /** Gives running steps `graceMs` to end, then returns them. */
  close(options?: { graceMs?: number }): Promise<void>;
}

/**
 * Opens the copy in its folder and updates it. If the gateway is unreachable the worker starts with the existing copy,
 * and catches up later.
 *
 * @throws FolderInUse, GatewayRefused (such as a refused token), FeedWentBackwards, WorkerProblem
 */
export async function openWorker(options: WorkerOptions): Promise<Worker> {
  const { folder, url, token, work, tracing, transport = 'ws', log = silent } = options;
  const fetch = options.fetch ?? (tracing && tracedFetch(tracing));
  const selection = selectionFrom(options.agents ?? []);
  const agentIds = selection === 'all' ? null : [...new Set(selection.map((name) => name.split('/').at(-1) ?? name))];
  if (work && agentIds && agentIds.length > 100)
    throw new WorkerProblem('A worker that executes steps can serve at most 100 named agents, or all.', {
      exitCode: 2,
    });

  const taken = await lockFolder(folder, 'REGISTRY_WORKER_DIR');
  const stop = new AbortController();
  taken.lost.addEventListener('abort', () => stop.abort(taken.lost.reason), { once: true });
  let loop: Loop | undefined;
  let following: Promise<unknown> | undefined;
  const close = async ({ graceMs = 0 } = {}) => {
    await loop?.stop(graceMs);
    stop.abort();
    await following;
    await work?.executor.close();
    await taken.release();
  };

  try {
    const connection: Connection = { url, token, fetch };
    const client = createClient(connection);
    const remote = openRemote(client, connection, stop.signal);
    const agentsFolder = join(folder, 'agents');
    await mkdir(agentsFolder, { recursive: true, mode: 0o700 });
    const events = new EventEmitter<WorkerEvents>();
    const state = openStateFile(folder);
    let own = (await state.read())?.scope.namespace ?? 'default';
    const copy = openCopy({
      records: openRecords(agentsFolder),
      remote,
      readOptions: options.stdioCommands ? { stdioCommands: options.stdioCommands } : {},
      ownNamespace: () => own,
      onTampered: ({ namespace, agentId }, { version }) =>
        log.warn(
          `The copy of ${namespace}/${agentId}@${version} no longer matches the published version; downloading it again.`,
        ),
    });
    const follower = openFollower({
      ...{ url, client, remote, copy, state, selection, transport, log },
      signal: stop.signal,
      ...(options.backoff && { backoff: options.backoff }),
      onScope: (scope) => {
        own = scope.namespace;
      },
      onUpdated: (changes) => {
        if (changes.length > maxLines) log.info(`${changes.length} agents of the copy have changed.`);
        else for (const change of changes) log.info(describe(change));
        try {
          events.emit('updated', changes);
        } catch (error) {
          log.error(`A listener of "updated" failed: ${messageOf(error)}`);
        }
      },
      onRun: () => loop?.wake(),
    });
    const isConnected = await begin(follower, options.startAgain ?? false, log);
    if (work) {
      const { name, concurrency, leaseSeconds } = work;
      const rules = { ...work.rules, stdioCommands: work.rules.stdioCommands ?? options.stdioCommands };
      loop = openLoop({
        steps: openSteps({ client, transport, worker: name, agentIds, leaseSeconds }),
        outbox: await openOutbox(join(folder, 'outbox')),
        perform: (claim, signal) => perform(claim, { ...work, rules, copy, tracing, log }, signal),
        ...{ concurrency, leaseSeconds, tracing, log },
      });
    }
    // Last, so that the caller receives every update after this.
    const followed = follow(follower, log);
    following = followed;
    const cursor = async () => (await state.read())?.cursor ?? null;
    return { copy, events, isConnected, followed, lost: taken.lost, tally: loop?.tally ?? null, cursor, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function follow(follower: Follower, log: Log): Promise<WorkerProblem | null> {
  try {
    await follower.follow();
    return null;
  } catch (error) {
    log.error(messageOf(error));
    return error instanceof WorkerProblem ? error : new WorkerProblem(messageOf(error), { cause: error });
  }
}

/** False when the gateway is unreachable: the copy is used as it is. */
async function begin(follower: Follower, startAgain: boolean, log: Log): Promise<boolean> {
  try {
    await follower.begin(startAgain);
    return true;
  } catch (error) {
    if (!isTransient(error)) throw error;
    if (startAgain) throw new WorkerProblem(`${error.message} --start-again requires the gateway.`, { cause: error });
    log.warn(`${error.message} Starting with the existing copy.`);
    return false;
  }
}

function describe({ namespace, agentId, before, after, status }: AgentChange): string {
  const name = `${namespace}/${agentId}`;
  if (status === null) return `${name} was removed.`;
  const version = after === before ? (after ?? 'no version') : `${before ?? 'nothing'} -> ${after ?? 'no version'}`;
  return `${name}: ${version}${status === 'ACTIVE' ? '' : ` (${status.toLowerCase()})`}`;
}
