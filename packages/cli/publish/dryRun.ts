import { type Client, GatewayUnreachable } from '../../client/index.ts';
import type { Collected } from '../collect.ts';
import { connect } from '../gateway.ts';
import type { Settings } from '../settings.ts';
import { localOutcome } from './localOutcome.ts';
import { type PublishedAll, type PublishOptions, publishAll } from './publishAll.ts';
import { viaGateway } from './viaGateway.ts';

/** Who has checked: the gateway, as the publish would, or this process alone. */
export interface Checked {
  checkedBy: 'gateway' | 'local';
  /** Why the gateway was not asked, in a sentence; null when it was. */
  notAsked: string | null;
}

/**
 * What a publish would answer for each definition. The gateway is asked where there is a token and an answer; elsewhere
 * only what can be known here is said.
 */
export async function dryRun(
  settings: Settings,
  via: 'gateway' | 'storage',
  collected: readonly Collected[],
  options: PublishOptions,
): Promise<PublishedAll & { checked: Checked }> {
  const reason = via === 'storage' ? 'a publish via storage has no dry run.' : tokenMissing(settings);
  if (reason !== null) return checkedLocally(collected, reason);
  const { rows, stoppedBy } = await askGateway(connect(settings), collected, options);
  if (stoppedBy instanceof GatewayUnreachable) return checkedLocally(collected, stoppedBy.message);
  return { rows, stoppedBy, checked: { checkedBy: 'gateway', notAsked: null } };
}

/** What the publish mutations answer to a dry run. */
export const askGateway = (client: Client, collected: readonly Collected[], options: PublishOptions) =>
  publishAll(viaGateway(client, { dryRun: true }), collected, options);

const tokenMissing = ({ REGISTRY_TOKEN }: Settings): string | null =>
  REGISTRY_TOKEN ? null : 'REGISTRY_TOKEN is not set, so the gateway was not asked.';

const checkedLocally = (collected: readonly Collected[], notAsked: string) => ({
  rows: collected.map((each) => localOutcome(each)),
  stoppedBy: null,
  checked: { checkedBy: 'local' as const, notAsked },
});
