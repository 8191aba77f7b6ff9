import { Buffer } from 'node:buffer';

/** The runtime of Supabase is a Deno 2.1, which has no `Buffer` of its own; on Node and in later Denos it is there. */
globalThis.Buffer ??= Buffer;
