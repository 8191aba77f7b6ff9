import { Buffer } from 'node:buffer';

/** Supabase runs Deno 2.1, which has no global `Buffer`; Node and later versions of Deno have it. */
globalThis.Buffer ??= Buffer;
