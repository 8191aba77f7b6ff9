import type { WakeSource } from './pollEvents.ts';

/** The part of a client of supabase-js that is used; `createClient(url, key)` has it. */
export interface RealtimeClient {
  channel(topic: string, options: { config: { private: boolean } }): RealtimeChannel;
  removeChannel(channel: never): unknown;
}

interface RealtimeChannel {
  on(type: 'broadcast', filter: { event: string }, call: () => void): RealtimeChannel;
  subscribe(call: (status: string) => void): unknown;
}

export interface RealtimeChannels {
  /** The schema of the registry in the project's database. Defaults to `nofx`. */
  schema?: string;
  /** Also what happens to the private entries of this namespace, which the signed-in user must belong to. */
  namespace?: string | undefined;
  /** Also its drafts and refused publishes: for publishers and admins. */
  publishers?: boolean;
}

/**
 * Supabase Realtime as the wake-up of `pollRegistryEvents(connection, { wake })`. Its messages are delivered at most
 * once, so they are only a hint: the events come from the log.
 */
export const realtimeWake =
  (supabase: RealtimeClient, { schema = 'nofx', namespace, publishers = false }: RealtimeChannels = {}): WakeSource =>
  (wake) => {
    const names = ['public'];
    if (namespace) names.push(`namespace:${namespace}`);
    if (namespace && publishers) names.push(`publishers:${namespace}`);
    const channels = names.map((name) => {
      const channel = supabase
        .channel(`registry:${schema}:${name}`, { config: { private: true } })
        .on('broadcast', { event: '*' }, wake);
      // Something may have happened before the channel was joined.
      channel.subscribe((status) => status === 'SUBSCRIBED' && wake());
      return channel;
    });
    return () => {
      for (const channel of channels) void supabase.removeChannel(channel as never);
    };
  };
