/** `npm start`: the registry, until it is stopped. */
import { keepCompiled } from '../packages/node/compileCache.ts';

keepCompiled();
const { start } = await import('./start.ts');
await start();
