import { LRUCache } from 'lru-cache';
import type { Settled } from '../../src/db/rateLimit.ts';
import { RateLimited } from './rateLimited.ts';

/** The caller that is charged, and the budget. */
export interface RateLimitKey {
  /** `input`: for refused input and large bodies of a user; as much as `user`, and separate from reads. */
  budget: 'anonymous' | 'user' | 'writes' | 'input';
  /** A user's id, or the address of an anonymous caller. */
  id: string;
}

export interface RateLimiter {
  /** Charges the budget. Throws RATE_LIMITED when it is exhausted. */
  spend(payer: RateLimitKey, cost: number): void;
  /** Charges the budget even when it is exhausted: for work that was done already. */
  charge(payer: RateLimitKey, cost: number): void;
  /** What the caller spent in about the last ten seconds, on its input too, as far as it is known here. */
  spentLately(payer: RateLimitKey): number;
  /**
   * Sends what was counted here to the database and reads the sums of the other instances. Also runs in the background.
   */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface RateLimits {
  /** The cost per minute: of reads by an address, of reads by a user; and writes per minute. */
  perMinute: Record<Exclude<RateLimitKey['budget'], 'input'>, number>;
  /** Exchanges sums with all instances. It may fail: then this instance counts alone until it works again. */
  settleWith(accounts: string[], amounts: number[]): Promise<Settled[]>;
  now?: () => number;
}

/**
 * The sliding window: this slot, and the part of the previous one that is still within it. The database has the same.
 */
const slotMs = 10_000;
const settleEveryMs = 1_000;
/** The maximum number of accounts, here and in one statement, so that memory is bounded. */
const maxAccounts = 20_000;
const maxAtOnce = 1_000;

interface Account {
  budget: RateLimitKey['budget'];
  slot: number;
  /** By all instances, as far as known here. */
  spent: number;
  spentBefore: number;
  /** What was spent since the last settlement. */
  unsettled: number;
}

/**
 * Counts in memory and settles about once a second, so a request costs no statement. The price: a caller who uses
 * several instances at once can spend, within that second, up to its budget on each before they exchange their sums.
 */
export function openRateLimiter({ perMinute, settleWith, now = Date.now }: RateLimits): RateLimiter {
  const accounts = new LRUCache<string, Account>({ max: maxAccounts });
  const dirty = new Set<string>();
  /** The database's clock minus ours. */
  let ahead = 0;
  let timer: NodeJS.Timeout | undefined;
  let settling: Promise<void> | undefined;
  let closed = false;

  const time = () => now() + ahead;
  const budgetOf = ({ budget }: Account) => (perMinute[budget === 'input' ? 'user' : budget] * slotMs) / 60_000;

  /** Moves an account to the current slot. */
  function current(account: Account): Account {
    const slot = Math.floor(time() / slotMs);
    if (slot !== account.slot) {
      account.spentBefore = slot === account.slot + 1 ? account.spent : 0;
      account.unsettled = Math.min(account.unsettled, account.spentBefore); // After an outage, old slots are forgotten.
      account.spent = 0;
      account.slot = slot;
    }
    return account;
  }

  const inWindow = ({ spent, spentBefore }: Account) => spent + spentBefore * (1 - (time() % slotMs) / slotMs);

  /** Seconds until the window contains less than the budget; 0 if it does. */
  function wait(account: Account): number {
    const budget = budgetOf(account);
    const passed = time() % slotMs;
    const here = account.spent;
    if (inWindow(account) < budget) return 0;
    const ms =
      here < budget
        ? slotMs * (1 - (budget - here) / account.spentBefore) - passed
        : slotMs - passed + slotMs * (1 - budget / here);
    return Math.max(1, Math.ceil((ms + 1) / 1_000));
  }

  function accountOf({ budget, id }: RateLimitKey): [string, Account] {
    const key = `${budget}:${id}`;
    let account = accounts.get(key);
    if (!account) {
      account = { budget, slot: Math.floor(time() / slotMs), spent: 0, spentBefore: 0, unsettled: 0 };
      accounts.set(key, account);
    }
    return [key, current(account)];
  }

  function learn(settled: readonly Settled[]) {
    for (const { account: key, spent, spentBefore, atMs } of settled) {
      ahead = atMs - now();
      const account = accounts.get(key);
      // What was spent here while the statement ran is not in its sums.
      if (account) {
        Object.assign(account, { slot: Math.floor(atMs / slotMs), spent: spent + account.unsettled, spentBefore });
      }
    }
  }

  /** Settles the accounts of one statement; false when the database is unreachable. */
  async function settleSome(): Promise<boolean> {
    const keys = [...dirty].slice(0, maxAtOnce);
    const open = keys.flatMap((key) => {
      dirty.delete(key);
      const account = accounts.peek(key);
      return account && account.unsettled > 0 ? [{ key, account, amount: account.unsettled }] : [];
    });
    if (open.length === 0) return true;
    const settled = await settleWith(
      open.map(({ key }) => key),
      open.map(({ amount }) => Math.ceil(amount)),
    ).catch(() => null);
    if (settled === null) {
      for (const { key } of open) dirty.add(key);
      return false;
    }
    for (const { account, amount } of open) account.unsettled = Math.max(0, account.unsettled - amount);
    learn(settled);
    return true;
  }

  async function settleAll() {
    for (let left = dirty.size; left > 0; left -= maxAtOnce) {
      if (!(await settleSome())) return;
    }
  }

  function settle(): Promise<void> {
    settling ??= settleAll().finally(() => {
      settling = undefined;
    });
    return settling;
  }

  const settleSoon = () => {
    if (timer || closed) return;
    timer = setTimeout(() => {
      timer = undefined;
      void settle().then(() => dirty.size > 0 && settleSoon());
    }, settleEveryMs);
    timer.unref();
  };

  function charge(payer: RateLimitKey, cost: number) {
    if (cost === 0) return; // As most values of subscriptions: thousands at the same moment.
    const [key, account] = accountOf(payer);
    account.spent += cost;
    account.unsettled += cost;
    if (dirty.size < maxAccounts) dirty.add(key);
    settleSoon();
  }

  const spentFrom = (budget: RateLimitKey['budget'], id: string) => {
    const account = accounts.peek(`${budget}:${id}`);
    return account ? inWindow(current(account)) : 0;
  };

  return {
    charge,
    spentLately: ({ budget, id }) => spentFrom(budget, id) + (budget === 'user' ? spentFrom('input', id) : 0),
    spend(payer, cost) {
      const seconds = wait(accountOf(payer)[1]);
      if (seconds > 0) throw new RateLimited(seconds);
      charge(payer, cost);
    },
    settle,
    async close() {
      closed = true;
      clearTimeout(timer);
      await settling;
      await settle();
    },
  };
}
