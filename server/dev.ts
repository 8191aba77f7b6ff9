/** `npm run dev`: the registry from its sources, which are watched. */
import { keepCompiled } from '../packages/node/compileCache.ts';

keepCompiled();
const { start } = await import('./start.ts');
await start();
