/** `npm start`: the registry, until it is stopped. From one bundle where that is up to date, which takes half the time. */
import { keepCompiled } from '../packages/node/compileCache.ts';
import { upToDateBundle } from './bundle.ts';

keepCompiled();
/** Coverage is that of the sources. */
const bundle = process.env.NODE_V8_COVERAGE ? null : upToDateBundle();
const { start }: typeof import('./start.ts') = await import(bundle?.href ?? './start.ts');
await start();
