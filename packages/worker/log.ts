/** The log of the worker: one line per event, never a secret. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const silent: Log = { info() {}, warn() {}, error() {} };
