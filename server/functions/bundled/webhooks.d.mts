export { default } from '../entries/webhooks.ts';
