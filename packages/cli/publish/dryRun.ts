import { type Client, GatewayUnreachable } from '../../client/index.ts';
import type { Collected } from '../collect.ts';
import { connect } from '../gateway.ts';
import type { Settings } from '../settings.ts';
import { localOutcome } from './localOutcome.ts';
import { type PublishedAll, type PublishOptions, publishAll } from './publishAll.ts';
import { viaGateway } from './viaGateway.ts';

/** Who checked the definitions: the gateway, as for a publish, or only this process. */
export interface Checked {
  checkedBy: 'gateway' | 'local';
  /** Why the gateway did not check them; null when it did. */
  notAsked: string | null;
}

/**
 * The outcome that a publish would have for each definition, from the gateway if there is a token and the gateway is
 * reachable, otherwise from a local check.
 */
export async function dryRun(
  settings: Settings,
  via: 'gateway' | 'storage',
  collected: readonly Collected[],
  options: PublishOptions,
): Promise<PublishedAll & { checked: Checked }> {
  const reason =
    via === 'storage' ? '--via storage does not support a dry run at the gateway.' : tokenMissing(settings);
  if (reason !== null) return checkedLocally(collected, options, reason);
  const { rows, stoppedBy } = await askGateway(connect(settings), collected, options);
  if (stoppedBy instanceof GatewayUnreachable) return checkedLocally(collected, options, stoppedBy.message);
  return { rows, stoppedBy, checked: { checkedBy: 'gateway', notAsked: null } };
}

/** The outcomes of a dry run of the publish mutations. */
export const askGateway = (client: Client, collected: readonly Collected[], options: PublishOptions) =>
  publishAll(viaGateway(client, { dryRun: true, acknowledge: options.acknowledge ?? [] }), collected, options);

const tokenMissing = ({ REGISTRY_TOKEN }: Settings): string | null =>
  REGISTRY_TOKEN ? null : 'REGISTRY_TOKEN is not set.';

const checkedLocally = (collected: readonly Collected[], { draft }: PublishOptions, notAsked: string) => ({
  rows: collected.map((each) => localOutcome(each, draft)),
  stoppedBy: null,
  checked: { checkedBy: 'local' as const, notAsked },
});
