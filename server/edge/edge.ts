import { next } from '@vercel/functions';
import { edgeCaching, edgeHeader, eventsPath, writeEdgeCaching } from './cachePolicy.ts';
import { type EventReceiver, receiveEvent } from './receiveEvent.ts';
import type { EdgeSettings } from './settings.ts';

/** What the middleware is made of. */
export interface EdgeOptions extends Omit<EventReceiver, 'secrets'> {
  settings: EdgeSettings;
}

/**
 * The middleware: receives events at `eventsPath`, and tells the function behind it what the edge may keep of a read.
 * Without a secret nothing would tell the edge of changes, so functions are told nothing either.
 */
export const createEdge =
  ({ settings, ...receiver }: EdgeOptions) =>
  async (request: Request): Promise<Response> => {
    const isOn = settings.secrets.length > 0;
    const url = new URL(request.url);
    if (isOn && url.pathname === eventsPath) return receiveEvent(request, { ...receiver, secrets: settings.secrets });
    const caching = isOn && isPublicRead(request) ? edgeCaching(url, settings) : null;
    // Other requests go on as they are, an upgrade to a WebSocket among them.
    if (!caching && !request.headers.has(edgeHeader)) return next();
    const headers = new Headers(request.headers);
    headers.delete(edgeHeader); // That of a client.
    if (caching) headers.set(edgeHeader, writeEdgeCaching(caching));
    return next({ request: { headers } });
  };

const isPublicRead = ({ method, headers }: Request) =>
  (method === 'GET' || method === 'HEAD') &&
  !headers.has('authorization') &&
  !headers.has('upgrade') &&
  !headers.has('sec-websocket-key');
