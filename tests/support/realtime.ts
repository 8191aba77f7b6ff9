import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RunSql } from '../../src/db/migrate.ts';

/**
 * NOT the real thing. A WebSocket server that implements the parts of Supabase Realtime that the gateway uses, based on
 * @supabase/realtime-js (serializer.ts, RealtimeChannel.ts, protocol 2.0.0) and supabase/realtime: joining a private
 * channel with a secret key, heartbeats, broadcasts, leaving. It cannot test the real path from the WAL to the socket,
 * its limits, or its authorization by policies on realtime.messages.
 */
export interface RealtimeServer {
  /** Replaces https://<project>.supabase.co. */
  url: string;
  /** The currently joined topics. */
  joined(): string[];
  /** The number of join requests, including refused ones. */
  joins: number;
  /** Resolves when a client has joined the topic. */
  untilJoined(topic: string): Promise<void>;
  broadcast(topic: string, event: string): void;
  /** Closes the channel, not the connection, as the server does when a token has expired. */
  closeChannel(topic: string): void;
  /** Drops every connection without a close message. */
  cut(): void;
  /** Stops listening; new connections are refused by the operating system. */
  stop(): Promise<void>;
}

interface Member {
  socket: WebSocket;
  topic: string;
  joinRef: string;
}

export async function startRealtime({ key, port = 0 }: { key: string; port?: number }): Promise<RealtimeServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port, path: '/realtime/v1/websocket' });
  await once(server, 'listening');
  const members = new Set<Member>();
  const waiting = new Set<() => void>();
  const realtime: RealtimeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    joins: 0,
    joined: () => [...members].map(({ topic }) => topic),
    async untilJoined(topic) {
      while (!realtime.joined().includes(topic)) await new Promise<void>((resolve) => waiting.add(resolve));
    },
    broadcast(topic, event) {
      for (const { socket, topic: own } of members) {
        if (own !== topic) continue;
        say(socket, null, null, topic, 'broadcast', { type: 'broadcast', event, payload: { id: 'none' } });
      }
    },
    closeChannel(topic) {
      for (const member of members) {
        if (member.topic !== topic) continue;
        members.delete(member);
        say(member.socket, member.joinRef, null, topic, 'phx_close', {});
      }
    },
    cut() {
      for (const socket of server.clients) socket.terminate();
    },
    async stop() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  server.on('connection', (socket, request) => {
    const allowed = keyOf(request) === key;
    socket.on('close', () => {
      for (const member of members) if (member.socket === socket) members.delete(member);
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) return; // A broadcast by a client: the tests send none.
      const [joinRef, ref, topic, event, payload] = JSON.parse(String(data));
      const answer = (status: 'ok' | 'error', response: object) =>
        say(socket, joinRef, ref, topic, 'phx_reply', { status, response });
      if (event === 'heartbeat' || event === 'access_token') return void (event === 'heartbeat' && answer('ok', {}));
      if (event === 'phx_leave') {
        const left = topic.replace(/^realtime:/, '');
        for (const member of members) if (member.socket === socket && member.topic === left) members.delete(member);
        return answer('ok', {});
      }
      if (event !== 'phx_join') return;
      realtime.joins += 1;
      if (!allowed || payload?.config?.private !== true) {
        return answer('error', { reason: 'Unauthorized: You do not have permissions to read from this Channel topic' });
      }
      answer('ok', { postgres_changes: [] });
      members.add({ socket, topic: topic.replace(/^realtime:/, ''), joinRef });
      for (const resume of waiting) resume();
      waiting.clear();
    });
  });
  return realtime;
}

const keyOf = ({ url = '/' }: IncomingMessage) => new URL(url, 'http://localhost').searchParams.get('apikey');

function say(
  socket: WebSocket,
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
) {
  const full = topic === 'phoenix' || topic.startsWith('realtime:') ? topic : `realtime:${topic}`;
  socket.send(JSON.stringify([joinRef, ref, full, event, payload]));
}

/**
 * The database part of Supabase Realtime: `realtime.send` as in supabase/realtime, and its table, which only the owner
 * may write. The real server reads the WAL; here a trigger reports what was committed.
 */
export const installRealtime = (asOwner: RunSql) =>
  asOwner(`
    create schema realtime;
    create table realtime.messages (
      id uuid primary key default gen_random_uuid(), topic text not null, extension text not null, payload jsonb,
      event text, private boolean default false, inserted_at timestamp not null default now()
    );
    alter table realtime.messages enable row level security;
    grant usage on schema realtime to anon, authenticated;
    grant select, insert, update on realtime.messages to anon, authenticated;
    create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
      language plpgsql as $$
      begin
        begin
          execute format('set local realtime.topic to %L', topic);
          insert into realtime.messages (payload, event, topic, private, extension)
            values (payload, event, topic, private, 'broadcast');
        exception when others then
          raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
        end;
      end
      $$;
    create function realtime.told() returns trigger language plpgsql as $$
      begin
        perform pg_notify('realtime_messages', json_build_object('topic', new.topic, 'event', new.event)::text);
        return null;
      end
      $$;
    create trigger told after insert on realtime.messages for each row execute function realtime.told();
  `);

/** Forwards what was committed in the database to the server; returns how to stop it. */
export async function carry(ownerUrl: string, server: RealtimeServer): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  client.on('notification', ({ payload }) => {
    const { topic, event } = JSON.parse(payload ?? '{}');
    server.broadcast(topic, event);
  });
  await client.query('listen realtime_messages');
  return () => client.end();
}
