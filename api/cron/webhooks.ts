import { cron } from '../../server/functions/cron.ts';
import { deliverWebhooks } from '../../src/registry/deliverWebhooks.ts';

/** Delivers what webhooks have to send, where no process stays. */
export default cron(deliverWebhooks);
