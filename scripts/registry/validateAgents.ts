/** `npm run validate:agents`: checks agents, and files reports when REGISTRY_URL and REGISTRY_TOKEN are set. */
import { start } from './start.ts';

await start('validate', 'agents');
