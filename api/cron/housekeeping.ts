import { keepHouse } from '../../src/registry/keepHouse.ts';
import { cron } from '../../src/server/functions/cron.ts';

/** Forgets what has had its time, and numbers events that nobody has asked for yet. */
export default cron(async (services) => ({ ...(await keepHouse(services)), head: await services.feed.advance() }));
