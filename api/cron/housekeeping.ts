import { cron } from '../../server/functions/cron.ts';
import { cleanUp } from '../../src/registry/cleanUp.ts';

/** Removes what has expired, and numbers events that have no number yet. */
export default cron(async (services) => ({ ...(await cleanUp(services)), head: await services.feed.advance() }));
