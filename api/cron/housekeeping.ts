import { cron } from '../../server/functions/cron.ts';
import { cleanUp } from '../../src/registry/cleanUp.ts';

/** Forgets what has had its time, and numbers events that nobody has asked for yet. */
export default cron(async (services) => ({ ...(await cleanUp(services)), head: await services.feed.advance() }));
