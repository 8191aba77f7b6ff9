import { socketServer } from '../server/functions/socketServer.ts';

/** Subscriptions over WebSocket. */
export default socketServer();
