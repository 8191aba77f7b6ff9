import { RequestError } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { claimsOf, type Database, type Items, type Query } from './database.ts';

/** The maximum of one statement. */
const most = { items: 100, reads: 16 };

type Purpose = Parameters<Database['read']>[2];
type ItemsQuery = Query<unknown> & { readonly items: Items };

/** One read that waits for the end of the turn. */
interface Waiting {
  readonly query: ItemsQuery;
  readonly keys: readonly string[];
  resolve(rows: never): void;
  reject(error: unknown): void;
}

/** Reads of one statement for one viewer, with the same values besides the lists of items. */
interface Batch {
  readonly viewer: Viewer;
  readonly purpose: Purpose;
  readonly reads: [Waiting, ...Waiting[]];
  items: number;
}

/**
 * The same database, with one statement for all reads of a turn of the event loop that differ only in the items they ask for, and
 * have the same viewer: what a DataLoader does within a request, across requests. A gateway under load finds several requests
 * at each turn, so the more there is to do, the less each of them costs.
 *
 * A read is sent after its request arrived, so it sees what was committed before that. If a combined statement fails because of
 * what one of its reads asks for, each of them is sent alone.
 */
export function combineReads(db: Database): Database {
  let open = new Map<string, Map<string, Batch>>();

  const sendAll = () => {
    const ended = open;
    open = new Map();
    for (const batches of ended.values()) for (const batch of batches.values()) void send(batch);
  };

  function add(viewer: Viewer, query: ItemsQuery, purpose: Purpose, waiting: Waiting): void {
    if (open.size === 0) setImmediate(sendAll);
    let batches = open.get(query.sql);
    if (!batches) {
      batches = new Map();
      open.set(query.sql, batches);
    }
    const key = sameness(viewer, query, purpose);
    let batch = batches.get(key);
    if (batch && (batch.reads.length === most.reads || batch.items + waiting.keys.length > most.items)) {
      void send(batch);
      batch = undefined;
    }
    if (batch) {
      batch.reads.push(waiting);
      batch.items += waiting.keys.length;
    } else {
      batches.set(key, { viewer, purpose, reads: [waiting], items: waiting.keys.length });
    }
  }

  async function send(batch: Batch): Promise<void> {
    const { viewer, purpose, reads } = batch;
    try {
      handOut((await db.read(viewer, combined(reads), purpose)) as Row[], reads);
    } catch (error) {
      const isOfOne = reads.length > 1 && mayBeOfOne(error);
      for (const each of reads) {
        if (isOfOne) void send({ ...batch, reads: [each] });
        else each.reject(error);
      }
    }
  }

  const read: Database['read'] = (viewer, query, purpose) => {
    const { items } = query;
    if (!items) return db.read(viewer, query, purpose);
    return new Promise((resolve, reject) => {
      const asked = query as ItemsQuery;
      add(viewer, asked, purpose, { query: asked, keys: keysOf(asked), resolve, reject });
    });
  };

  return { ...db, read };
}

/** Equal for reads that differ in their lists of items only. */
function sameness(viewer: Viewer, { parameters, items }: ItemsQuery, purpose = 'read'): string {
  const others = parameters.map((value, index) => (items.lists.includes(index) ? null : value));
  return JSON.stringify([viewer.kind === 'anonymous' ? null : claimsOf(viewer), purpose, others]);
}

/** The key of each item that is asked for. */
function keysOf({ parameters, items: { lists, by } }: ItemsQuery): string[] {
  const [first = [], ...others] = lists.slice(0, by.length).map((index) => parameters[index] as readonly unknown[]);
  return first.map((value, index) => keyOf([value, ...others.map((list) => list[index])]));
}

const keyOf = (values: readonly unknown[]): string => (values.length === 1 ? String(values[0]) : values.join(' '));

/** One statement for all that the reads ask for. */
function combined(reads: Batch['reads']): Query<unknown> {
  const [{ query }] = reads;
  if (reads.length === 1) return query;
  const parameters = query.parameters.map((value, index) =>
    query.items.lists.includes(index) ? reads.flatMap((each) => each.query.parameters[index] as unknown[]) : value,
  );
  return { ...query, parameters };
}

type Row = Record<string, unknown>;

/** Gives each read the rows of its items, in their order. Readers change their rows, so each gets a copy of its own. */
function handOut(rows: Row[], reads: Batch['reads']): void {
  const [first] = reads;
  if (reads.length === 1) {
    first.resolve(rows as never);
    return;
  }
  const found = reads.map((): Row[] => []);
  const readers = new Map<string, number[]>();
  for (const [reader, { keys }] of reads.entries()) {
    for (const key of new Set(keys)) {
      const all = readers.get(key);
      if (all) all.push(reader);
      else readers.set(key, [reader]);
    }
  }
  const { by } = first.query.items;
  for (const row of rows) {
    const [one, ...others] = readers.get(keyOf(by.map((name) => row[name]))) ?? [];
    if (one === undefined) continue;
    found[one]?.push(row);
    for (const other of others) found[other]?.push({ ...row });
  }
  for (const [reader, { resolve }] of reads.entries()) resolve(found[reader] as never);
}

/** Whether one of the reads may be why a statement failed. An outage concerns all of them. */
const mayBeOfOne = (error: unknown): boolean =>
  error instanceof RequestError && (error.code === 'TIMEOUT' || error.code === 'BAD_USER_INPUT');
