import { randomUUID } from 'node:crypto';
import { takeWebhook } from '../db/webhook.ts';
import { type DeliveryPolicy, deliveryPolicy } from '../webhooks/policy.ts';
import { type DeliveryWatch, deliverWebhook } from './deliverWebhook.ts';
import type { Services } from './services.ts';
import { systemUser } from './systemUser.ts';

export interface DeliveryOptions extends Pick<Partial<DeliveryWatch>, 'attempted'> {
  policy?: Partial<DeliveryPolicy> | undefined;
  /**
   * A failure that is not the receiver's: of the database, usually. The webhook is delivered to when its lease has
   * expired, by any gateway.
   */
  report(error: unknown): void;
}

/** Delivers what webhooks have to send, of all namespaces, several at the same time. */
export interface Deliverer {
  /** Looks for webhooks that have something to send. Resolves when all that were found are under way. */
  look(): Promise<void>;
  /** Resolves when nothing is left to send. */
  whenIdle(): Promise<void>;
  /** Finishes the messages that are under way, gives the leases back, and begins no others. */
  stop(): Promise<void>;
}

/** Any number of gateways may deliver at once: each webhook is leased to one of them. */
export function openDeliverer(services: Services, options: DeliveryOptions): Deliverer {
  const policy = { ...deliveryPolicy, ...options.policy };
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  const watch: DeliveryWatch = {
    isStopping: () => stopping,
    attempted: (status, result) => options.attempted?.(status, result),
  };

  async function take(): Promise<boolean> {
    const lease = randomUUID();
    const [webhook] = await services.db.call(systemUser, takeWebhook(lease, policy.leaseSeconds));
    if (!webhook) return false;
    const delivery = deliverWebhook(services, webhook, lease, policy, watch)
      .catch(options.report)
      .finally(() => {
        underWay.delete(delivery);
        void look(); // There may be more than were read at once, and more webhooks than are served at once.
      });
    underWay.add(delivery);
    return true;
  }

  let looking: Promise<void> | undefined;
  let again = false;
  async function rounds(): Promise<void> {
    try {
      do {
        again = false;
        await services.feed.advance();
        while (!stopping && underWay.size < policy.concurrency && (await take()));
      } while (again && !stopping);
    } catch (error) {
      options.report(error);
    } finally {
      looking = undefined;
    }
  }

  /** One round at a time; during a round it causes one more. */
  async function look(): Promise<void> {
    if (stopping) return;
    again = true;
    looking ??= rounds();
    await looking;
  }

  async function whenIdle(): Promise<void> {
    while (looking || underWay.size > 0) await Promise.all([looking, ...underWay]);
  }

  return {
    look,
    whenIdle,
    async stop() {
      stopping = true;
      await whenIdle();
    },
  };
}

/** What a call sent. */
export interface Delivered {
  delivered: number;
  failed: number;
}

/**
 * Delivers everything that is due, for a scheduler where no process stays. Stops after `maxMs`; the next call continues.
 *
 * @throws what the database does, once the others are done
 */
export async function deliverWebhooks(
  services: Services,
  { maxMs = 40_000, policy }: { maxMs?: number; policy?: Partial<DeliveryPolicy> } = {},
): Promise<Delivered> {
  const sum: Delivered = { delivered: 0, failed: 0 };
  const errors: unknown[] = [];
  const deliverer = openDeliverer(services, {
    policy,
    report: (error) => errors.push(error),
    attempted(status) {
      if (status === 'DELIVERED') sum.delivered += 1;
      else sum.failed += 1;
    },
  });
  const timer = setTimeout(() => void deliverer.stop(), maxMs);
  await deliverer.look();
  await deliverer.whenIdle();
  clearTimeout(timer);
  if (errors.length > 0) throw errors[0];
  return sum;
}
