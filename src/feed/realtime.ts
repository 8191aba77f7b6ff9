import { createClient } from '@supabase/supabase-js';
import type { WakeupSource } from './wakeups.ts';

export interface RealtimeOptions {
  /** Of the project: https://<project>.supabase.co */
  url: string;
  /** A secret key, or the older service_role key: others may not listen to the channel. */
  secretKey: string;
  /** The registry's schema: each has a channel of its own. */
  schema: string;
}

/** After the channel has been closed by the other side; a connection that is lost mends itself. */
const againAfterMs = 5_000;

/**
 * Supabase Realtime as a source of hints: the private channel `registry:<schema>`, to which the database broadcasts
 * `written`, without any data, after each transaction that wrote (`notify_event`).
 */
export const realtimeWakeups =
  ({ url, secretKey, schema }: RealtimeOptions): WakeupSource =>
  async (wake) => {
    const client = createClient(url, secretKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    });
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;

    const join = () => {
      client
        .channel(`registry:${schema}`, { config: { private: true } })
        .on('broadcast', { event: 'written' }, () => wake())
        .subscribe((status) => {
          if (status === 'SUBSCRIBED') wake(); // Something may have been written while nobody listened.
          if (status !== 'CLOSED' || stopped) return;
          clearTimeout(timer);
          timer = setTimeout(join, againAfterMs);
          timer.unref();
        });
    };
    join();

    return async () => {
      stopped = true;
      clearTimeout(timer);
      void client.realtime.disconnect(); // It waits for an answer that may never come.
    };
  };
