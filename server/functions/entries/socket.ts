import { socketServer } from '../socketServer.ts';

/** Subscriptions over WebSocket. */
export default socketServer();
