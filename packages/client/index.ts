/** The typed client of the registry: HTTP, WebSocket, SSE, and a feed that resumes. */
export { type Backoff, pause, waitMs } from './backoff.ts';
export { type Client, createClient, type RegistryEvent, type RegistryEventsOptions } from './client.ts';
export type { Connection, TokenSource } from './connection.ts';
export type { Document } from './document.ts';
export { download, fileUrl, type VersionAddress } from './download.ts';
export { type GatewayError, GatewayRefused, GatewayUnreachable, isTransient } from './errors.ts';
export * from './generated/graphql.ts';
export { latestCursor } from './latestCursor.ts';
export type { WakeSource } from './pollEvents.ts';
export { type PollRegistryEventsOptions, pollRegistryEvents } from './pollRegistryEvents.ts';
export { type RealtimeChannels, type RealtimeClient, realtimeWake } from './realtimeWake.ts';
export type { RequestOptions } from './request.ts';
export type { Retry } from './resume.ts';
export type { SubscribeOptions, Transport } from './stream.ts';
export type { Wait } from './wait.ts';
