import type { GatewayRefused, GatewayUnreachable } from './errors.ts';

/** Why and how long a request waits before it is sent again. */
export interface Wait {
  ms: number;
  error: GatewayRefused | GatewayUnreachable;
}
