import type { GatewayRefused, GatewayUnreachable } from './errors.ts';

/** The reason and the duration of a wait before a request is sent again. */
export interface Wait {
  ms: number;
  error: GatewayRefused | GatewayUnreachable;
}
