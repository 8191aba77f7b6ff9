/** Subscriptions over WebSocket. */
export { default } from '../server/functions/bundled/socket.mjs';
