import { randomUUID } from 'node:crypto';
import {
  type Client,
  pause,
  type RegistryEvent,
  type RegistryEventAction,
  type RegistryEventsOptions,
  type Transport,
  waitMs,
} from '../../client/index.ts';
import { eventActions, isSlug, NotAsPublished } from '../../manifest/index.ts';
import { forEachConcurrent } from '../../node/concurrency.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../problem.ts';
import { batches } from './batches.ts';
import type { AgentChange, OpenCopy } from './copy.ts';
import { explained, FeedWentBackwards, numberAfter } from './order.ts';
import type { AgentHead, Remote } from './remote.ts';
import { type AgentAddress, isSelected, placesOf, type Selection } from './selection.ts';
import { isSameScope, type Scope, type State, type StateFile } from './state.ts';

export interface FollowParts {
  url: string;
  client: Client;
  remote: Remote;
  copy: OpenCopy;
  state: StateFile;
  selection: Selection;
  transport: Transport;
  log: Log;
  signal: AbortSignal;
  backoff?: RegistryEventsOptions['backoff'];
  /** The viewer of this worker's token, according to the gateway. */
  onScope(scope: Scope): void;
  onUpdated(changes: AgentChange[]): void;
  /** There may be work. */
  onRun(): void;
}

export interface Follower {
  /**
   * Updates the copy: from its cursor if it has one of this gateway, otherwise by comparing everything.
   *
   * @throws GatewayUnreachable, GatewayRefused
   */
  begin(startAgain: boolean): Promise<void>;
  /** Follows until the signal is aborted. Throws FeedWentBackwards. */
  follow(): Promise<void>;
}

const ignored: ReadonlySet<string> = new Set([
  'DRAFTED',
  'DISCARDED',
  'RATED',
  'VALIDATION_FAILED',
  'LISTING_CHANGED',
  'COMMENT_HIDDEN',
  'COMMENT_SHOWN',
  'FEATURED',
  'UNFEATURED',
]);

/** Events that change the copy, or may mean work. */
const actions: RegistryEventAction[] = eventActions.filter((action) => !ignored.has(action));

/** A new run, or an agent whose steps were waiting for it. */
const mayBeWork: ReadonlySet<RegistryEventAction> = new Set([
  'INSTANTIATED',
  'ENABLED',
  'VISIBILITY_CHANGED',
  'SHARED',
]);

const atOnce = 4;
const maxInBatch = 500;

export function openFollower(parts: FollowParts): Follower {
  const { url, client, remote, copy, state, selection, transport, log, signal } = parts;
  const backoff = parts.backoff ?? { firstMs: 500, maxMs: 30_000 };
  let scope: Scope | null = null;

  const nameOf = ({ namespace, agentId }: AgentAddress) => `${namespace}/${agentId}`;

  async function update(head: AgentHead, round?: string): Promise<AgentChange | null> {
    try {
      return await copy.update(head, round);
    } catch (error) {
      if (!(error instanceof NotAsPublished)) throw error;
      // One untrusted agent must not stop updates of the others; its previous version stays.
      log.error(`${nameOf(head)} was not copied: ${error.message}`);
      return null;
    }
  }

  async function* selected(own: string): AsyncGenerator<AgentHead, void, undefined> {
    if (selection === 'all') {
      yield* remote.agents();
      return;
    }
    for (const name of selection) {
      const heads = await Promise.all(placesOf(name, own).map((place) => remote.agent(place)));
      const found = heads.filter((head) => head !== null);
      if (found.length === 0)
        log.warn(
          `Agent "${name}" was not found, or the worker does not have access to it. It will be copied when it is available.`,
        );
      yield* found;
    }
  }

  /** Everything that exists now, and nothing else. Changes meanwhile follow from the cursor, which was read before. */
  async function compareAll(to: State): Promise<void> {
    const round = randomUUID();
    const changes: AgentChange[] = [];
    const tell = (least: number) => {
      if (changes.length >= least) parts.onUpdated(changes.splice(0));
    };
    await forEachConcurrent(selected(to.scope.namespace), atOnce, async (head) => {
      const change = await update(head, round);
      if (change) changes.push(change);
      tell(100);
    });
    for await (const record of copy.agents()) {
      if (record.round === round) continue;
      const change = await copy.forget(record);
      if (change) changes.push(change);
      tell(100);
    }
    await state.write(to);
    tell(1);
  }

  async function begin(startAgain: boolean): Promise<void> {
    const { viewer, registryEvents } = await remote.beginning();
    const last = registryEvents.edges.length === 1 ? registryEvents.edges[0]?.node : undefined;
    scope = {
      url,
      namespace: viewer?.namespace ?? 'default',
      role: viewer?.role ?? null,
      agents: selection === 'all' ? 'all' : [...selection],
    };
    parts.onScope(scope);
    const known = await state.read();
    if (!startAgain && known && isSameScope(known.scope, scope)) return;
    await compareAll({ scope, cursor: last?.cursor ?? '0', number: last?.number ?? 0 });
  }

  async function apply(events: readonly RegistryEvent[], own: string): Promise<void> {
    const changed = new Map<string, AgentAddress>();
    for (const { kind, entryId, namespace } of events) {
      const address = { namespace, agentId: entryId ?? '' };
      if (kind === 'AGENT' && isSlug(entryId) && isSelected(selection, own, address))
        changed.set(nameOf(address), address);
    }
    const changes: AgentChange[] = [];
    await forEachConcurrent(changed.values(), atOnce, async (address) => {
      const head = await remote.agent(address);
      const change = head ? await update(head) : await copy.forget(address);
      if (change) changes.push(change);
    });
    if (changes.length > 0) parts.onUpdated(changes);
  }

  async function followOnce(): Promise<void> {
    if (!scope) await begin(false);
    let known = await state.read();
    if (!known) return;
    const events = client.registryEvents({
      after: known.cursor,
      filter: { actions },
      transport,
      signal,
      backoff,
      onRetry: ({ attempt, error }) => {
        if (attempt === 1)
          log.warn(`${error?.message ?? 'The gateway ended the stream.'} Continuing with the copy; reconnecting.`);
      },
    });
    for await (const batch of batches(events, maxInBatch)) {
      const number = numberAfter(known.number, batch);
      await apply(batch, known.scope.namespace);
      // Last: a worker that is killed in between repeats the update.
      const cursor: string = batch.at(-1)?.cursor ?? known.cursor;
      known = { ...known, cursor, number };
      await state.write(known);
      if (batch.some(({ action }) => mayBeWork.has(action))) parts.onRun();
    }
  }

  return {
    begin,
    async follow() {
      for (let attempt = 1; !signal.aborted; attempt += 1) {
        try {
          await followOnce();
          attempt = 0;
        } catch (error) {
          if (signal.aborted) return;
          const problem = explained(error);
          if (problem instanceof FeedWentBackwards) throw problem;
          // Other errors are transient: a token is renewed, a gateway restarts, disk space is freed.
          log.warn(`${messageOf(error)} Continuing with the copy; reconnecting.`);
        }
        if (!signal.aborted) await pause(waitMs(Math.max(attempt, 1), backoff), signal);
      }
    },
  };
}
