/** `npm run validate:templates`: checks templates, and files reports when REGISTRY_URL and REGISTRY_TOKEN are set. */
import { start } from './start.ts';

await start('validate', 'templates');
