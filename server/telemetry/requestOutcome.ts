/** The transports that log lines and metrics name. */
export const transports = ['http', 'websocket', 'rest'] as const;

/** The outcome of a request, for the log and the metrics. */
export interface RequestOutcome {
  transport: (typeof transports)[number];
  method?: string;
  /** The pattern of the address, never the address: an id in it is the caller's. */
  route: string;
  status?: number;
  codes?: readonly unknown[];
}
