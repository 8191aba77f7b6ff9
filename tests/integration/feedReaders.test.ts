import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { EventFilter, RegistryEvent } from '../../src/db/event.ts';
import { type Feed, openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { anonymous, type Viewer } from '../../src/viewer.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

const reader: Viewer = { kind: 'user', id: crypto.randomUUID(), role: 'publisher', namespace: 'default' };

describe.skipIf(!hasEngine)('the feed of one process', () => {
  let database: TestDatabase;
  let db: Database;
  let feed: Feed;
  /** As a source of wake-ups would. */
  let hint: () => void;
  /** The statements of the feed since a test began. */
  let asked: string[];
  const cleanUp: (() => unknown)[] = [];

  /** A gateway: its feed, and no wake-up except those of the test. */
  function gateway(options?: { timeoutMs: number }) {
    const wakeups = openWakeups(
      [
        async (wake) => {
          hint = wake;
          return async () => {};
        },
      ],
      { pollMs: 3_600_000 },
    );
    const opened = openFeed(db, wakeups, options);
    cleanUp.push(async () => {
      await opened.close();
      await wakeups.close();
    });
    return opened;
  }

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());
  afterEach(async () => {
    for (const clean of cleanUp.splice(0).reverse()) await clean();
  });

  function begin(options?: { timeoutMs: number }) {
    asked = [];
    const { read, call, keyFor } = database.db;
    db = {
      ...database.db,
      read: (viewer, query, purpose) => {
        asked.push(/from registry_events/.test(query.sql) ? 'page' : 'position');
        return read(viewer, query, purpose);
      },
      call: (viewer, query) => {
        asked.push('round');
        return call(viewer, query);
      },
      keyFor: (purpose) => {
        asked.push('key');
        return keyFor(purpose);
      },
    };
    feed = gateway(options);
  }
  const rounds = () => asked.filter((name) => name === 'round').length;

  /** Commits events that have no number yet, as another gateway does; their versions tell them apart. */
  const write = (...versions: string[]) =>
    database.asOwner(
      `insert into nofx.registry_events (type, action, kind, namespace, tenant, correlation_id, version)
       select 'agent.validation_failed', 'VALIDATION_FAILED', 'AGENT', 'default', 'default', 'writer', version
       from unnest($1::text[]) with ordinality as given (version, place) order by place`,
      [versions],
    );
  const cursorAt = async (seq: number) => {
    const [row] = (await database.asOwner(
      `select seq::int, encode(hash, 'hex') as hash, (select epoch_tag from nofx.registry_feed) as epoch
       from nofx.registry_events where seq = $1`,
      [seq],
    )) as [{ seq: number; hash: string; epoch: string }];
    return feed.cursorOf(row);
  };
  /** The statements after a hint that is not combined with an earlier one. */
  const askedAfterHint = async () => {
    await pause(20);
    asked = [];
    hint();
    return asked;
  };
  const changesAfterHint = () => {
    hint();
    return feed.changes();
  };
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  async function subscribe(after: string | null, { viewer = reader, filter = {} as EventFilter, of = feed } = {}) {
    const events = await of.subscribe(viewer, after, filter);
    const next = async () => ((await events.next()).value as RegistryEvent | undefined)?.version;
    return {
      next,
      take: async (count: number) => {
        const seen: unknown[] = [];
        while (seen.length < count) seen.push(await next());
        return seen;
      },
      stop: () => events.return?.(),
    };
  }

  describe('its readers', () => {
    it('get every event once, in order, over as many pages as there are, then the new ones', async () => {
      begin();
      const versions = names('page', 1_000);
      await write(...versions);
      await feed.advance();
      const events = await subscribe('0');
      const seen = await events.take(1_000);
      expect(seen).toEqual(versions);
      expect(asked.filter((name) => name === 'page')).toHaveLength(2);
      const waits = events.take(2);
      await write('new', 'newer');
      hint();
      expect(await waits).toEqual(['new', 'newer']);
      await events.stop();
    });

    it('share one statement for a page, and none of another reader who may see something else', async () => {
      begin();
      const place = await feed.positionOf(null);
      const streams = [
        ...(await Promise.all(names('r', 20).map(() => subscribe(null)))),
        await subscribe(null, { viewer: { ...reader, id: crypto.randomUUID() } as Viewer }),
      ];
      const other = await subscribe(null, { filter: { kind: 'TEMPLATE' } });
      const hidden = await subscribe(null, { viewer: anonymous });
      expect(feed.readers()).toBe(23);
      const seen = Promise.all(streams.map((stream) => stream.take(2)));
      const nothing = [other.next(), hidden.next()];
      await write('shared', 'with all');
      asked = [];
      hint();
      expect(await seen).toEqual(streams.map(() => ['shared', 'with all']));
      expect(asked.filter((name) => name === 'page')).toHaveLength(3);
      expect(await feed.positionOf(null)).toBe(place + 2);
      for (const stream of [...streams, other, hidden]) await stream.stop();
      expect(await Promise.all(nothing)).toEqual([undefined, undefined]);
      expect(feed.readers()).toBe(0);
    });

    it('without a cursor get what is committed after they began, and nothing that only lacks its number', async () => {
      begin();
      await write('before');
      const events = await subscribe(null);
      await write('after');
      hint();
      expect(await events.next()).toBe('after');
      await events.stop();
    });

    it('begin with one statement when this process has the newest event', async () => {
      begin();
      await feed.advance();
      asked = [];
      const events = await subscribe(null);
      expect(asked).toEqual(['position']);
      await events.stop();
    });

    it('with a cursor get everything after it, also what has no number yet and what this process has not heard of', async () => {
      begin();
      await write('one', 'two');
      const newest = await feed.positionOf(null);
      const cursor = await cursorAt(newest - 1);
      expect(await feed.positionOf(cursor)).toBe(newest - 1);
      expect(await feed.positionOf(cursor, 'before')).toBe(newest - 1);
      await expect(feed.positionOf('1', 'before')).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('`before`'),
      });
      await write('three');
      const late = gateway();
      const events = await subscribe(cursor, { of: late });
      expect(await events.take(2)).toEqual(['two', 'three']);
      await database.asOwner('select nofx.sequence_events()');
      await write('four');
      await database.asOwner('select nofx.sequence_events()'); // Numbered by another gateway: nothing is pending.
      const second = await subscribe(cursor, { of: late });
      expect(await second.take(3)).toEqual(['two', 'three', 'four']);
      expect(await events.next()).toBe('four'); // Learned of by the other reader's beginning.
      await events.stop();
      await second.stop();
    });

    it('do not get again what was numbered elsewhere after this process last looked', async () => {
      begin();
      await write('known');
      const events = await subscribe(await cursorAt((await feed.advance()) - 1));
      await write('elsewhere', 'and', 'unheard of');
      await database.asOwner('select nofx.sequence_events()');
      expect(await events.take(4)).toEqual(['known', 'elsewhere', 'and', 'unheard of']);
      const next = events.next();
      await write('after all');
      hint();
      expect(await next).toBe('after all');
      await events.stop();
    });

    it('are counted once they have a position: whatever is written then is new to them', async () => {
      begin();
      const started = feed.subscribe(reader, null, {});
      expect(feed.readers()).toBe(0);
      const events = await started;
      expect(feed.readers()).toBe(1);
      await events.return?.();
      expect(feed.readers()).toBe(0);
    });

    it('are not counted when their cursor is refused', async () => {
      begin();
      await expect(feed.subscribe(reader, 'nonsense', {})).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(feed.readers()).toBe(0);
      expect(await askedAfterHint()).toEqual([]);
    });

    /** 70 readers who wait, and a count of those who were served; the first one is given to `first` with its event. */
    async function seventy(first: (event: RegistryEvent) => void) {
      let served = 0;
      for (let count = 0; count < 70; count += 1) {
        const events = await feed.subscribe(reader, null, {});
        cleanUp.push(() => events.return?.());
        void events.next().then(({ value }) => {
          served += 1;
          if (served === 1) first(value);
        });
      }
      return () => served;
    }
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
    };

    it('wait for what the first of them make of an event, all but those', async () => {
      begin();
      const made = Promise.withResolvers<void>();
      const served = await seventy((event) => feed.hold(event, made.promise));
      await write('made once');
      hint();
      await expect.poll(served).toBe(64);
      await turns(20);
      expect(served()).toBe(64);
      made.resolve();
      await expect.poll(served).toBe(70);
    });

    it('do not wait for what one who is behind makes of older events, or of something else', async () => {
      begin();
      await write('older');
      await feed.advance();
      const behind = await feed.subscribe(reader, '0', {});
      cleanUp.push(() => behind.return?.());
      const { value: older } = await behind.next();
      const never = new Promise<void>(() => {});
      feed.hold({}, never);
      const served = await seventy(() => feed.hold(older, never));
      await write('newer');
      vi.useFakeTimers({ toFake: ['setTimeout'] }); // A wait would not end. (`expect.poll` would end it.)
      cleanUp.push(() => vi.useRealTimers());
      hint();
      for (let tries = 0; served() < 70 && tries < 100; tries += 1) await pause(20);
      expect(served()).toBe(70);
    });

    it('are told that there is no more when they leave while they wait, and leave once', async () => {
      begin();
      const [one, other] = [await subscribe(null), await subscribe(null)];
      const waits = one.next();
      await one.stop();
      await one.stop();
      expect(await waits).toBeUndefined();
      expect(await one.next()).toBeUndefined();
      expect(feed.readers()).toBe(1);
      const next = other.next();
      await write('for the other');
      hint();
      expect(await next).toBe('for the other');
      await other.stop();
      expect(await askedAfterHint()).toEqual([]);
    });

    it('get one event each time that they ask, also when they ask several times at once', async () => {
      begin();
      const events = await subscribe(null);
      const asks = [events.next(), events.next(), events.next()];
      await write('first', 'second');
      hint();
      expect((await Promise.all(asks.slice(0, 2))).sort()).toEqual(['first', 'second']);
      await events.stop();
      expect(await asks[2]).toBeUndefined();
    });

    it('end when the feed is closed', async () => {
      begin();
      const [waiting, idle] = [await subscribe(null), await subscribe(null)];
      const waits = waiting.next();
      await feed.close();
      expect(await waits).toBeUndefined();
      expect(await idle.next()).toBeUndefined();
      expect(await askedAfterHint()).toEqual([]);
    });

    it('do not keep a page that could not be read', async () => {
      begin();
      const { read } = db;
      const place = await cursorAt(await feed.positionOf(null));
      const events = await subscribe(null);
      const second = await subscribe(null);
      const [first, next] = [events.next(), second.next()];
      await write('read again');
      let failing = true;
      db.read = (async (viewer, query, purpose) => {
        if (!failing || !/from registry_events/.test(query.sql)) return read(viewer, query, purpose);
        throw new Error('The connection was lost.');
      }) as typeof read;
      cleanUp.push(() => {
        db.read = read;
      });
      hint();
      await expect(first).rejects.toThrow('The connection was lost.');
      await expect(next).rejects.toThrow('The connection was lost.');
      expect(feed.readers()).toBe(0);
      failing = false;
      const third = await subscribe(place);
      expect(await third.next()).toBe('read again');
      await third.stop();
    });

    it('of a new epoch read its events and sign its cursors', async () => {
      begin();
      await write('old');
      const before = await subscribe(null);
      const waits = before.next();
      const old = { seq: 1, hash: 'c0ffee01' };
      const epochOf = async () =>
        ((await database.asOwner('select epoch_tag as epoch from nofx.registry_feed')) as [{ epoch: string }])[0].epoch;
      const first = await epochOf();
      const cursor = await feed.cursorOf({ ...old, epoch: first });
      expect(await feed.cursorOf({ ...old, epoch: first })).toBe(cursor);
      expect(asked.filter((name) => name === 'key')).toHaveLength(1);
      await database.asOwner('select nofx.new_epoch()');
      await feed.advance();
      expect(await waits).toBeUndefined();
      expect(feed.readers()).toBe(0);
      await expect(feed.positionOf(cursor)).rejects.toMatchObject({ code: 'STALE_CURSOR' });
      expect(await feed.cursorOf({ ...old, epoch: await epochOf() })).not.toBe(cursor);
      const events = await subscribe(null);
      await write('first of the new epoch');
      hint();
      expect(await events.next()).toBe('first of the new epoch');
      await events.stop();
    });

    it('get their cursors although the key could not be read once', async () => {
      begin();
      const { keyFor } = db;
      db.keyFor = async () => {
        throw new Error('No key.');
      };
      const event = { seq: 1, hash: 'c0ffee01', epoch: '00000000' };
      await expect(feed.cursorOf(event)).rejects.toThrow('No key.');
      db.keyFor = keyFor;
      expect(await feed.cursorOf(event)).toEqual(expect.any(String));
    });
  });

  describe('the log as it is known', () => {
    it('grows by one number with each event, and is another change only when it has grown', async () => {
      begin();
      await write('one more');
      const first = await feed.advance();
      expect(feed.changes()).toBe(1);
      expect(await feed.advance()).toBe(first);
      expect(feed.changes()).toBe(1);
      await write('one more');
      await write('one more');
      expect(await feed.advance()).toBe(first + 2);
      expect(feed.changes()).toBe(2);
    });

    it('is asked for once for all who ask in the meantime, after what they committed', async () => {
      begin();
      const first = feed.advance();
      const [second, third] = [feed.advance(), feed.advance()];
      expect(rounds()).toBe(1);
      await first;
      expect(await second).toBe(await third);
      expect(rounds()).toBe(2);
      await feed.advance();
      expect(rounds()).toBe(3);
    });

    it('is asked for again although the round before has failed', async () => {
      begin();
      const { call } = db;
      db.call = async () => {
        throw new Error('The connection was lost.');
      };
      const first = feed.advance();
      db.call = call;
      const second = feed.advance();
      await expect(first).rejects.toThrow('The connection was lost.');
      expect(await second).toBeGreaterThan(0);
    });

    it('is confirmed for as long as its age is accepted, until a round fails', async () => {
      begin();
      expect(feed.isConfirmed(60_000)).toBe(false);
      await feed.confirm(60_000);
      expect(rounds()).toBe(1);
      expect(feed.isConfirmed(60_000)).toBe(true);
      expect(feed.isConfirmed(0)).toBe(false);
      await feed.confirm(60_000);
      expect(rounds()).toBe(1);
      await feed.confirm(0);
      expect(rounds()).toBe(2);
      const { call } = db;
      db.call = async () => {
        throw new Error('The connection was lost.');
      };
      await expect(feed.advance()).rejects.toThrow('The connection was lost.');
      expect(feed.isConfirmed(60_000)).toBe(false);
      await expect(feed.confirm(60_000)).rejects.toThrow('The connection was lost.');
      db.call = call;
    });

    it('is confirmed by a round that is under way if it began late enough, and by the next one otherwise', async () => {
      begin();
      await Promise.all([feed.advance(), feed.confirm(60_000)]);
      expect(rounds()).toBe(1);
      await Promise.all([feed.advance(), feed.confirm(0)]);
      expect(rounds()).toBe(3);
    });

    it('is followed by wake-ups until each follower has stopped', async () => {
      begin();
      const [stop, stopToo] = [feed.follow(), feed.follow()];
      await write('one more');
      hint();
      await expect.poll(() => feed.changes()).toBe(1);
      expect(feed.readers()).toBe(0);
      stop();
      stop();
      expect(await askedAfterHint()).toEqual(['round']);
      await write('one more');
      await expect.poll(changesAfterHint).toBe(2);
      stopToo();
      expect(await askedAfterHint()).toEqual([]);
      const again = feed.follow();
      await write('one more');
      await expect.poll(changesAfterHint).toBe(3);
      again();
    });

    it('is given up when the database does not respond, and asked for again by the next', async () => {
      begin({ timeoutMs: 20 });
      const { call } = db;
      db.call = () => new Promise(() => {});
      await expect(feed.advance()).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: 'The database did not respond in time. Try again.',
      });
      db.call = call;
      expect(await feed.advance()).toBeGreaterThan(0);
    });

    it('stays when the end of the log has been removed', async () => {
      begin();
      const known = await feed.advance();
      await database.asOwner('alter table nofx.registry_feed disable trigger user; delete from nofx.registry_feed');
      expect(await feed.advance()).toBe(known);
      await expect(feed.positionOf(null)).rejects.toThrow('The log has no head.');
    });
  });
});
