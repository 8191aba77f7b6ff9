import type { WakeupSource } from './wakeups.ts';

export interface RealtimeOptions {
  /** URL of the project: https://<project>.supabase.co */
  url: string;
  /** A secret key, or the older service_role key. Other keys may not join the channel. */
  secretKey: string;
  /** Schema of the registry. Each schema has its own channel. */
  schema: string;
}

/** Pause before the channel is joined again after the server closed it. A lost connection is restored by the client. */
const againAfterMs = 5_000;

/**
 * Supabase Realtime as a source of wake-ups: the private channel `registry:<schema>`, to which the database broadcasts
 * `written`, without data, after each transaction that wrote (`notify_event`).
 */
export const realtimeWakeups =
  ({ url, secretKey, schema }: RealtimeOptions): WakeupSource =>
  async (wake) => {
    const { createClient } = await import('@supabase/supabase-js');
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
          if (status === 'SUBSCRIBED') wake(); // Something may have been written before the channel was joined.
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
      void client.realtime.disconnect(); // It waits for a response that may never come.
    };
  };
