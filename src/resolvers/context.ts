import { createLoaders, forgetLoaded, type Loaders } from '../loaders/index.ts';
import type { Caller, Services } from '../registry/services.ts';

/** Counts the bytes of an answer before they are read. */
export interface AnswerMeter {
  /** @throws when the answer would be too large, or too much is under way */
  take(bytes: number): void;
}

/** Runs a search when it is its turn. Throws RATE_LIMITED when too many others wait. */
export type SearchGate = <Result>(search: () => Promise<Result>) => Promise<Result>;

/** What a resolver works with. */
export interface Context extends Caller {
  readonly answer: AnswerMeter;
  readonly searchGate: SearchGate;
  readonly services: Services;
  readonly load: Loaders;
  /** Forgets what was loaded: each event of a subscription is answered from what is true then. */
  forget(): void;
}

export function createContext(
  services: Services,
  { viewer, correlationId }: Caller,
  { answer, searchGate }: Pick<Context, 'answer' | 'searchGate'>,
): Context {
  const load = createLoaders(services.db, services.artifacts, viewer);
  return { viewer, correlationId, answer, searchGate, services, load, forget: () => forgetLoaded(load) };
}
