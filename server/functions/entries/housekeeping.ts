import { cleanUp } from '../../../src/registry/cleanUp.ts';
import { cron } from '../cron.ts';

/** Removes what has expired, and numbers events that have no number yet. */
export default cron(async (services) => ({ ...(await cleanUp(services)), head: await services.feed.advance() }));
