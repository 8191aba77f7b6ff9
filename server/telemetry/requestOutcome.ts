/** The outcome of a request, for the log and the metrics. */
export interface RequestOutcome {
  transport: 'http' | 'websocket' | 'rest';
  method?: string;
  /** The pattern of the address, never the address: an id in it is the caller's. */
  route: string;
  status?: number;
  codes?: readonly unknown[];
}
