import { deliverWebhooks } from '../../../src/registry/deliverWebhooks.ts';
import { cron } from '../cron.ts';

/** Delivers what webhooks have to send, where no process stays. */
export default cron(deliverWebhooks);
