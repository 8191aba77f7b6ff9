import { socketServer } from '../src/server/functions/socketServer.ts';

/** Subscriptions over WebSocket. */
export default socketServer();
