/** Every other address. */
export { default } from '../server/functions/bundled/rest.mjs';
