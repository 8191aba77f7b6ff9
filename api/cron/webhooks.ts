/** Delivers what webhooks have to send, where no process stays. */
export { default } from '../../server/functions/bundled/webhooks.mjs';
