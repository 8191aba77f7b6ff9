import { createLoaders, forgetLoaded, type Loaders } from '../loaders/index.ts';
import type { Caller, Services } from '../registry/services.ts';

/** Counts the bytes of a response before they are read. */
export interface AnswerMeter {
  /** @throws when the response would be too large, or too many bytes are in flight */
  take(bytes: number): void;
}

/** Runs a search when there is capacity. Throws RATE_LIMITED when too many others are waiting. */
export type SearchGate = <Result>(search: () => Promise<Result>) => Promise<Result>;

/** The context of a resolver. */
export interface Context extends Caller {
  readonly answer: AnswerMeter;
  readonly searchGate: SearchGate;
  /** Records the code of an error that is returned as a result, for the log and the metrics. */
  refused(code: string): void;
  /** Records the id of a run that the request creates or changes, for the log. */
  concerns(runId: string): void;
  /** Counts that the request reads an entry. */
  engages(entryId: string): void;
  readonly services: Services;
  readonly load: Loaders;
  /** Clears the loaders, after a write. */
  forget(): void;
}

export function createContext(
  services: Services,
  { viewer, correlationId, token }: Caller,
  request: Pick<Context, 'answer' | 'searchGate' | 'refused' | 'concerns' | 'engages'>,
): Context {
  const load = createLoaders(services.db, services.artifacts, viewer);
  return { ...request, viewer, correlationId, token, services, load, forget: () => forgetLoaded(load) };
}
